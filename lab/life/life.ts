/** Lives a script: performs its events on a meter, and judges the meter all along. */

import { CHARACTERISTICS } from "ble/services";
import { HOLD_UP_MS } from "board";
import { FRAME_RATE_HZ } from "sampling";
import { Chip } from "../../bench/flash/chip.ts";
import { framesIn } from "../../bench/meter/pace.ts";
import { Pin, Port, ToBoard } from "../../boards/virtual/link.ts";
import { Changes, COMMITS } from "./changes.ts";
import {
	judgeEnergies,
	judgePulses,
	judgeReadings,
	judgeSettings,
	judgeStatus,
	judgeTelegram,
	LifeFault,
} from "./judge.ts";
import { COARSE_FRAMES, type LifeLoad, NO_LOAD, windowOf } from "./load.ts";
import { EngineFailed, LifeMeter, type StartEngine } from "./meter.ts";
import { type Outage, PowerCuts } from "./power.ts";
import { observe, put, WrongAnswer } from "./registers.ts";
import type { LifeEvent } from "./script.ts";
import { Truth } from "./truth.ts";
import { statisticsIn, Voltages } from "./voltage.ts";

/** Windows of a fifth of a second, in frames. */
const FINE_FRAMES = framesIn(0.2);

/** Seconds after which the readings of a load are complete. */
const SETTLED_S = 3;

/** Time after which energy is saved once the supply has come back from a warning. */
const SAVED_S = 2;

/** Time that the meter has after a warning: the hold-up time, less a frame. */
const WARNED_FRAMES = framesIn(HOLD_UP_MS / 1000) - 1;

/** REQ_UD2 to the one meter of a line. */
const REQUEST = Uint8Array.of(0x10, 0x5b, 0xfe, 0x59, 0x16);

/** Bytes by which the heap may grow between two checks of one power-up. */
const HEAP_TOLERANCE = 2048;

/** Errors that are the meter's fault; a chip throws RangeError at what makes no sense to it. */
const FAULTS = [LifeFault, WrongAnswer, EngineFailed, RangeError];

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
	readonly #changes: Changes;
	readonly #voltages: Voltages;
	#lostFrames = 0;
	/** Time since the supply came back from a warning. */
	#sinceSagS = Number.POSITIVE_INFINITY;
	#heap: number | undefined;

	constructor(start: StartEngine) {
		this.#meter = new LifeMeter(start, new Chip());
		this.#voltages = new Voltages(this.#meter, this.#truth);
		this.#cuts = new PowerCuts(this.#meter, this.#truth, this.#voltages);
		this.#changes = new Changes(this.#meter, this.#truth, this.#cuts);
	}

	get image(): Uint8Array {
		return this.#meter.chip.image;
	}

	get cuts(): number {
		return this.#cuts.count;
	}

	/**
	 * Powers the new meter up, and selects integers.
	 * @returns the fault; undefined: none
	 */
	begin(): Promise<string | undefined> {
		return this.#judged(async () => {
			await this.#meter.on([]);
			if ((await put(this.#meter, 1, "dataType", 2)) !== true)
				throw new LifeFault("the new meter does not take a setting");
			const observed = await observe(this.#meter, 1, 0x7000);
			this.#cuts.checksum = observed?.get("calibrationChecksum") ?? 0;
		});
	}

	/** Takes the supply away for good. */
	async end(): Promise<void> {
		await this.#meter.off();
	}

	/**
	 * Performs an event.
	 * @returns the fault; undefined: none
	 */
	live(event: LifeEvent): Promise<string | undefined> {
		return this.#judged(async () => {
			this.#unsure = undefined;
			await this.#perform(event);
			if (!this.#meter.running) await this.#lose();
		});
	}

	/** Does something; returns the fault, if there was one. */
	async #judged(work: () => Promise<void>): Promise<string | undefined> {
		try {
			await work();
			return undefined;
		} catch (error) {
			if (FAULTS.some((fault) => error instanceof fault)) return (error as Error).message;
			throw error;
		}
	}

	/** The supply has gone in an operation of the flash chip. */
	async #lose(): Promise<void> {
		await this.#cycle({ warned: false, ...(this.#unsure && { unsure: this.#unsure }) });
	}

	async #cycle(outage: Omit<Outage, "sagged">): Promise<void> {
		this.#steady = undefined;
		await this.#cuts.cycle({ ...outage, sagged: this.#sinceSagS < SAVED_S });
		this.#sinceSagS = Number.POSITIVE_INFINITY;
		this.#changes.allowance = COMMITS;
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
				return this.#changes.write(event);
			case "frame":
				return this.#changes.send(event);
			case "voltage":
				this.seconds += await this.#voltages.leaveLimits(event);
				return;
			case "calibrate":
				return this.#changes.calibrate(event.gains);
			case "input":
				if (event.level !== this.#truth.input) this.#changes.allowance--;
				this.#truth.unsavedTariff = this.#truth.settings.tariff;
				this.#truth.followInput(event.level);
				return meter.input(Pin.TARIFF_INPUT, event.level);
			case "seal":
				return this.#changes.seal(event.open);
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
				this.#sinceSagS = 0;
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
				// The next start reports nothing of it.
				return this.#cut(true, {});
		}
	}

	/** Cuts the supply, with a warning or without; one that is due earlier comes first. */
	async #cut(warned: boolean, how: Omit<Outage, "warned" | "sagged">): Promise<void> {
		const meter = this.#meter;
		if (warned) {
			const before = statisticsIn(meter.chip.image);
			await meter.warn();
			await meter.pass(WARNED_FRAMES);
			if (meter.running && statisticsIn(meter.chip.image) === before)
				throw new LifeFault("the statistics are not stored after a warning");
		}
		if (meter.running) await this.#cycle({ warned, ...how });
		else await this.#lose();
	}

	async #measure(load: LifeLoad, windows: number, frames: number, lost = 0): Promise<void> {
		const seconds = frames / FRAME_RATE_HZ;
		const window = windowOf(load, frames, this.#truth.gains, lost);
		const done = await this.#meter.windows(window, frames, windows);
		this.#truth.meter(load, done, seconds);
		const settled = done * seconds >= SETTLED_S;
		this.#truth.directions.pass(load, this.#truth.settings.wiring, settled);
		if (settled) this.#truth.unsavedTariff = undefined;
		this.seconds += done * seconds;
		this.#sinceSagS += done * seconds;
		this.#changes.pass(done * seconds);
		if (!this.#meter.running) this.#unsure = { load, seconds };
		else if (settled) this.#steady = load;
	}

	async #loseFrames(frames: number): Promise<void> {
		await this.#measure(NO_LOAD, 1, COARSE_FRAMES, frames);
		this.#lostFrames += frames;
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
		const fault = this.#voltages.countFault(observed);
		if (fault) throw new LifeFault(fault);
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
		const request = CHARACTERISTICS.findIndex(({ name }) => name === "request");
		await meter.radio(ToBoard.BLE_CONNECTION, Uint8Array.of(0, 23, 0));
		await meter.radio(ToBoard.BLE_WRITE, Uint8Array.of(0, request, ...bytes));
		for (let i = 0; i < CHARACTERISTICS.length; i++)
			await meter.radio(ToBoard.BLE_READ, Uint8Array.of(0, i));
		await meter.pass(FRAME_RATE_HZ / 10);
		await meter.radio(ToBoard.BLE_CONNECTION, Uint8Array.of(0, 0, 0));
	}
}
