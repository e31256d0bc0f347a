/**
 * Feeds an engine: gives it frames when the clock says that they are due, or as fast as it can deal
 * with them. Meter time is the number of frames given.
 *
 *     resting ──run──▶ walking ◀──▶ sprinting
 *        ▲                │              │
 *        └──────rest──────┴──────────────┘
 */
import { MAXIMUM_FRAMES, NO_TIMER } from "../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../source.ts";
import type { Clock } from "./clock.ts";
import type { Engine } from "./engine.ts";
import { Marks } from "./marks.ts";
import { LONGEST_DEBT_MS, Pace } from "./pace.ts";
import { PowerIsOff } from "./power-is-off.ts";

/** Block while nobody waits for a moment inside it: 20 ms. */
const IDLE_BLOCK_FRAMES = 80;

/** Messages under way to the engine at full speed: enough for it never to wait for the bench. */
const MESSAGES_IN_FLIGHT = 3;

const NEVER = Number.POSITIVE_INFINITY;

/** Parts that a pacer works with. */
export interface PacerOptions {
	readonly clock: Clock;
	/** Meter seconds per second; Infinity: as fast as possible. */
	readonly speed: number;
	/** Gives the engine the next frames, at most MAXIMUM_FRAMES. */
	give(engine: Engine, frames: number): void;
	/** The machine was too slow or suspended: that many seconds are left out. */
	onLate(seconds: number): void;
}

/** How frames become due. */
interface Paces {
	readonly clock: Pace;
	/**
	 * Later than `clock` while the chunks of one request arrive; the meter catches up after the
	 * exchange. Never slower than real time: a client waits no longer for a meter that crawls.
	 */
	readonly exchange: Pace;
}

/** No frame is given: no engine, or its firmware does not run. */
interface Resting {
	readonly name: "resting";
}

/** Frames are given when they are due. */
interface Walking {
	readonly name: "walking";
	readonly engine: Engine;
	readonly paces: Paces;
}

/** Frames are given as fast as the engine deals with them. */
interface Sprinting {
	readonly name: "sprinting";
	readonly engine: Engine;
	/** Frame at which the sprint ends; Infinity: never. */
	readonly endFrame: number;
}

type State = Resting | Walking | Sprinting;

const RESTING: Resting = { name: "resting" };

export class Pacer {
	readonly #options: PacerOptions;
	readonly #marks = new Marks();
	/** Undefined: the meter always sprints. */
	readonly #paces: Paces | undefined;
	#state: State = RESTING;
	#given = 0;
	/** Frame at which the firmware's next timer is due. */
	#timerFrame = NEVER;
	#cancelWake: () => void = () => {};

	constructor(options: PacerOptions) {
		const { speed } = options;
		this.#options = options;
		this.#paces =
			speed === Number.POSITIVE_INFINITY
				? undefined
				: { clock: new Pace(speed), exchange: new Pace(Math.max(1, speed)) };
	}

	/** Meter time: frames given so far. */
	get frames(): number {
		return this.#given;
	}

	/** True if the meter runs as fast as it can, so that its time is not the clock's. */
	get hurried(): boolean {
		return this.#paces === undefined || this.#state.name === "sprinting";
	}

	/** Feeds an engine whose firmware has just started. */
	run(engine: Engine): void {
		this.#timerFrame = NEVER;
		this.#restartPaces();
		this.#state = this.#paces
			? { name: "walking", engine, paces: this.#paces }
			: { name: "sprinting", engine, endFrame: NEVER };
		this.#pump();
	}

	/** Gives no more frames; those who wait for a moment still wait. */
	rest(): void {
		this.#state = RESTING;
		this.#cancelWake();
	}

	/** Gives no more frames, and tells those who wait for a moment that it never comes. */
	stop(): void {
		this.rest();
		this.#marks.abandon();
	}

	/**
	 * Acts on the engine at the present moment of meter time.
	 * @returns false if the firmware does not run: the action is left out then
	 */
	act(action: (engine: Engine) => void): boolean {
		const state = this.#state;
		if (state.name === "resting") return false;
		this.catchUp();
		action(state.engine);
		return true;
	}

	/**
	 * Hands over a request, or a chunk of one, and starts the time of the exchange.
	 * @param continued true if the chunk follows the last one without a gap: no time passes
	 */
	exchange(continued: boolean, action: (engine: Engine) => void): void {
		const state = this.#state;
		if (state.name === "resting") return;
		if (!continued) this.catchUp();
		this.#paces?.exchange.restart(this.#options.clock.now(), this.#given);
		action(state.engine);
	}

	/** Gives the whole frames that are due, so that an event of now gets the right meter time. */
	catchUp(): void {
		const state = this.#state;
		if (state.name !== "walking") return;
		const nowMs = this.#options.clock.now();
		this.#dropDebt(state.paces, nowMs);
		let due = state.paces.clock.due(nowMs) - this.#given;
		for (; due > 0; due -= MAXIMUM_FRAMES) this.#give(state.engine, Math.min(due, MAXIMUM_FRAMES));
	}

	/**
	 * Lets frames pass in which the front end delivers nothing; done when they have passed or
	 * never will.
	 */
	pass(engine: Engine, frames: number): Promise<void> {
		this.#given += frames;
		engine.pass(frames);
		return new Promise((resolve) => this.#marks.add(this.#given, () => resolve()));
	}

	/**
	 * Calls back when the engine has dealt with `frames` more frames: with true then, with false
	 * when the pacer stops first. Returns a function that cancels it.
	 * @param precise true if the firmware's own timers matter to a fraction of a millisecond until
	 *   then
	 */
	after(frames: number, callback: (reached: boolean) => void, precise: boolean): () => void {
		const cancel = this.#marks.add(this.#given + frames, callback, precise);
		this.#pump();
		return cancel;
	}

	/**
	 * Gives `frames` frames as fast as possible, after a sprint that is under way.
	 * @throws PowerIsOff when the firmware does not run, or stops before the end
	 */
	async advance(frames: number): Promise<void> {
		const state = this.#state;
		if (state.name === "resting") throw new PowerIsOff();
		const sprintEnd = state.name === "sprinting" && this.#paces ? state.endFrame : this.#given;
		const endFrame = sprintEnd + frames;
		const reached = await new Promise<boolean>((resolve) => {
			this.#marks.add(endFrame, resolve);
			if (this.#paces) this.#state = { name: "sprinting", engine: state.engine, endFrame };
			this.#pump();
		});
		if (!reached) throw new PowerIsOff();
	}

	/**
	 * The engine has dealt with everything up to a frame.
	 * @param timerFrames frames from there to the firmware's next timer, or NO_TIMER
	 */
	dealtWith(frame: number, timerFrames: number): void {
		this.#timerFrame = timerFrames === NO_TIMER ? NEVER : frame + timerFrames;
		this.#marks.reach(frame);
		this.#pump();
	}

	#give(engine: Engine, frames: number): void {
		this.#options.give(engine, frames);
		this.#given += frames;
	}

	/** Skips the time that is too long ago to be caught up with. */
	#dropDebt(paces: Paces, nowMs: number): void {
		const debtMs = paces.clock.debtMs(nowMs, this.#given);
		if (debtMs <= LONGEST_DEBT_MS) return;
		this.#restartPaces();
		this.#options.onLate(debtMs / 1000);
	}

	#restartPaces(): void {
		const nowMs = this.#options.clock.now();
		this.#paces?.clock.restart(nowMs, this.#given);
		this.#paces?.exchange.restart(nowMs, this.#given);
	}

	/** Gives the engine the frames that are due, and sees to it that the next turn comes. */
	#pump(): void {
		if (this.#state.name === "sprinting") this.#sprint(this.#state);
		if (this.#state.name === "walking") this.#walk(this.#state);
	}

	#sprint({ engine, endFrame }: Sprinting): void {
		while (engine.outstanding < MESSAGES_IN_FLIGHT && this.#given < endFrame)
			this.#give(engine, Math.min(MAXIMUM_FRAMES, endFrame - this.#given));
		if (engine.outstanding > 0 || !this.#paces) return;
		this.#state = { name: "walking", engine, paces: this.#paces };
		this.#restartPaces();
	}

	#walk({ engine, paces }: Walking): void {
		const { clock } = this.#options;
		this.#dropDebt(paces, clock.now());
		this.#cancelWake();
		// Somebody waits for a moment in meter time.
		const exchanging = this.#marks.first !== NEVER;
		const pace = exchanging ? paces.exchange : paces.clock;
		const precise = this.#marks.firstPrecise !== NEVER;
		const moment = Math.min(this.#marks.first, precise ? this.#timerFrame : NEVER);
		const wanted = Math.min(IDLE_BLOCK_FRAMES, Math.max(1, moment - this.#given));
		let backlog = pace.due(clock.now()) - this.#given;
		const limit = backlog > MAXIMUM_FRAMES && !exchanging ? MESSAGES_IN_FLIGHT : 1;
		while (backlog >= wanted && engine.outstanding < limit) {
			// An exchange goes step by step, so that lateness does not change its meter time.
			const frames = exchanging ? wanted : Math.min(backlog, MAXIMUM_FRAMES);
			this.#give(engine, frames);
			backlog -= frames;
		}
		// The engine's answer to what is under way leads here again.
		if (engine.outstanding > 0) return;
		const soon = precise && moment - this.#given <= IDLE_BLOCK_FRAMES;
		this.#cancelWake = clock.wake(pace.timeMs(this.#given + wanted), soon, () => this.#pump());
	}
}

/** Frames in that many seconds, rounded. */
export function framesIn(seconds: number): number {
	return Math.round(seconds * FRAME_RATE_HZ);
}
