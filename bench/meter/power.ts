/**
 * The supply of a meter's board, and the engine that lives from power-up to power cut.
 *
 *     off ──▶ starting ──▶ running ──warned──▶ stopping ──hold-up is over──▶ off
 *
 * A power cut leads from each state to off, an engine that ends by itself to failed.
 */
import { Pin } from "../../boards/virtual/link.ts";
import { HOLD_UP_MS } from "../../src/board.ts";
import { reasonOf } from "../fault.ts";
import { FRAME_RATE_HZ } from "../source.ts";
import { Deferred } from "./deferred.ts";
import type { Engine, EngineEvents } from "./engine.ts";
import type { MeterOptions } from "./options.ts";
import { framesIn, type Pacer } from "./pacer.ts";
import { PowerIsOff } from "./power-is-off.ts";

const HOLD_UP_FRAMES = framesIn(HOLD_UP_MS / 1000);

interface Off {
	readonly name: "off";
}

/** The engine is there, its firmware does not run yet. */
interface Starting {
	readonly name: "starting";
	readonly engine: Engine;
	readonly started: Deferred;
}

export interface Running {
	readonly name: "running";
	readonly engine: Engine;
	/** Settles when the time has passed that the firmware took to start. */
	readonly started: Deferred;
	/** Byte codes and frame at which the firmware started. */
	readonly byteCodes: number;
	readonly frame: number;
}

/** The firmware was warned and lives through its hold-up time. */
interface Stopping {
	readonly name: "stopping";
	readonly engine: Engine;
	readonly stopped: Deferred;
	/** Somebody wants the supply back as soon as it is off. */
	wanted: Deferred | undefined;
}

/** The engine has ended by itself. */
interface Failed {
	readonly name: "failed";
	/** Completes "the engine ...". */
	readonly reason: string;
}

type State = Off | Starting | Running | Stopping | Failed;

const OFF: Off = { name: "off" };

/** Events of the board's peripherals. */
export type PeripheralEvents = Omit<
	EngineEvents,
	"onReady" | "onDone" | "onSupplyLost" | "onRestart" | "onEnd"
>;

/** Parts that depend on the supply. */
export interface Peripherals {
	/** Sets the input pins before the supply comes up. */
	beforePowerUp(): void;
	/** The supply has gone. */
	afterPowerDown(): void;
	readonly events: PeripheralEvents;
}

export class Power {
	readonly #options: MeterOptions;
	readonly #pacer: Pacer;
	readonly #peripherals: Peripherals;
	/** Input pins that are high. */
	readonly #highPins = new Set<number>();
	#state: State = OFF;
	#startUpSeconds = 0;
	/** Reason that the board gave for its restart; 0: the next power-up is none. */
	#restartReason = 0;
	#baseFrame = 0;

	constructor(options: MeterOptions, pacer: Pacer, peripherals: Peripherals) {
		this.#options = options;
		this.#pacer = pacer;
		this.#peripherals = peripherals;
	}

	/** True if the supply is on. */
	get isOn(): boolean {
		return this.#engine !== undefined;
	}

	/** The engine and its start, if its firmware runs and has not been warned. */
	get running(): Running | undefined {
		return this.#state.name === "running" ? this.#state : undefined;
	}

	/** Frames given at power-up: an engine counts from there. */
	get baseFrame(): number {
		return this.#baseFrame;
	}

	/** Meter time that the firmware took at the last power-up until it metered. */
	get startUpSeconds(): number {
		return this.#startUpSeconds;
	}

	/**
	 * Switches the supply on; done when the firmware runs.
	 * @throws PowerIsOff when the supply is cut first, Error when the engine has ended by itself
	 */
	async on(): Promise<void> {
		const state = this.#state;
		if (state.name === "off") return this.#start();
		if (state.name === "failed") throw new Error(`the engine ${state.reason}`);
		if (state.name !== "stopping") return state.started.promise;
		state.wanted ??= new Deferred();
		return state.wanted.promise;
	}

	/**
	 * Takes the supply away; done when nothing is left of the engine.
	 * @param warning true: the firmware is warned and has the hold-up time, in which the front end
	 *   delivers nothing; false: at once
	 */
	async off(warning: boolean): Promise<void> {
		const state = this.#state;
		if (warning && state.name === "running") return this.#holdUp(state.engine);
		if (warning && state.name === "stopping") return state.stopped.promise;
		return this.#cut();
	}

	/** True if an input pin is high. */
	isHigh(pin: number): boolean {
		return this.#highPins.has(pin);
	}

	/** Puts a level on an input pin; while the supply is off, the next engine gets it. */
	input(pin: number, high: boolean): void {
		if (this.#highPins.has(pin) === high) return;
		if (high) this.#highPins.add(pin);
		else this.#highPins.delete(pin);
		this.#engine?.input(pin, high ? 1 : 0);
	}

	get #engine(): Engine | undefined {
		return "engine" in this.#state ? this.#state.engine : undefined;
	}

	async #start(): Promise<void> {
		const { powerUp } = this.#options;
		const identity = { ...this.#options.identity, restartReason: this.#restartReason };
		this.#restartReason = 0;
		this.#baseFrame = this.#pacer.frames;
		this.#peripherals.beforePowerUp();
		const started = new Deferred();
		try {
			const engine = powerUp(identity, this.#events(), [...this.#highPins]);
			this.#state = { name: "starting", engine, started };
		} catch (error) {
			this.#ended(`could not be started: ${reasonOf(error)}`);
			throw error;
		}
		return started.promise;
	}

	/** Frames that the engine tells count from power-up. */
	#events(): EngineEvents {
		return {
			...this.#peripherals.events,
			onReady: (frames) => void this.#ready(frames),
			onDone: (frame, timerFrames) => this.#pacer.dealtWith(this.#baseFrame + frame, timerFrames),
			onSupplyLost: () => void this.#cut(),
			onRestart: (reason, words) => this.#restarted(reason, words),
			onEnd: (reason) => this.#ended(reason),
		};
	}

	/**
	 * The firmware runs; it took `frames` to start, and deals with the time since then at once.
	 */
	async #ready(frames: number): Promise<void> {
		const state = this.#state;
		if (state.name !== "starting") return;
		const { engine, started } = state;
		this.#startUpSeconds = frames / FRAME_RATE_HZ;
		try {
			const { byteCodes } = await engine.stats();
			if (this.#state !== state) return;
			this.#state = { name: "running", engine, started, byteCodes, frame: this.#pacer.frames };
			this.#pacer.run(engine);
			if (frames > 0) await this.#pacer.advance(frames);
			started.resolve();
		} catch (error) {
			started.reject(error);
		}
	}

	#holdUp(engine: Engine): Promise<void> {
		this.#pacer.catchUp();
		this.#pacer.rest();
		const stopping: Stopping = {
			name: "stopping",
			engine,
			stopped: new Deferred(),
			wanted: undefined,
		};
		this.#state = stopping;
		const { chip } = this.#options;
		if (chip) chip.supplyEnds = this.#pacer.frames - this.#baseFrame + HOLD_UP_FRAMES;
		this.input(Pin.POWER_FAIL, true);
		this.#pacer.pass(engine, HOLD_UP_FRAMES).then(() => this.#endHoldUp(stopping));
		return stopping.stopped.promise;
	}

	/** The hold-up time is over, or the board needs no more of it. */
	#endHoldUp(stopping: Stopping): void {
		if (this.#state !== stopping) return;
		const { wanted } = stopping;
		stopping.wanted = undefined;
		this.#cut();
		if (wanted) this.#start().then(wanted.resolve, wanted.reject);
	}

	#cut(): Promise<void> {
		if (this.#state.name === "failed") return Promise.resolve();
		const gone = this.#engine?.kill() ?? Promise.resolve();
		this.#turnOff(OFF, new PowerIsOff(), gone);
		return gone;
	}

	/**
	 * Leaves any state.
	 * @param gone settles when nothing is left of the engine
	 */
	#turnOff(next: Off | Failed, reason: Error, gone: Promise<void>): void {
		const state = this.#state;
		this.#state = next;
		this.#pacer.rest();
		this.#highPins.delete(Pin.POWER_FAIL);
		if (state.name === "starting") state.started.reject(reason);
		if (state.name === "stopping") {
			state.wanted?.reject(reason);
			gone.then(state.stopped.resolve);
		}
		this.#peripherals.afterPowerDown();
		this.#pacer.stop();
	}

	/** The board has restarted by itself: starts a new engine, unless the supply is going off. */
	#restarted(reason: number, words: string): void {
		this.#options.onTrace(`restarted by itself: ${words}`);
		if (this.#state.name === "stopping") {
			this.#endHoldUp(this.#state);
			return;
		}
		this.#cut();
		this.#restartReason = reason;
		// A start that fails is told as the engine's end.
		this.#start().catch(() => {});
	}

	#ended(reason: string): void {
		this.#turnOff({ name: "failed", reason }, new Error(`the engine ${reason}`), Promise.resolve());
		this.#options.onEnd(reason);
	}
}
