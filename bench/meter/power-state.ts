/** States of a board's supply, and who waits for one; power.ts says what leads to another. */
import type { Engine } from "./engine.ts";

export interface Off {
	readonly name: "off";
}

/** There is an engine. */
export interface Alive {
	readonly engine: Engine;
	/** Settles when the time has passed that the firmware took to start. */
	readonly started: Deferred;
}

/** The firmware does not run yet. */
export interface Starting extends Alive {
	readonly name: "starting";
}

export interface Running extends Alive {
	readonly name: "running";
	/** Byte codes and frame at which the firmware started. */
	readonly byteCodes: number;
	readonly frame: number;
}

export interface Leaving {
	/** Settles when nothing is left of the engine. */
	readonly gone: Deferred;
	/** Somebody wants the supply back as soon as it is off. */
	wanted: Deferred | undefined;
}

/** The firmware was warned and lives through its hold-up time. */
export interface Stopping extends Alive, Leaving {
	readonly name: "stopping";
}

/** The engine was killed, and its process has not ended yet. */
export interface Ending extends Leaving {
	readonly name: "ending";
	/** Reason that the board gave for its restart; 0: it is none. */
	restartReason: number;
}

/** The engine has ended by itself. */
export interface Failed {
	readonly name: "failed";
	/** Completes "the engine ...". */
	readonly reason: string;
}

export type State = Off | Starting | Running | Stopping | Ending | Failed;

export const OFF: Off = { name: "off" };

/** A promise that is settled from outside. A rejection that nobody handles is no error. */
export class Deferred {
	readonly promise: Promise<void>;
	readonly resolve: () => void;
	readonly reject: (reason: unknown) => void;

	constructor() {
		let settle: [() => void, (reason: unknown) => void] = [() => {}, () => {}];
		this.promise = new Promise((resolve, reject) => {
			settle = [resolve, reject];
		});
		this.promise.catch(() => {});
		[this.resolve, this.reject] = settle;
	}
}
