/** Changes that clients make in a life, and the answers that they must get. */
import { Pin, Port } from "../../boards/virtual/link.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { userData } from "../torture/records.ts";
import type { Step } from "../torture/scenario.ts";
import type { Gains } from "./injection.ts";
import { LifeFault } from "./judge.ts";
import { COARSE_FRAMES, type LifeLoad, NO_LOAD, windowOf } from "./load.ts";
import type { LifeMeter } from "./meter.ts";
import type { PowerCuts } from "./power.ts";
import { observe, put } from "./registers.ts";
import type { LifeEvent } from "./script.ts";
import type { Truth, Values } from "./truth.ts";

/** Values of register `calibrated` (docs/calibration.md). */
const TAKE_OVER = 0xca1b;
const NOMINAL = 0xdefa;

/** Modbus exceptions, and the acknowledgement of M-Bus. */
const REFUSED = 4;
const BUSY = 6;
const ACKNOWLEDGED = 0xe5;

/** Changes that are stored at any pace; below the second number a meter may be busy. */
export const COMMITS = 240;
const FEW_COMMITS = 60;

/** Changes that a reset of the resettable counters counts as. */
const COMMITS_OF_RESET = 2;

/** Registers whose changes the audit trail has. */
const LEGAL = ["ctRatio", "combinationCode", "wiring", "parameterLock"];

/** A load that would show. */
const FULL_LOAD: LifeLoad = {
	...NO_LOAD,
	phases: NO_LOAD.phases.map(([voltage]) => [voltage, 4, 30] as const),
};

export class Changes {
	/** Changes that the meter stores at once, at least about. */
	allowance = COMMITS;
	readonly #meter: LifeMeter;
	readonly #truth: Truth;
	readonly #cuts: PowerCuts;

	constructor(meter: LifeMeter, truth: Truth, cuts: PowerCuts) {
		this.#meter = meter;
		this.#truth = truth;
		this.#cuts = cuts;
	}

	/** Time passes, in which the meter earns changes: one a minute. */
	pass(seconds: number): void {
		this.allowance = Math.min(COMMITS, this.allowance + seconds / 60);
	}

	async write(event: LifeEvent & { kind: "write" }): Promise<void> {
		const { name, value } = event;
		const allowed = this.#truth.allows(name, value);
		if (allowed) this.#truth.pending = { [name]: value };
		const answer = await put(this.#meter, this.#truth.settings.modbusId, name, value);
		if (answer === undefined) return;
		await this.#answered(answer === true, allowed, { [name]: value }, event, answer);
	}

	async send(event: LifeEvent & { kind: "frame" }): Promise<void> {
		const values = event.values as Values;
		const allowed = Object.entries(values).every(([name, value]) =>
			this.#truth.allows(name, value),
		);
		if (allowed) this.#truth.pending = values;
		const frame = userData(event.records, this.#truth.settings.mbusAddress);
		const answer = await this.#meter.ask(Port.MBUS, frame);
		if (!this.#meter.running) return;
		if (answer && (answer.length !== 1 || answer[0] !== ACKNOWLEDGED))
			throw new LifeFault(`SND_UD is answered with ${Buffer.from(answer).toString("hex")}`);
		await this.#answered(answer !== undefined, allowed, values, event, REFUSED);
	}

	/** A write was answered: it was done or refused. */
	async #answered(
		done: boolean,
		allowed: boolean,
		values: Values,
		step: Step,
		answer: true | number,
	): Promise<void> {
		const names = Object.keys(values);
		this.#truth.pending = {};
		if (done && !allowed) throw new LifeFault(`${JSON.stringify(values)} was not refused`);
		if (done) {
			this.#truth.adopt(values, this.#truth.whole, this.#meter.pulses);
			this.allowance -= "resettableEnergy" in values ? COMMITS_OF_RESET : 1;
			this.#cuts.legal.end(step, this.#cuts);
			return;
		}
		if (!allowed) return;
		if ((answer === BUSY || step.kind === "frame") && this.allowance < FEW_COMMITS) return;
		const full = names.some((name) => LEGAL.includes(name)) && (await this.#trailIsFull());
		if (!full && this.#meter.running)
			throw new LifeFault(`${JSON.stringify(values)} was refused: ${answer}`);
	}

	/** True if the audit trail takes hardly any change until the seal is opened. */
	async #trailIsFull(): Promise<boolean> {
		const { modbusId } = this.#truth.settings;
		const observed = await observe(this.#meter, modbusId, 0x7180);
		return (observed?.get("changesLeft") ?? 0) < LEGAL.length;
	}

	async seal(open: boolean): Promise<void> {
		this.#truth.sealOpen = open;
		await this.#meter.input(Pin.SEAL, open ? 1 : 0);
		if (this.#meter.running) this.#cuts.legal.end({ kind: "seal", open }, this.#cuts);
	}

	/** Calibrates with the seal open, and leaves the seal as it was. */
	async calibrate(values: readonly number[] | undefined): Promise<void> {
		const { sealOpen, settings } = this.#truth;
		if (!sealOpen) await this.seal(true);
		const write = async (name: string, value: number): Promise<boolean> => {
			const answer = await put(this.#meter, settings.modbusId, name, value);
			if (answer !== undefined && answer !== true && !(await this.#trailIsFull()))
				throw new LifeFault(`${name} was refused with the seal open: ${answer}`);
			return answer === true;
		};
		const gains = [0, 1, 2].map((phase): Gains => {
			const [voltageGain = 1, currentGain = 1, powerGain = 1] =
				values?.slice(3 * phase, 3 * phase + 3) ?? [];
			return { voltageGain, currentGain, powerGain };
		});
		// Energy in this mode does not count.
		if (await write("calibrationMode", 1)) {
			const window = windowOf(FULL_LOAD, COARSE_FRAMES, this.#truth.gains);
			await this.#meter.windows(window, COARSE_FRAMES, 5);
			this.#truth.directions.pass(FULL_LOAD, settings.wiring, true);
		}
		for (const [phase, each] of gains.entries())
			for (const [name, value] of Object.entries(each) as [string, number][])
				if (values) await write(`${name}L${phase + 1}`, value);
		this.#cuts.pendingGains = gains;
		if (await write("calibrated", values ? TAKE_OVER : NOMINAL)) {
			this.#truth.gains = gains;
			await this.#noteCalibration();
		}
		if (this.#meter.running) this.#cuts.pendingGains = undefined;
		await write("calibrationMode", 0);
		if (!sealOpen && this.#meter.running) await this.seal(false);
	}

	async #noteCalibration(): Promise<void> {
		const observed = await observe(this.#meter, this.#truth.settings.modbusId, 0x7000);
		if (!observed) return;
		this.#cuts.checksum = observed.get("calibrationChecksum") ?? 0;
		const step: Step = { kind: "write", name: "calibrated" as RegisterName, value: 0 };
		this.#cuts.legal.end(step, this.#cuts);
	}
}
