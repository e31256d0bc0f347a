/**
 * Feeds an engine: gives it frames when the clock says that they are due, or as fast as it can deal
 * with them. Meter time is the number of frames given.
 *
 *     resting ──run──▶ walking ◀──▶ sprinting
 *        ▲                │              │
 *        └──────rest──────┴──────────────┘
 */
import { MAXIMUM_FRAMES, NO_TIMER } from "../../boards/virtual/link.ts";
import type { Engine } from "./engine.ts";
import { Actions, type AdvanceEnd, Advances, Hold, Marks } from "./moments.ts";
import { framesIn, LONGEST_CATCH_UP_FRAMES, Paces } from "./pace.ts";
import {
	type PacerOptions,
	RESTING,
	type Sprinting,
	type State,
	type Walking,
} from "./pacer-state.ts";

/** Block while nobody waits for a moment inside it: 20 ms. */
const BLOCK_FRAMES = framesIn(0.02);
/** The same while the firmware, too, has no timer inside it: 50 ms, in one message or in two. */
const IDLE_BLOCK_FRAMES = framesIn(0.05);

/**
 * Most messages under way to the engine: enough for it never to wait for the bench, and little
 * enough to have room in its input while it waits for its flash chip.
 */
const MESSAGES_IN_FLIGHT = 3;

const NEVER = Number.POSITIVE_INFINITY;

export class Pacer {
	readonly #options: PacerOptions;
	readonly #marks = new Marks();
	readonly #actions = new Actions();
	readonly #advances: Advances;
	/** Undefined: the meter always sprints. */
	readonly #paces: Paces | undefined;
	#state: State = RESTING;
	#given = 0;
	/** Frame at which the firmware's next timer is due. */
	#timerFrame = NEVER;
	#cancelWake: () => void = () => {};
	readonly #hold = new Hold();

	constructor(options: PacerOptions) {
		const { speed } = options;
		const isPaced = speed !== Number.POSITIVE_INFINITY;
		this.#options = options;
		this.#advances = new Advances(isPaced);
		this.#paces = isPaced ? new Paces(speed) : undefined;
	}

	/** Meter time: frames given so far. */
	get frames(): number {
		return this.#given;
	}

	/** The same with those that are given before the actions asked for so far. */
	get present(): number {
		return this.#actions.lastFrame ?? this.#given;
	}

	/** True if the meter runs as fast as it can, so that its time is not the clock's. */
	get hurried(): boolean {
		return this.#paces === undefined || this.#state.name === "sprinting";
	}

	/** Feeds an engine whose firmware has just started. */
	run(engine: Engine): void {
		this.#timerFrame = NEVER;
		this.#paces?.restart(this.#options.clock.now(), this.#given);
		this.#state = this.#paces
			? { name: "walking", engine, paces: this.#paces }
			: { name: "sprinting", engine };
		this.#pump();
	}

	/** Gives no more frames and does no more actions; those who wait for a moment still wait. */
	rest(): void {
		this.#state = RESTING;
		this.#cancelWake();
		this.#actions.abandon();
	}

	/** Gives no more frames, and tells those who wait for a moment that it never comes. */
	stop(): void {
		this.rest();
		this.#advances.abandon("off");
		this.#marks.abandon();
		this.#hold.settle(false);
	}

	/**
	 * Runs to a frame, at which meter time stands still until the next call; Infinity: it passes.
	 * @param hurried true: as fast as possible
	 * @returns true when the engine has dealt with all of it, false unless the firmware runs so long
	 */
	runTo(frame: number, hurried = false): Promise<boolean> {
		const reached = this.#hold.move(frame, hurried);
		const state = this.#state;
		if (state.name === "resting") this.#hold.settle(false);
		else if (hurried) this.#state = { name: "sprinting", engine: state.engine };
		this.#pump();
		return reached;
	}

	/**
	 * Acts on the engine at the present moment of meter time, as soon as it has got there.
	 * @returns true when that is done; false if the firmware does not run then: the action is left
	 *   out
	 */
	act(action: (engine: Engine) => void): Promise<boolean> {
		if (this.#state.name === "resting") return Promise.resolve(false);
		return this.#add(this.#dueFrame(this.#state), action);
	}

	/**
	 * Hands over a request, or a chunk of one, and starts the time of the exchange.
	 * @param continued true if the chunk follows the last one without a gap: no time passes
	 */
	exchange(continued: boolean, action: (engine: Engine) => void): void {
		if (this.#state.name === "resting") return;
		const frame = continued ? this.present : this.#dueFrame(this.#state);
		void this.#add(frame, (engine) => {
			this.#paces?.exchange.restart(this.#options.clock.now(), this.#given);
			action(engine);
		});
	}

	/** Gives the whole frames that are due, as far as there is room for them. */
	catchUp(): void {
		if (this.#state.name === "walking")
			this.#giveUntil(this.#state.engine, this.#dueFrame(this.#state));
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
		const cancel = this.#marks.add(this.present + frames, callback, precise);
		this.#pump();
		return cancel;
	}

	/**
	 * Gives `frames` frames as fast as possible, after those that others have asked for.
	 * @param signal withdraws the request
	 */
	async advance(frames: number, signal?: AbortSignal): Promise<AdvanceEnd> {
		const state = this.#state;
		if (state.name === "resting") return "off";
		const { end, withdraw } = this.#advances.add(frames, () => this.present);
		signal?.addEventListener("abort", withdraw);
		this.#state = { name: "sprinting", engine: state.engine };
		this.#pump();
		return end;
	}

	/** Frames that are left of all advances. */
	get advanceFrames(): number {
		return Math.max(0, (this.#advances.endFrame ?? 0) - this.present);
	}

	/** Ends all advances. */
	stopAdvances(): void {
		this.#advances.abandon("withdrawn");
	}

	/**
	 * The engine has dealt with everything up to a frame.
	 * @param timerFrames frames from there to the firmware's next timer, or NO_TIMER
	 */
	dealtWith(frame: number, timerFrames: number): void {
		this.#timerFrame = timerFrames === NO_TIMER ? NEVER : frame + timerFrames;
		this.#advances.reach(frame);
		this.#marks.reach(frame);
		this.#pump();
	}

	#give(engine: Engine, frames: number): void {
		const { feed, fastForward } = this.#options;
		fastForward.note(engine, frames);
		feed.give(engine, frames);
		this.#given += frames;
	}

	#dropDebt(paces: Paces, nowMs: number): void {
		const debtMs = paces.dropDebt(nowMs, this.#given);
		if (debtMs > 0) this.#options.onLate((debtMs / 1000) * this.#options.speed);
	}

	#add(frame: number, action: (engine: Engine) => void): Promise<boolean> {
		const done = this.#actions.add(frame, action);
		this.#pump();
		return done;
	}

	/** Frame at which an action of now takes place. */
	#dueFrame(state: Walking | Sprinting): number {
		if (state.name === "sprinting") return this.present;
		const nowMs = this.#options.clock.now();
		this.#dropDebt(state.paces, nowMs);
		const dueFrame = state.paces.clock.due(nowMs);
		const latestFrame = Math.min(this.#hold.frame, this.#given + LONGEST_CATCH_UP_FRAMES);
		return Math.max(this.present, Math.min(dueFrame, latestFrame));
	}

	/** Gives frames up to one, as far as there is room for them. */
	#giveUntil(engine: Engine, frame: number): void {
		const endFrame = Math.min(frame, this.#hold.frame);
		// Nobody waits for a moment, and the clock neither.
		const isFree = this.#state.name === "sprinting" && this.#marks.first === NEVER;
		while (engine.outstanding < MESSAGES_IN_FLIGHT && this.#given < endFrame) {
			const frames = endFrame - this.#given;
			const skipped = isFree ? this.#options.fastForward.give(engine, frames) : 0;
			if (skipped > 0) this.#given += skipped;
			else this.#give(engine, Math.min(MAXIMUM_FRAMES, frames));
		}
	}

	/** Does and gives what is due, and sees to it that the next turn comes. */
	#pump(): void {
		if (this.#state.name === "resting") return;
		const { engine } = this.#state;
		if (this.#doActions(engine)) {
			if (this.#state.name === "sprinting") this.#sprint(this.#state);
			if (this.#state.name === "walking") this.#walk(this.#state);
		}
		if (this.#given >= this.#hold.frame && engine.outstanding === 0) this.#hold.settle(true);
	}

	/** @returns false if some wait for the engine, whose next answer leads here again */
	#doActions(engine: Engine): boolean {
		for (;;) {
			const frame = this.#actions.firstFrame;
			if (frame === undefined) return true;
			this.#giveUntil(engine, frame);
			if (this.#given < frame || engine.outstanding >= MESSAGES_IN_FLIGHT) return false;
			this.#actions.run(engine);
		}
	}

	#sprint({ engine }: Sprinting): void {
		const hurriedFrame = Math.max(this.#advances.endFrame ?? 0, this.#hold.hurriedFrame);
		this.#giveUntil(engine, this.#paces ? hurriedFrame : NEVER);
		if (engine.outstanding > 0 || !this.#paces || hurriedFrame > this.#given) return;
		this.#state = { name: "walking", engine, paces: this.#paces };
		this.#paces?.restart(this.#options.clock.now(), this.#given);
	}

	#walk({ engine, paces }: Walking): void {
		const { clock } = this.#options;
		this.#dropDebt(paces, clock.now());
		this.#cancelWake();
		// Somebody waits for a moment in meter time.
		const exchanging = this.#marks.first !== NEVER;
		const pace = exchanging ? paces.exchange : paces.clock;
		const precise = this.#marks.firstPrecise !== NEVER;
		const timerFrame = precise ? this.#timerFrame : NEVER;
		const moment = Math.min(this.#marks.first, timerFrame, this.#hold.frame);
		if (this.#given >= this.#hold.frame) return;
		const idle = !exchanging && this.#timerFrame - this.#given > IDLE_BLOCK_FRAMES;
		const block = idle ? IDLE_BLOCK_FRAMES : BLOCK_FRAMES;
		const wanted = Math.min(block, Math.max(1, moment - this.#given));
		let backlog = Math.min(pace.due(clock.now()), this.#hold.frame) - this.#given;
		const limit = backlog > MAXIMUM_FRAMES && !exchanging ? MESSAGES_IN_FLIGHT : 1;
		for (let least = wanted; backlog >= least && engine.outstanding < limit; ) {
			// An exchange goes step by step, so that lateness does not change its meter time.
			const frames = exchanging ? wanted : Math.min(backlog, MAXIMUM_FRAMES);
			this.#give(engine, frames);
			backlog -= frames;
			least = Math.min(wanted, MAXIMUM_FRAMES);
		}
		// The engine's answer to what is under way leads here again.
		if (engine.outstanding > 0) return;
		const soon = precise && moment - this.#given <= BLOCK_FRAMES;
		this.#cancelWake = clock.wake(pace.timeMs(this.#given + wanted), soon, () => this.#pump());
	}
}
