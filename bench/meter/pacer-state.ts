/** States of a pacer; pacer.ts says what leads from one to another. */
import type { Engine } from "./engine.ts";
import type { Paces } from "./pace.ts";

/** No frame is given: no engine, or its firmware does not run. */
export interface Resting {
	readonly name: "resting";
}

/** Frames are given when they are due. */
export interface Walking {
	readonly name: "walking";
	readonly engine: Engine;
	readonly paces: Paces;
}

/** Frames are given as fast as the engine deals with them. */
export interface Sprinting {
	readonly name: "sprinting";
	readonly engine: Engine;
}

export type State = Resting | Walking | Sprinting;

export const RESTING: Resting = { name: "resting" };
