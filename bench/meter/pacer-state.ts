/** Parts of a pacer, and its states; pacer.ts says what leads from one to another. */
import type { FastForward } from "../fast-forward/fast-forward.ts";
import type { Engine } from "./engine.ts";
import type { Feed } from "./feed.ts";
import type { Clock, Paces } from "./pace.ts";

/** Parts that a pacer works with. */
export interface PacerOptions {
	readonly clock: Clock;
	/** Meter seconds per second; Infinity: as fast as possible. */
	readonly speed: number;
	/** Gives the engine the next frames. */
	readonly feed: Feed;
	/** Lets frames pass without giving them. */
	readonly fastForward: FastForward;
	/** The machine was too slow or suspended: that many seconds of meter time are left out. */
	onLate(seconds: number): void;
}

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
