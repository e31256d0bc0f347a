/** Lives a script: performs its events on a meter, and judges the meter all along. */
import { CHARACTERISTICS } from "ble/services";
import { Chip } from "../../bench/flash/chip.ts";
import { Pin, Port, ToBoard } from "../../boards/virtual/link.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { userData } from "../torture/records.ts";
import type { Step } from "../torture/scenario.ts";
import type { Gains } from "./injection.ts";
import {
	judgeEnergies,
	judgePulses,
	judgeReadings,
	judgeSettings,
	judgeStatus,
	judgeTelegram,
	LifeFault,
} from "./judge.ts";
import { type LifeLoad, windowOf } from "./load.ts";
import { EngineFailed, LifeMeter, type StartEngine } from "./meter.ts";
import { PowerCuts } from "./power.ts";
import { observe, put, WrongAnswer } from "./registers.ts";
import type { LifeEvent } from "./script.ts";
import { Truth, type Values } from "./truth.ts";

const FRAME_RATE_HZ = 4000;

/** Windows of a second and of a fifth, in frames. */
const COARSE_FRAMES = 4000;
const FINE_FRAMES = 800;

/** Seconds after which the readings of a load are complete. */
const SETTLED_S = 3;

/** The hold-up time less a frame. */
const HOLD_UP_FRAMES = 199;

/** Values of register `calibrated` (docs/calibration.md). */
const TAKE_OVER = 0xca1b;
const NOMINAL = 0xdefa;

/** Modbus exceptions, and the acknowledgement of M-Bus. */
const REFUSED = 4;
const BUSY = 6;
const ACKNOWLEDGED = 0xe5;

/** REQ_UD2 to the one meter of a line. */
const REQUEST = Uint8Array.of(0x10, 0x5b, 0xfe, 0x59, 0x16);

/** Changes that are stored at any pace; below the second number a meter may be busy. */
const COMMITS = 240;
const FEW_COMMITS = 60;

/** Registers whose changes the audit trail has. */
const LEGAL = ["ctRatio", "combinationCode", "wiring", "parameterLock"];

/** Bytes by which the heap may grow between two checks of one power-up. */
const HEAP_TOLERANCE = 2048;

const NO_LOAD: LifeLoad = {
	phases: [
		[230, 0, 0],
		[230, 0, 0],
		[230, 0, 0],
	],
	frequencyHz: 50,
	reversed: false,
};

export class Life {
	/** Seconds that the meter has metered. */
	seconds = 0;
	readonly #truth = new Truth();
	readonly #meter: LifeMeter;
	readonly #cuts: PowerCuts;
	/** Load whose readings are complete. */
	#steady: LifeLoad | undefined;
	/** A window that may have been counted when the supply went. */
	#unsure: { load: LifeLoad; seconds: number } | undefined;
	#commits = COMMITS;
	#lostFrames = 0;
	#heap: number | undefined;

	constructor(start: StartEngine) {
		this.#meter = new LifeMeter(start, new Chip());
		this.#cuts = new PowerCuts(this.#meter, this.#truth);
	}

	get cuts(): number {
		return this.#cuts.count;
	}

	/** Powers the new meter up, and selects integers. */
	async begin(): Promise<void> {
		await this.#meter.on([]);
		if ((await put(this.#meter, 1, "dataType", 2)) !== true)
			throw new LifeFault("the new meter does not take a setting");
		this.#cuts.checksum = (await observe(this.#meter, 1, 0x7000))?.get("calibrationChecksum") ?? 0;
	}

	/** Takes the supply away for good. */
	async end(): Promise<void> {
		await this.#meter.off();
	}

	/**
	 * Performs an event.
	 * @returns the fault; undefined: none
	 */
	async live(event: LifeEvent): Promise<string | undefined> {
		try {
			this.#unsure = undefined;
			await this.#perform(event);
			if (!this.#meter.running) await this.#lose();
			return undefined;
		} catch (error) {
			const known =
				error instanceof LifeFault ||
				error instanceof WrongAnswer ||
				error instanceof EngineFailed ||
				error instanceof RangeError;
			if (!known) throw error;
			return error.message;
		}
	}

	/** The supply has gone in an operation of the flash chip. */
	async #lose(): Promise<void> {
		await this.#cycle({ warned: false, ...(this.#unsure && { unsure: this.#unsure }) });
	}

	async #cycle(outage: Parameters<PowerCuts["cycle"]>[0]): Promise<void> {
		this.#steady = undefined;
		await this.#cuts.cycle(outage);
		this.#commits = COMMITS;
		this.#lostFrames = 0;
		this.#heap = undefined;
	}

	async #perform(event: LifeEvent): Promise<void> {
		const meter = this.#meter;
		const steady = this.#steady;
		this.#steady = undefined;
		switch (event.kind) {
			case "meter":
				return this.#measure(event.load, event.windows, event.fine ? FINE_FRAMES : COARSE_FRAMES);
			case "write":
				return this.#write(event);
			case "frame":
				return this.#send(event);
			case "calibrate":
				return this.#calibrate(event.gains);
			case "input":
				if (event.level !== this.#truth.input) this.#commits--;
				this.#truth.unsavedTariff = this.#truth.settings.tariff;
				this.#truth.followInput(event.level);
				return meter.input(Pin.TARIFF_INPUT, event.level);
			case "seal":
				return this.#seal(event.open);
			case "check":
				return this.#check(steady);
			case "telegram":
				return this.#telegram();
			case "press":
				await meter.touch(event.pad, true);
				await meter.pass(event.frames);
				return meter.touch(event.pad, false);
			case "noise":
				return this.#noise(event.port, Uint8Array.from(event.bytes));
			case "radio":
				return this.#radio(Uint8Array.from(event.bytes));
			case "sag":
				for (let i = 0; i < event.times && meter.running; i++) {
					await meter.warn();
					await meter.pass(event.frames);
					await meter.recover();
					await meter.pass(FRAME_RATE_HZ / 10);
				}
				return;
			case "stall":
				return meter.pass(event.seconds * FRAME_RATE_HZ);
			case "lose":
				return this.#loseFrames(event.frames);
			case "arm":
				meter.chip.setFaults({
					cutAfterOperations: event.operations,
					tornBytes: event.torn,
				});
				return;
			case "cut":
				return this.#cut(event.warned, { input: event.input, again: event.again });
			case "restart":
				return this.#cycle({ warned: false, restart: event.reason });
			case "damage":
				await this.#cut(true, { damage: event });
				// What was mended is not reported again.
				return this.#cut(true, {});
		}
	}

	/** Cuts the supply, with a warning or without; one that is due earlier comes first. */
	async #cut(
		warned: boolean,
		how: Omit<Parameters<PowerCuts["cycle"]>[0], "warned">,
	): Promise<void> {
		const meter = this.#meter;
		if (warned) {
			await meter.warn();
			await meter.pass(HOLD_UP_FRAMES);
		}
		if (meter.running) await this.#cycle({ warned, ...how });
		else await this.#lose();
	}

	async #measure(load: LifeLoad, windows: number, frames: number, lost = 0): Promise<void> {
		const seconds = frames / FRAME_RATE_HZ;
		const window = windowOf(load, frames, this.#truth.gains, lost);
		const done = await this.#meter.windows(window, frames, windows);
		this.#truth.meter(load, done, seconds);
		if (done * seconds >= SETTLED_S) this.#truth.unsavedTariff = undefined;
		this.seconds += done * seconds;
		this.#commits = Math.min(COMMITS, this.#commits + (done * seconds) / 60);
		if (!this.#meter.running) this.#unsure = { load, seconds };
		else if (windows * seconds >= SETTLED_S) this.#steady = load;
	}

	async #loseFrames(frames: number): Promise<void> {
		await this.#measure(NO_LOAD, 1, COARSE_FRAMES, frames);
		this.#lostFrames += frames;
	}

	async #write(event: LifeEvent & { kind: "write" }): Promise<void> {
		const { name, value } = event;
		const allowed = this.#truth.allows(name, value);
		if (allowed) this.#truth.pending = { [name]: value };
		const answer = await put(this.#meter, this.#truth.settings.modbusId, name, value);
		if (answer === undefined) return;
		await this.#answered(answer === true, allowed, { [name]: value }, event, answer);
	}

	async #send(event: LifeEvent & { kind: "frame" }): Promise<void> {
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
			this.#commits--;
			this.#cuts.legal.end(step, this.#cuts);
			return;
		}
		if (!allowed) return;
		if ((answer === BUSY || step.kind === "frame") && this.#commits < FEW_COMMITS) return;
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

	async #seal(open: boolean): Promise<void> {
		this.#truth.sealOpen = open;
		await this.#meter.input(Pin.SEAL, open ? 1 : 0);
		if (this.#meter.running) this.#cuts.legal.end({ kind: "seal", open }, this.#cuts);
	}

	/** Calibrates with the seal open, and leaves the seal as it was. */
	async #calibrate(values: readonly number[] | undefined): Promise<void> {
		const { sealOpen, settings } = this.#truth;
		if (!sealOpen) await this.#seal(true);
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
		await write("calibrationMode", 1);
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
		if (!sealOpen && this.#meter.running) await this.#seal(false);
	}

	async #noteCalibration(): Promise<void> {
		const observed = await observe(this.#meter, this.#truth.settings.modbusId, 0x7000);
		if (!observed) return;
		this.#cuts.checksum = observed.get("calibrationChecksum") ?? 0;
		const step: Step = { kind: "write", name: "calibrated" as RegisterName, value: 0 };
		this.#cuts.legal.end(step, this.#cuts);
	}

	/** Reads everything: under the load that was there, and after a pause for the pulses. */
	async #check(steady: LifeLoad | undefined): Promise<void> {
		const truth = this.#truth;
		const { modbusId } = truth.settings;
		const under = steady && (await observe(this.#meter, modbusId, 0x4000, 0x5000));
		if (steady && under) judgeReadings(under, truth, steady);
		await this.#measure(NO_LOAD, SETTLED_S, COARSE_FRAMES);
		// Reading all registers takes longer than readings last without a window.
		this.#steady = undefined;
		const observed = await observe(this.#meter, modbusId);
		if (!observed || !this.#meter.running) return;
		judgeSettings(observed, truth);
		judgeEnergies(observed, truth);
		judgeStatus(observed, truth, false);
		judgePulses(this.#meter.pulses, truth);
		const lost = observed.get("lostFrames");
		if (lost !== this.#lostFrames)
			throw new LifeFault(`${lost} lost frames, not ${this.#lostFrames}`);
		await this.#judgeHeap();
	}

	async #judgeHeap(): Promise<void> {
		const stats = await this.#meter.stats();
		// V8 counts no byte codes, and its heap is not the meter's own.
		const heap = stats && stats.byteCodes > 0 ? stats.heapBytes : 0;
		this.#heap ??= heap;
		if (heap > this.#heap + HEAP_TOLERANCE)
			throw new LifeFault(`the heap has grown from ${this.#heap} to ${heap} bytes`);
	}

	async #telegram(): Promise<void> {
		const answer = await this.#meter.ask(Port.MBUS, REQUEST);
		if (!this.#meter.running) return;
		if (!answer) throw new LifeFault("REQ_UD2 is not answered");
		judgeTelegram(answer, this.#truth);
	}

	async #noise(port: number, bytes: Uint8Array): Promise<void> {
		const answer = await this.#meter.ask(port, bytes, false);
		if (answer) throw new LifeFault(`noise is answered: ${Buffer.from(bytes).toString("hex")}`);
		await this.#meter.pass(FRAME_RATE_HZ);
	}

	/** A client comes, writes without a login, reads, and goes. */
	async #radio(bytes: Uint8Array): Promise<void> {
		const meter = this.#meter;
		const entropy = new Uint8Array(32).fill(bytes[0] ?? 0);
		const request = CHARACTERISTICS.findIndex(({ name }) => name === "request");
		await meter.radio(ToBoard.BLE_CONNECTION, Uint8Array.of(0, 23, 0, ...entropy));
		await meter.radio(ToBoard.BLE_WRITE, Uint8Array.of(0, request, ...bytes));
		for (let i = 0; i < CHARACTERISTICS.length; i++)
			await meter.radio(ToBoard.BLE_READ, Uint8Array.of(0, i));
		await meter.pass(FRAME_RATE_HZ / 10);
		await meter.radio(ToBoard.BLE_CONNECTION, Uint8Array.of(0, 0, 0));
	}
}
