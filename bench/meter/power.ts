/**
 * The supply of a meter's board, and the engine that lives from power-up to power cut.
 *
 *     off ──▶ starting ──▶ running ──warned──▶ stopping ──hold-up is over──▶ ending ──▶ off
 *
 * A power cut leads from starting, running and stopping to ending, an engine that ends by itself to
 * failed. From ending nothing but the end of the engine's process leads on, so there is never a
 * second engine on the board's flash.
 */
import { Pin } from "../../boards/virtual/link.ts";
import { HOLD_UP_MS } from "../../src/board.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { reasonOf } from "../fault.ts";
import type { Engine, EngineEvents } from "./engine.ts";
import type { InputPins } from "./feed.ts";
import type { MeterOptions } from "./options.ts";
import { framesIn } from "./pace.ts";
import type { Pacer } from "./pacer.ts";
import {
	Deferred,
	type Ending,
	type Failed,
	OFF,
	type Running,
	type State,
	type Stopping,
} from "./power-state.ts";
import { PowerIsOff } from "./refusals.ts";

const HOLD_UP_FRAMES = framesIn(HOLD_UP_MS / 1000);

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
	/** Returns their events, for an engine that powers up. */
	events(): PeripheralEvents;
}

export class Power {
	readonly #options: MeterOptions;
	readonly #pacer: Pacer;
	readonly #pins: InputPins;
	readonly #peripherals: Peripherals;
	#state: State = OFF;
	#startUpSeconds = 0;
	#baseFrame = 0;

	constructor(options: MeterOptions, pacer: Pacer, pins: InputPins, peripherals: Peripherals) {
		this.#options = options;
		this.#pacer = pacer;
		this.#pins = pins;
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
		if (!("gone" in state)) return state.started.promise;
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
		if ("gone" in state) {
			state.wanted?.reject(new PowerIsOff());
			state.wanted = undefined;
		}
		if (state.name === "ending") state.restartReason = 0;
		if (warning && state.name === "running") return this.#holdUp(state);
		if (!warning || state.name === "starting") this.#cut();
		return "gone" in this.#state ? this.#state.gone.promise : undefined;
	}

	/**
	 * Calls back after `frames` more frames with true, or with false when the supply goes off first.
	 * Returns a function that cancels it.
	 * @param precise true if the firmware's own timers matter to a fraction of a millisecond until
	 *   then
	 */
	after(frames: number, callback: (reached: boolean) => void, precise: boolean): () => void {
		if (this.isOn) return this.#pacer.after(frames, callback, precise);
		const answer = setImmediate(callback, false);
		return () => clearImmediate(answer);
	}

	get #engine(): Engine | undefined {
		return "engine" in this.#state ? this.#state.engine : undefined;
	}

	async #start(restartReason = 0): Promise<void> {
		const { powerUp } = this.#options;
		const identity = { ...this.#options.identity, restartReason };
		this.#baseFrame = this.#pacer.frames;
		this.#peripherals.beforePowerUp();
		const started = new Deferred();
		try {
			const engine = powerUp(identity, this.#events(started), this.#pins.restart());
			this.#state = { name: "starting", engine, started };
		} catch (error) {
			this.#ended(`could not be started: ${reasonOf(error)}`);
			throw error;
		}
		return started.promise;
	}

	/**
	 * Events of the engine that `started` belongs to; frames that it tells count from power-up.
	 * Nobody listens to an engine that was killed.
	 */
	#events(started: Deferred): EngineEvents {
		const ifIts =
			<A extends readonly unknown[]>(handle: (...values: A) => void) =>
			(...values: A): void => {
				if ("engine" in this.#state && this.#state.started === started) handle(...values);
			};
		return {
			...this.#peripherals.events(),
			onReady: ifIts((frames: number) => void this.#ready(frames)),
			onDone: ifIts((frame: number, timerFrames: number) =>
				this.#pacer.dealtWith(this.#baseFrame + frame, timerFrames),
			),
			onSupplyLost: ifIts(() => this.#cut()),
			onRestart: ifIts((reason: number, words: string) => this.#restarted(reason, words)),
			onEnd: ifIts((reason: string) => this.#ended(reason)),
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
			this.#pins.tell(engine);
			this.#pacer.run(engine);
			if (frames > 0 && (await this.#pacer.advance(frames)) === "off") throw new PowerIsOff();
			started.resolve();
		} catch (error) {
			started.reject(error);
		}
	}

	#holdUp({ engine, started }: Running): Promise<void> {
		this.#pacer.catchUp();
		this.#pacer.rest();
		const gone = new Deferred();
		const stopping: Stopping = { name: "stopping", engine, started, gone, wanted: undefined };
		this.#state = stopping;
		const { chip } = this.#options;
		if (chip) chip.supplyEnds = this.#pacer.frames - this.#baseFrame + HOLD_UP_FRAMES;
		this.#pins.set(Pin.POWER_FAIL, true);
		this.#pins.tell(engine);
		this.#pacer.pass(engine, HOLD_UP_FRAMES).then(() => {
			if (this.#state === stopping) this.#cut();
		});
		return gone.promise;
	}

	/** Kills the engine, if there is one; somebody who wants another one gets it then. */
	#cut(): void {
		const state = this.#state;
		if (!("engine" in state)) return;
		const { gone, wanted } = state.name === "stopping" ? state : { gone: new Deferred() };
		const ending: Ending = { name: "ending", gone, wanted, restartReason: 0 };
		this.#leave(ending, new PowerIsOff());
		state.engine.kill().then(() => this.#gone(ending));
	}

	#gone({ gone, wanted, restartReason }: Ending): void {
		this.#state = OFF;
		gone.resolve();
		if (wanted) this.#start(restartReason).then(wanted.resolve, wanted.reject);
	}

	#leave(next: Ending | Failed, reason: Error): void {
		const state = this.#state;
		this.#state = next;
		this.#pins.set(Pin.POWER_FAIL, false);
		if (state.name === "starting") state.started.reject(reason);
		this.#pacer.stop();
		this.#peripherals.afterPowerDown();
	}

	/** The board has restarted by itself: starts a new engine, unless the supply is going off. */
	#restarted(reason: number, words: string): void {
		this.#options.onTrace(`restarted by itself: ${words}`);
		const isStopping = this.#state.name === "stopping";
		this.#cut();
		if (isStopping || this.#state.name !== "ending") return;
		this.#state.restartReason = reason;
		// A start that fails is told as the engine's end.
		this.#state.wanted = new Deferred();
	}

	#ended(reason: string): void {
		const state = this.#state;
		const error = new Error(`the engine ${reason}`);
		this.#leave({ name: "failed", reason }, error);
		if (state.name === "stopping") {
			state.wanted?.reject(error);
			state.gone.resolve();
		}
		this.#options.onEnd(reason);
	}
}
