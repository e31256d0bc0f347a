/**
 * Waits for a moment of a pacer's meter time: marks are called back, actions done on the engine,
 * advances run as fast as possible, a hold reached.
 */
import type { Engine } from "./engine.ts";

interface Mark {
	frames: number;
	callback: (reached: boolean) => void;
	precise: boolean;
}

/** Moments at which somebody is called back. */
export class Marks {
	/** In order of time. */
	#marks: Mark[] = [];

	/** Frame of the earliest; Infinity: there is none. */
	get first(): number {
		return this.#marks[0]?.frames ?? Number.POSITIVE_INFINITY;
	}

	/** Frame of the earliest that must be met to a fraction of a millisecond of the clock. */
	get firstPrecise(): number {
		return this.#marks.find(({ precise }) => precise)?.frames ?? Number.POSITIVE_INFINITY;
	}

	/**
	 * Calls back with true when the meter has dealt with `frames`, with false when it never will.
	 * Returns a function that cancels it.
	 */
	add(frames: number, callback: (reached: boolean) => void, precise = false): () => void {
		const mark = { frames, callback, precise };
		const at = this.#marks.findIndex((other) => other.frames > frames);
		this.#marks.splice(at < 0 ? this.#marks.length : at, 0, mark);
		return () => {
			this.#marks = this.#marks.filter((other) => other !== mark);
		};
	}

	/** Calls back those at or before `frames`. */
	reach(frames: number): void {
		while (this.first <= frames) this.#marks.shift()?.callback(true);
	}

	/** Calls back all with false. */
	abandon(): void {
		for (const mark of this.#marks.splice(0)) mark.callback(false);
	}
}

interface Action {
	/** Frame at which it takes place. */
	readonly frame: number;
	readonly run: (engine: Engine) => void;
	/** @param done false: the engine has gone before */
	readonly settle: (done: boolean) => void;
}

/** Actions on an engine that wait for their moment, in the order they were asked. */
export class Actions {
	readonly #waiting: Action[] = [];

	/** Frame of the next; undefined: none waits. */
	get firstFrame(): number | undefined {
		return this.#waiting[0]?.frame;
	}

	/** Frame of the last; undefined: none waits. */
	get lastFrame(): number | undefined {
		return this.#waiting.at(-1)?.frame;
	}

	/**
	 * Adds one.
	 * @param frame not before that of the one before it
	 * @returns true when it has been done, false when it never will be
	 */
	add(frame: number, run: (engine: Engine) => void): Promise<boolean> {
		return new Promise((settle) => this.#waiting.push({ frame, run, settle }));
	}

	/** Does the next. */
	run(engine: Engine): void {
		const action = this.#waiting.shift();
		action?.run(engine);
		action?.settle(true);
	}

	/** The engine takes no more: none will be done. */
	abandon(): void {
		for (const { settle } of this.#waiting.splice(0)) settle(false);
	}
}

/** How a stretch has ended. */
export type AdvanceEnd = "reached" | "withdrawn" | "off";

interface Stretch {
	endFrame: number;
	readonly settle: (end: AdvanceEnd) => void;
}

/** A stretch that was asked for. */
export interface Advance {
	readonly end: Promise<AdvanceEnd>;
	/** Leaves out what is left of it; those that follow it come so much sooner. */
	withdraw(): void;
}

/** Stretches of meter time that somebody wants to pass as fast as possible. */
export class Advances {
	/** True: each begins at the end of the one before; false: each begins when it is asked for. */
	readonly #inTurn: boolean;
	/** By the ends. */
	readonly #stretches: Stretch[] = [];

	constructor(inTurn: boolean) {
		this.#inTurn = inTurn;
	}

	/** Frame at which the last ends; undefined: none is under way. */
	get endFrame(): number | undefined {
		return this.#stretches.at(-1)?.endFrame;
	}

	/**
	 * Adds a stretch.
	 * @param present frame, now and when it is withdrawn
	 */
	add(frames: number, present: () => number): Advance {
		const begin = this.#inTurn ? Math.max(present(), this.endFrame ?? 0) : present();
		let withdraw = (): void => {};
		const end = new Promise<AdvanceEnd>((settle) => {
			const stretch = { endFrame: begin + frames, settle };
			const at = this.#stretches.findIndex(({ endFrame }) => endFrame > stretch.endFrame);
			this.#stretches.splice(at < 0 ? this.#stretches.length : at, 0, stretch);
			withdraw = () => this.#withdraw(stretch, present());
		});
		return { end, withdraw };
	}

	/** The engine has dealt with everything up to `frame`. */
	reach(frame: number): void {
		while (this.#stretches[0] && this.#stretches[0].endFrame <= frame)
			this.#stretches.shift()?.settle("reached");
	}

	/** Ends all. */
	abandon(end: AdvanceEnd): void {
		for (const { settle } of this.#stretches.splice(0)) settle(end);
	}

	#withdraw(stretch: Stretch, present: number): void {
		const at = this.#stretches.indexOf(stretch);
		if (at < 0) return;
		const begin = Math.max(present, this.#stretches[at - 1]?.endFrame ?? 0);
		this.#stretches.splice(at, 1);
		if (this.#inTurn)
			for (const later of this.#stretches.slice(at))
				later.endFrame -= Math.max(0, stretch.endFrame - begin);
		stretch.settle("withdrawn");
	}
}

/** A frame at which meter time stands still until somebody moves it on. */
export class Hold {
	#frame = Number.POSITIVE_INFINITY;
	#isHurried = false;
	#tell: (reached: boolean) => void = () => {};

	/** Infinity: there is none. */
	get frame(): number {
		return this.#frame;
	}

	/** Frame up to which meter time passes as fast as possible; 0: none. */
	get hurriedFrame(): number {
		return this.#isHurried ? this.#frame : 0;
	}

	/**
	 * Moves it; whoever waits for the one before is told that it never comes.
	 * @param hurried true: it is reached as fast as possible
	 * @returns true when it is reached
	 */
	move(frame: number, hurried: boolean): Promise<boolean> {
		this.settle(false);
		this.#frame = frame;
		this.#isHurried = hurried;
		return new Promise((resolve) => {
			this.#tell = resolve;
		});
	}

	/** Tells whoever waits; it stays in force. */
	settle(reached: boolean): void {
		const tell = this.#tell;
		this.#tell = () => {};
		tell(reached);
	}
}
