/**
 * A client's turn on a line: what is known of it, the states of the line meanwhile, the meters that
 * hear it, and waits in their time.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { LineMeter } from "./line-meter.ts";
import { agree, type Ear, type Protocol, type SerialSettings } from "./protocol.ts";
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

export const IDLE: Idle = { name: "idle" };

/** How often the characters of an answer are handed over: every 5 ms, as a UART's driver would. */
export const CHUNK_FRAMES = 0.005 * FRAME_RATE_HZ;

/** Frames in that many seconds, rounded up, and one more. */
export function framesOf(seconds: number): number {
	return Math.ceil(seconds * FRAME_RATE_HZ) + 1;
}

/**
 * Calls back when each meter has lived through its `frames` more frames or is off.
 * Returns a function that cancels it.
 */
export function countDown(
	waits: readonly { meter: LineMeter; frames: number }[],
	precise: boolean,
	callback: () => void,
): () => void {
	let left = waits.length;
	const cancellations = waits.map(({ meter, frames }) =>
		meter.after(
			frames,
			() => {
				left--;
				if (left === 0) callback();
			},
			precise,
		),
	);
	return () => {
		for (const cancel of cancellations) cancel();
	};
}

/**
 * Calls back when every meter that is on has lived through `frames` more frames; while all are off,
 * the machine's clock counts. Returns a function that cancels it.
 */
export function afterAll(
	meters: readonly LineMeter[],
	frames: number,
	precise: boolean,
	callback: () => void,
): () => void {
	const waits = meters.filter(({ powered }) => powered).map((meter) => ({ meter, frames }));
	if (waits.length > 0) return countDown(waits, precise, callback);
	const timer = setTimeout(callback, (1000 * frames) / FRAME_RATE_HZ);
	return () => clearTimeout(timer);
}

/**
 * Frames of meter time after an event that may have changed a meter's settings, in which nothing is
 * learned about it: it may still be busy with the change.
 */
const SETTLING_FRAMES = FRAME_RATE_HZ;

interface Member {
	readonly meter: LineMeter;
	ear: Ear;
	/** Meter time of the last request that the ear has learned from. */
	learnedFrame: number;
}

/**
 * The meters that hear a frame. On a real line all do, and those that it is not for drop it; here
 * they are spared it, as soon as the line knows their addresses, so that sixty meters cost no more
 * than the one that is asked. Noise, broadcasts and all that could change something in a meter
 * reach it.
 */
export class Audience {
	readonly #protocol: Protocol;
	readonly #members: readonly Member[];

	constructor(protocol: Protocol, meters: readonly LineMeter[]) {
		this.#protocol = protocol;
		this.#members = meters.map((meter) => ({ meter, ear: protocol.newEar(), learnedFrame: 0 }));
	}

	/** Gives bytes of a turn, already part of its frame, to the meters that they may concern. */
	give(turn: Turn, bytes: Uint8Array, settings: SerialSettings): void {
		const mayChange = this.#protocol.mayChange(turn.frame);
		turn.mayChange ||= mayChange;
		for (const [index, member] of this.#members.entries()) {
			const { meter } = member;
			const continued = turn.hearers.has(index);
			if (!agree(meter.settings, settings)) continue;
			if (!continued && !this.#heeds(member, turn.frame)) continue;
			turn.hearers.add(index);
			member.ear.hear(turn.frame);
			meter.receive(bytes, continued);
			if (mayChange) meter.mayChange();
		}
	}

	/**
	 * Lets the other meters hear a burst of a turn, where the line carries it to them.
	 * @returns the meters that have heard anything or sent: for each the silence after it counts
	 */
	share({ bytes, talkers, settings }: Burst, turn: Turn | undefined): LineMeter[] {
		const concerned = new Set([...talkers, ...(turn?.hearers ?? [])]);
		for (const [index, member] of this.#members.entries()) {
			if (!this.#protocol.metersHearEachOther || talkers.includes(index)) continue;
			if (!agree(member.meter.settings, settings) || !this.#heeds(member, bytes)) continue;
			concerned.add(index);
			member.meter.receive(bytes, false);
			if (this.#protocol.mayChange(bytes)) member.meter.mayChange();
		}
		return this.#metersAt(concerned);
	}

	#metersAt(indices: ReadonlySet<number>): LineMeter[] {
		return this.#members.filter((_, index) => indices.has(index)).map(({ meter }) => meter);
	}

	/** The meters in whose time a turn is measured: those that have heard it, or any that is on. */
	clocks({ hearers }: Turn): LineMeter[] {
		if (hearers.size > 0) return this.#metersAt(hearers);
		const any = this.#members.find(({ meter }) => meter.powered);
		return any ? [any.meter] : [];
	}

	/** True if the client has been silent for so long that its frame has ended. */
	hasHeardPause(turn: Turn, settings: SerialSettings): boolean {
		const { chunks, originFrames } = turn;
		const clocks = this.clocks(turn);
		const pauseFrames = framesOf(this.#protocol.pauseSeconds(settings));
		const hasLived = ({ meter }: Member, index: number): boolean =>
			clocks.includes(meter) && meter.frames - (originFrames[index] ?? 0) >= pauseFrames;
		return chunks > 0 && this.#members.some(hasLived);
	}

	/** A turn is over: learns from the answer of each meter, or its silence. */
	learn(turn: Turn): void {
		const { frame, hearers, sent, chunks, mayChange, originFrames } = turn;
		// A gap between chunks may have spoilt the frame.
		const useful = !mayChange && chunks === 1 && this.#protocol.addressOf(frame) !== undefined;
		for (const [index, member] of this.#members.entries()) {
			if (!hearers.has(index)) continue;
			const { meter } = member;
			// A change that a request asks for is made until the end of the turn.
			if (mayChange) meter.mayChange();
			const frames = originFrames[index] ?? 0;
			if (!useful || !meter.powered || frames < meter.changedFrame + SETTLING_FRAMES) continue;
			this.#forgetChanged(member);
			member.ear.learn(frame, sent.get(index) ?? new Uint8Array(), sent.size === 0, frames);
			member.learnedFrame = frames;
		}
	}

	#heeds(member: Member, frame: Uint8Array): boolean {
		this.#forgetChanged(member);
		return member.ear.heeds(frame);
	}

	/** Forgets what was known of a meter whose settings may have changed since. */
	#forgetChanged(member: Member): void {
		if (member.meter.changedFrame >= member.learnedFrame) member.ear = this.#protocol.newEar();
	}
}
