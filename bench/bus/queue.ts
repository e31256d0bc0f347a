/** The frames that wait for a turn on a line, one client after the other. */
import type { Protocol } from "./protocol.ts";
import type { LineClient } from "./turn.ts";

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
