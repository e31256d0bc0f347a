/** The clients of a line, their turns, and the states that a line is in. */

import type { LineMeter } from "./line-meter.ts";
import type { SerialSettings } from "./serial-settings.ts";
import type { Burst } from "./signal.ts";

/** One who asks on the line: a Modbus client, an M-Bus master. */
export interface LineClient {
	/** Receives the next bytes of the answer to its request. */
	answer(bytes: Uint8Array): void;
	/** Its turn is over, answered or not. */
	over(): void;
}

/** A client's turn as it was on the line. */
export interface Exchange {
	readonly client: LineClient;
	readonly request: Uint8Array;
	/** Empty if no meter has answered. */
	readonly answer: Uint8Array;
	/** The meter, counted from 0, that alone gave a whole answer; undefined: none did. */
	readonly answeredBy: number | undefined;
	/** From the end of the request to the start of the answer; undefined: nobody answered. */
	readonly delayFrames: number | undefined;
}

/** An exchange while it lasts. */
export interface Turn {
	readonly client: LineClient;
	request: Uint8Array;
	/** The part of the request since the client's last pause. */
	frame: Uint8Array;
	/** Chunks in which it came. */
	chunks: number;
	/** True if some of the request may change a setting of a meter. */
	mayChange: boolean;
	/** Frame of each meter at the end of the request. */
	originFrames: readonly number[];
	/** Meters that have heard the request, or part of it. */
	readonly hearers: Set<number>;
	/** Characters that each meter has sent, before any collision. */
	readonly sent: Map<number, Uint8Array>;
	answer: Uint8Array;
	answeredBy: number | undefined;
	delayFrames: number | undefined;
	/** Settings at the end of the request: a client that follows the meter listens under them. */
	settings: SerialSettings;
	/** The client has sent for longer than a frame takes: its next bytes wait for another turn. */
	cutOff: boolean;
	/** Stops the timer that cuts the client off. */
	stopTimer: () => void;
}

/** A turn in which nothing has been sent yet. */
export function newTurn(client: LineClient, settings: SerialSettings): Turn {
	return {
		client,
		request: new Uint8Array(),
		frame: new Uint8Array(),
		chunks: 0,
		mayChange: false,
		originFrames: [],
		hearers: new Set(),
		sent: new Map(),
		answer: new Uint8Array(),
		answeredBy: undefined,
		delayFrames: undefined,
		settings,
		cutOff: false,
		stopTimer: () => {},
	};
}

/** Nobody has sent for long enough: the next bytes go out at once. */
export interface Idle {
	readonly name: "idle";
}

/** A client has sent, and a meter may answer. */
export interface Asking {
	readonly name: "asking";
	readonly turn: Turn;
}

/** Meters send: they answer the turn's client, or talk unasked. */
export interface Answering {
	readonly name: "answering";
	readonly turn: Turn | undefined;
	/** Frame of each meter that the times of the burst are counted from. */
	readonly originFrames: readonly number[];
	readonly burst: Burst;
}

/** The silence after an answer, which separates it from the next frame. */
export interface Quiet {
	readonly name: "quiet";
	/** The meters in whose time it lasts, and the frame of each at which it is over. */
	readonly ends: readonly { readonly meter: LineMeter; readonly frame: number }[];
	/** Somebody waits for its end; otherwise nobody has to watch the meters' time. */
	watched: boolean;
}

export type State = Idle | Asking | Answering | Quiet;
