/**
 * The clients of a line, their turns, the states that the line is in, and the frames that wait for
 * a turn, one client after the other.
 */
import type { LineMeter } from "./line-meter.ts";
import type { Protocol, SerialSettings } from "./protocol.ts";
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
	/**
	 * The client has sent for longer than a frame takes, or meters have answered at once: its next
	 * bytes wait for another turn.
	 */
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

/**
 * Silence of a client after which its bytes count again, when it has sent more than a frame holds.
 * Real time, and longer than any delay between the chunks of a stream.
 */
const BREAK_MS = 100;

/**
 * Longest wait for a turn of a client that has closed its side of the connection. TCP does not tell
 * such a client, which still wants its answer, from one that has gone.
 */
const PATIENCE_MS = 2000;

/** Clients take turns: each sends one frame, and goes to the end of the queue if it has more. */
export class Queue {
	readonly #protocol: Protocol;
	/** Frames of each client that waits, in the order of the turns. */
	readonly #waiting = new Map<LineClient, Uint8Array[]>();
	/** Clients that send without a pause what is no frame, with the time of their last bytes. */
	readonly #flooding = new WeakMap<LineClient, number>();

	/** Clients that have closed their side, with the time of that or of their last turn's end. */
	readonly #finished = new Map<LineClient, number>();

	constructor(protocol: Protocol) {
		this.#protocol = protocol;
	}

	get isEmpty(): boolean {
		return this.#waiting.size === 0;
	}

	/** True if the client waits for a turn. */
	has(client: LineClient): boolean {
		return this.#waiting.has(client);
	}

	/** Bytes of a client that wait for its turns. */
	bytesOf(client: LineClient): number {
		return (this.#waiting.get(client) ?? []).reduce((sum, { length }) => sum + length, 0);
	}

	/** True if bytes that a client sends now are to be thrown away. */
	rejects(client: LineClient): boolean {
		const lastMs = this.#flooding.get(client);
		if (lastMs === undefined) return false;
		const nowMs = performance.now();
		const over = nowMs - lastMs >= BREAK_MS;
		if (over) this.#flooding.delete(client);
		else this.#flooding.set(client, nowMs);
		return !over;
	}

	/**
	 * Appends bytes to a frame that a client has begun. One byte more than the longest frame is
	 * kept, so that the meters find it too long; the rest, and all that follows without a pause, is
	 * thrown away: no part of it may pass for a frame.
	 * @returns the bytes that are kept
	 */
	limit(client: LineClient, begun: number, bytes: Uint8Array): Uint8Array {
		const kept = bytes.subarray(0, Math.max(0, this.#protocol.longestFrame + 1 - begun));
		if (kept.length < bytes.length) this.#flooding.set(client, performance.now());
		return kept;
	}

	/**
	 * Lets bytes wait for the client's turn. A request that waits is replaced by the client's next
	 * one: a client that asks again has given the earlier one up. A broadcast, which nobody answers,
	 * keeps its place.
	 */
	add(client: LineClient, bytes: Uint8Array): void {
		const frames = this.#waiting.get(client) ?? [];
		this.#waiting.set(client, frames);
		const last = frames.at(-1) ?? new Uint8Array();
		const address = this.#protocol.addressOf(last);
		if (address === undefined && last.length <= this.#protocol.longestFrame) {
			const kept = this.limit(client, last.length, bytes);
			frames.splice(-1, 1, Buffer.concat([last, kept]));
			return;
		}
		if (address !== undefined && address !== this.#protocol.broadcast) frames.pop();
		frames.push(this.limit(client, 0, bytes));
	}

	/** The client has closed its side: it goes after those that have not, and not for long. */
	finish(client: LineClient): void {
		this.#finished.set(client, performance.now());
	}

	/** The client has had a turn: if it wants another one, it waits from now. */
	served(client: LineClient): void {
		if (this.#finished.has(client)) this.finish(client);
	}

	/** Drops what has waited too long; returns the clients that wanted it. */
	expire(): LineClient[] {
		const nowMs = performance.now();
		const expired = [...this.#finished]
			.filter(([client, sinceMs]) => this.has(client) && nowMs - sinceMs > PATIENCE_MS)
			.map(([client]) => client);
		for (const client of expired) this.#waiting.delete(client);
		return expired;
	}

	/** Takes the next client's frame. */
	take(): { client: LineClient; bytes: Uint8Array } | undefined {
		const all = [...this.#waiting];
		const next = all.find(([client]) => !this.#finished.has(client)) ?? all[0];
		if (!next) return undefined;
		const [client, [bytes = new Uint8Array(), ...more]] = next;
		this.#waiting.delete(client);
		if (more.length > 0) this.#waiting.set(client, more);
		return { client, bytes };
	}

	/** A client has gone: drops what it wanted to send. */
	drop(client: LineClient): void {
		this.#waiting.delete(client);
		this.#flooding.delete(client);
		this.#finished.delete(client);
	}
}
