/** A virtual meter: what stands at its terminals, its front end, and the engine that runs its firmware. */
import { MAXIMUM_FRAMES, NO_TIMER, Pin, Port } from "../../boards/virtual/link.ts";
import { Radio } from "../ble/radio.ts";
import { Lcd } from "../display/lcd.ts";
import type { Chip } from "../flash/chip.ts";
import { FRAME_RATE_HZ, type Source } from "../source.ts";
import type { Engine, EngineEvents, EngineFigures, EngineStats } from "./engine.ts";
import { Feed } from "./feed.ts";
import { Marks } from "./marks.ts";
import type { MeterOptions } from "./options.ts";
import { Outputs } from "./outputs.ts";
import { LONGEST_DEBT, Pace } from "./pace.ts";
import { MeterPort } from "./port.ts";
import { PowerIsOff } from "./power-is-off.ts";

/** Frames in a block while nobody waits for a moment inside it: 20 ms. */
const IDLE_BLOCK = 80;

/** Parities by their number in the byte link's SERIAL. */
const PARITIES = ["none", "even", "odd"] as const;

/** Frames that the supply lasts after its warning: 50 ms, what the firmware may count on (src/board.ts). */
const HOLD_UP = 200;

/** Messages that may be under way to the engine at full speed, so that it never waits for the bench. */
const IN_FLIGHT = 3;

/** Frames that lie between two steps of drawing at most, and some more: 30 ms. */
const BETWEEN_STEPS = (30 * FRAME_RATE_HZ) / 1000;

/** See the file's head. Its time is the number of frames it was given while it was powered. */
export class Meter {
	/** What stands at the terminals, and the truth about it. */
	readonly source: Source;
	/** What the meter is given of it. */
	readonly feed: Feed;
	/** What the LED and the S0 outputs have told. */
	readonly outputs = new Outputs();
	readonly lcd = new Lcd();
	readonly rs485 = new MeterPort(this, Port.RS485);
	readonly mbus = new MeterPort(this, Port.MBUS);
	readonly radio = new Radio(this);
	/** Meter time that the firmware took at the last power-up until it metered. */
	startUpSeconds = 0;
	readonly #options: MeterOptions;
	/** Input pins that are high. */
	readonly #high = new Set<number>();
	readonly #marks = new Marks();
	readonly #pace: Pace | undefined;
	/**
	 * Goes behind `#pace` while the chunks of one request come; its debt is paid when the exchange is over.
	 * Never slower than the clock: a master waits no longer for a meter that crawls.
	 */
	readonly #exchangePace: Pace | undefined;
	#engine: Engine | undefined;
	/** The supply is going off. */
	#ending: Promise<void> | undefined;
	#starting: Promise<void> | undefined;
	#abortStart: ((reason: Error) => void) | undefined;
	#ready = false;
	#given = 0;
	/** Why the next power-up is none; 0: it is one. */
	#restartReason = 0;
	/** Frames given at power-up. */
	#base = 0;
	/** Frames given when something of the display changed last. */
	#drawn = Number.NEGATIVE_INFINITY;
	/** Frame at which the firmware's next timer is due. */
	#nextTimer = Number.POSITIVE_INFINITY;
	/** Frame up to which the meter runs at full speed. */
	#sprintEnd = 0;
	#sprinting = false;
	#cancelWake: (() => void) | undefined;
	/** Byte codes and frames when the firmware had just started. */
	#start = { byteCodes: 0, frames: 0 };

	constructor(options: MeterOptions) {
		this.#options = options;
		this.source = options.source;
		if (options.chip) options.chip.onCut = () => void this.#cut();
		this.feed = new Feed(options.source, options.converter);
		if (options.speed === Number.POSITIVE_INFINITY) {
			this.#sprintEnd = Number.POSITIVE_INFINITY;
			this.#sprinting = true;
			return;
		}
		this.#pace = new Pace(options.speed);
		this.#exchangePace = new Pace(Math.max(1, options.speed));
	}

	/** 0..99999999. */
	get serialNumber(): number {
		return this.#options.identity.serialNumber;
	}

	/** Whether the supply is on. */
	get powered(): boolean {
		return this.#engine !== undefined;
	}

	/** Frames given since the first power-up. */
	get frames(): number {
		return this.#given;
	}

	/** Meter time in seconds; stands still while the supply is off. */
	get seconds(): number {
		return this.#given / FRAME_RATE_HZ;
	}

	/** Whether the display is being drawn, which the firmware does in steps: something of it has just changed. */
	get drawing(): boolean {
		return this.powered && this.#given - this.#drawn < BETWEEN_STEPS;
	}

	/** Whether the calibration seal is open. */
	get sealOpen(): boolean {
		return this.#high.has(Pin.SEAL);
	}

	set sealOpen(open: boolean) {
		if (this.#ready) this.#catchUp();
		this.#input(Pin.SEAL, open);
	}

	/** Whether it runs as fast as it can now, so that its time has nothing to do with the clock's. */
	get hurried(): boolean {
		return this.#sprinting;
	}

	/** Switches the supply on; done when the firmware runs. */
	powerOn(): Promise<void> {
		this.#starting ??= this.#ending ? this.#ending.then(() => this.#powerUp()) : this.#powerUp();
		return this.#starting;
	}

	/**
	 * Takes the supply away; done when nothing is left of the engine.
	 * @param warning whether the firmware is warned and has the hold-up time of meter time, in which the front end
	 *   delivers nothing; otherwise at once
	 */
	powerOff(warning = false): Promise<void> {
		const engine = this.#engine;
		if (!warning || !engine || !this.#ready) return this.#cut();
		this.#ending ??= this.#holdUp(engine).then(() => this.#cut());
		return this.#ending;
	}

	/** What is stored on the board; undefined: it has no flash. */
	get chip(): Chip | undefined {
		return this.#options.chip;
	}

	/**
	 * Touches a button's pad or lets it go, now.
	 * @throws PowerIsOff
	 */
	touch(pad: number, down: boolean): void {
		if (!this.#engine || !this.#ready) throw new PowerIsOff();
		this.#catchUp();
		this.#engine.touch(pad, down);
	}

	/** See {@link MeterPort.receive}. */
	deliver(port: number, bytes: Uint8Array, continued: boolean): void {
		if (!this.#engine || !this.#ready) return;
		if (!continued) this.#catchUp();
		this.#exchangePace?.restart(this.#options.clock.now(), this.#given);
		this.#engine.received(port, bytes);
	}

	/** See {@link RadioOwner}. */
	tellRadio(type: number, payload: Uint8Array): boolean {
		if (!this.#engine || !this.#ready) return false;
		this.#catchUp();
		this.#engine.radio(type, payload);
		return true;
	}

	/**
	 * Calls back when the meter has dealt with `frames` more frames: with true then, with false when its supply
	 * goes off before. Returns the withdrawal.
	 * @param precise whether the firmware's own timers matter to a fraction of a millisecond until then
	 */
	after(frames: number, callback: (reached: boolean) => void, precise = true): () => void {
		const withdraw = this.#marks.add(this.#given + frames, callback, precise);
		this.#pump();
		return withdraw;
	}

	/** Runs that many seconds of meter time as fast as possible, after those that are already being run. */
	advance(seconds: number): Promise<void> {
		if (!this.#ready) return Promise.reject(new PowerIsOff());
		return new Promise((resolve, reject) => {
			const from = this.#pace ? Math.max(this.#sprintEnd, this.#given) : this.#given;
			const end = from + Math.round(seconds * FRAME_RATE_HZ);
			this.#marks.add(end, (reached) => (reached ? resolve() : reject(new PowerIsOff())));
			if (this.#pace) this.#sprintEnd = end;
			this.#sprinting = true;
			this.#pump();
		});
	}

	/** Figures of the engine; zeros while the supply is off. */
	async figures(): Promise<EngineFigures> {
		if (!this.#engine || !this.#ready)
			return { heapBytes: 0, peakHeapBytes: 0, bytecodesPerSecond: 0 };
		const start = this.#start;
		const frames = this.#given - start.frames;
		const { byteCodes, heapBytes, peakHeapBytes } = await this.#engine.stats();
		const perFrame = frames > 0 ? (byteCodes - start.byteCodes) / frames : 0;
		return { heapBytes, peakHeapBytes, bytecodesPerSecond: Math.round(perFrame * FRAME_RATE_HZ) };
	}

	async #cut(): Promise<void> {
		const gone = this.#engine?.kill();
		this.#off();
		await gone;
	}

	#holdUp(engine: Engine): Promise<void> {
		this.#catchUp();
		this.#ready = false;
		this.#starting = undefined;
		if (this.chip) this.chip.supplyEnds = this.#given - this.#base + HOLD_UP;
		this.#input(Pin.POWER_FAIL, true);
		this.#given += HOLD_UP;
		engine.pass(HOLD_UP);
		return new Promise((resolve) => this.#marks.add(this.#given, () => resolve()));
	}

	#powerUp(): Promise<void> {
		const { powerUp, clock } = this.#options;
		const identity = { ...this.#options.identity, restartReason: this.#restartReason };
		this.#restartReason = 0;
		this.#base = this.#given;
		this.feed.restart();
		this.#input(Pin.TARIFF_INPUT, this.source.tariffInput);
		return new Promise((resolve, reject) => {
			this.#abortStart = reject;
			const events: EngineEvents = {
				onReady: (frames) => {
					this.startUpSeconds = frames / FRAME_RATE_HZ;
					engine
						.stats()
						.then((stats) => this.#firmwareRuns(stats, clock.now()))
						.then(resolve, reject);
				},
				onDone: (done, next) => this.#dealtWith(this.#base + done, next),
				onTransmit: (frames, port, bytes) => {
					this.#port(port)?.transmitted(this.#base + frames, bytes);
				},
				onOutput: (frames, pin, level) => this.outputs.change(this.#base + frames, pin, level),
				onLcd: (page, column, bytes) => {
					this.#drawn = this.#given;
					this.lcd.write(page, column, bytes);
				},
				onBacklight: (on) => this.lcd.light(on),
				onSerial: (port, parity, baudRate) => {
					const opened = this.#port(port);
					if (opened) opened.settings = { baudRate, parity: PARITIES[parity] ?? "none" };
				},
				onRadio: (type, payload) => this.radio.fromFirmware(type, payload),
				onTrace: this.#options.onTrace,
				onRestart: (reason, words) => {
					this.#options.onTrace(`restarted by itself: ${words}`);
					if (this.#ending) {
						// Nothing is left to be started: its supply is going off.
						void this.#cut();
						return;
					}
					this.#restartReason = reason;
					this.#cut()
						.then(() => this.powerOn())
						.catch((error: Error) => this.#options.onEnd(error.message));
				},
				onEnd: (reason) => {
					this.#abortStart?.(new Error(`the engine ${reason}`));
					this.#off();
					this.#options.onEnd(reason);
				},
			};
			const engine = powerUp(identity, events, [...this.#high]);
			this.#engine = engine;
		});
	}

	#port(number: number): MeterPort | undefined {
		return number === Port.RS485 ? this.rs485 : number === Port.MBUS ? this.mbus : undefined;
	}

	/** Done when the time is over that the firmware took to start: what it was given meanwhile is dealt with at once. */
	async #firmwareRuns(stats: EngineStats, now: number): Promise<void> {
		this.#start = { byteCodes: stats.byteCodes, frames: this.#given };
		this.#nextTimer = Number.POSITIVE_INFINITY;
		this.#restartPace(now);
		this.#ready = true;
		this.#pump();
		if (this.startUpSeconds > 0) await this.advance(this.startUpSeconds);
	}

	#off(): void {
		this.outputs.off();
		this.lcd.off();
		this.#engine = undefined;
		this.#ending = undefined;
		this.#high.delete(Pin.POWER_FAIL);
		this.#abortStart?.(new PowerIsOff());
		this.#abortStart = undefined;
		this.#starting = undefined;
		this.#ready = false;
		this.radio.off();
		this.#cancelWake?.();
		if (this.#pace) {
			this.#sprintEnd = this.#given;
			this.#sprinting = false;
		}
		this.#marks.abandon();
	}

	#dealtWith(done: number, next: number): void {
		this.#nextTimer = next === NO_TIMER ? Number.POSITIVE_INFINITY : done + next;
		this.#marks.reach(done);
		this.#pump();
	}

	#give(engine: Engine, frames: number): void {
		this.#input(Pin.TARIFF_INPUT, this.source.tariffInput);
		this.feed.give(engine, frames);
		this.#given += frames;
	}

	/** Puts a level on a pin; while the supply is off, the next engine gets it. */
	#input(pin: number, high: boolean): void {
		if (this.#high.has(pin) === high) return;
		if (high) this.#high.add(pin);
		else this.#high.delete(pin);
		this.#engine?.input(pin, high ? 1 : 0);
	}

	/** Gives what is due, whole frames, so that what happens now happens at the right meter time. */
	#catchUp(): void {
		if (!this.#engine || !this.#pace || this.#sprinting) return;
		const now = this.#options.clock.now();
		this.#dropDebt(this.#pace, now);
		let due = this.#pace.due(now) - this.#given;
		for (; due > 0; due -= MAXIMUM_FRAMES) this.#give(this.#engine, Math.min(due, MAXIMUM_FRAMES));
	}

	/** Leaves out what there is no catching up with. */
	#dropDebt(pace: Pace, now: number): void {
		const debt = pace.debt(now, this.#given);
		if (debt <= LONGEST_DEBT) return;
		this.#restartPace(now);
		this.#options.onLate(debt / 1000);
	}

	#restartPace(now: number): void {
		this.#pace?.restart(now, this.#given);
		this.#exchangePace?.restart(now, this.#given);
	}

	/** Gives the engine what it is time to give, and sees to it that the next turn comes. */
	#pump(): void {
		if (!this.#engine || !this.#ready) return;
		if (this.#sprinting) this.#sprint(this.#engine);
		if (this.#sprinting || !this.#pace || !this.#exchangePace) return;
		this.#dropDebt(this.#pace, this.#options.clock.now());
		this.#walk(this.#engine, this.#exchanging ? this.#exchangePace : this.#pace);
	}

	#sprint(engine: Engine): void {
		while (engine.outstanding < IN_FLIGHT && this.#given < this.#sprintEnd)
			this.#give(engine, Math.min(MAXIMUM_FRAMES, this.#sprintEnd - this.#given));
		if (engine.outstanding > 0) return;
		this.#sprinting = false;
		this.#restartPace(this.#options.clock.now());
	}

	#walk(engine: Engine, pace: Pace): void {
		this.#cancelWake?.();
		const precise = this.#marks.firstPrecise !== Number.POSITIVE_INFINITY;
		const moment = Math.min(
			this.#marks.first,
			precise ? this.#nextTimer : Number.POSITIVE_INFINITY,
		);
		const wanted = Math.min(IDLE_BLOCK, Math.max(1, moment - this.#given));
		let backlog = pace.due(this.#options.clock.now()) - this.#given;
		const limit = backlog > MAXIMUM_FRAMES && !this.#exchanging ? IN_FLIGHT : 1;
		while (backlog >= wanted && engine.outstanding < limit) {
			// An exchange goes step by step, so that being late does not change what happens in meter time.
			const frames = this.#exchanging ? wanted : Math.min(backlog, MAXIMUM_FRAMES);
			this.#give(engine, frames);
			backlog -= frames;
		}
		// What is under way comes back and leads here again.
		if (engine.outstanding > 0) return;
		const soon = precise && moment - this.#given <= IDLE_BLOCK;
		this.#cancelWake = this.#options.clock.wake(pace.timeOf(this.#given + wanted), soon, () =>
			this.#pump(),
		);
	}

	/** Whether somebody waits for a moment in meter time. */
	get #exchanging(): boolean {
		return this.#marks.first !== Number.POSITIVE_INFINITY;
	}
}
