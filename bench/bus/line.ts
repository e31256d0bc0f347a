/**
 * An RS-485 line: any number of masters and meters on two wires, half duplex.
 *
 * Bytes are carried, not judged: the meters do the framing. A real line leaves it to its one master to wait
 * for the answer; here several masters share it, so the line takes turns: whoever has sent owns it until the
 * answer is whole or the time for one has passed. What the others send meanwhile waits and is then sent
 * in one piece. Times are meter time, so a bench that is slow or fast gives the same result.
 */
import { FRAME_RATE } from "../source.ts";
import { isWhole } from "./crc16.ts";
import { merge } from "./merge.ts";

/** What both ends of a line have to agree on. 8 data bits and 1 stop bit always. */
export interface SerialSettings {
	readonly baudRate: number;
	readonly parity: "even" | "none" | "odd";
}

/** What the line needs of a meter. */
export interface LineMeter {
	readonly powered: boolean;
	/** Whether it runs as fast as it can now, so that its time has nothing to do with the clock's. */
	readonly hurried: boolean;
	/** Frames given so far. */
	readonly frames: number;
	/** Its port's; undefined: it has not opened it. */
	readonly settings: SerialSettings | undefined;
	onTransmit: ((frames: number, bytes: Uint8Array) => void) | undefined;
	/** @param continued whether the bytes follow those before without a gap */
	receive(bytes: Uint8Array, continued: boolean): void;
	/**
	 * Calls back after `frames` more frames, or when the supply goes off; returns the withdrawal.
	 * @param precise whether the firmware's own timers matter to a fraction of a millisecond until then; they do
	 *   unless told otherwise
	 */
	after(frames: number, callback: (reached: boolean) => void, precise?: boolean): () => void;
}

/** What the line needs of a master. */
export interface Master {
	/** Characters of the answer. */
	answer(bytes: Uint8Array): void;
	/** The turn is over, with or without an answer. */
	over(): void;
}

/**
 * Told of a request that a meter has answered, as both stood on the line; `meter` counts from 0. What two meters
 * have answered at once is not told.
 */
export type OnExchange = (meter: number, request: Uint8Array, answer: Uint8Array) => void;

/** Longest wait for an answer after the last character, in frames, beside the time of t3.5: 60 ms. */
const ANSWER_FRAMES = 240;

/** The same in ms, for a line whose meters are all off. */
const ANSWER_TIME = 60;

/** Most bytes in one turn, more than any Modbus frame has; what goes beyond waits for the next turn. */
const TURN_BYTES = 1024;

/** Frames within which two meters that answer at once begin. */
const COLLISION_FRAMES = 4;

interface Turn {
	master: Master;
	bytes: Uint8Array;
}

/** See the file's head. */
export class Line {
	readonly #meters: readonly LineMeter[];
	readonly #onExchange: OnExchange;
	#owner: Master | undefined;
	/** An answer has just ended: nothing may be sent until the line was quiet for t3.5. */
	#quiet = false;
	/** Frame of each meter at which the line has been quiet for long enough, and whether that is waited for. */
	#quietUntil: number[] = [];
	#waitsForQuiet = false;
	/** The owner has talked for too long: what it sends from now on waits, its answer is still awaited. */
	#cutOff = false;
	#request: Uint8Array = new Uint8Array();
	#answer: Uint8Array = new Uint8Array();
	readonly #queue: Turn[] = [];
	/** What each meter sends, until it is known which of them do. */
	#talking: (Uint8Array | undefined)[] = [];
	/** Withdrawals of what the line waits for. */
	#cancelWait: (() => void) | undefined;
	#cancelTurn: (() => void) | undefined;

	/** @param meters at least one; the line takes their `onTransmit` */
	constructor(meters: readonly LineMeter[], onExchange: OnExchange = () => {}) {
		this.#meters = meters;
		this.#onExchange = onExchange;
		meters.forEach((meter, index) => {
			meter.onTransmit = (_frames, bytes) => this.#hear(index, bytes);
		});
	}

	/** Sends bytes, now or at the master's next turn. */
	send(master: Master, bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		const queued = this.#queue.find((turn) => turn.master === master);
		if (queued) queued.bytes = Buffer.concat([queued.bytes, bytes]);
		else if (this.#owner === undefined && !this.#quiet) this.#begin({ master, bytes });
		else if (this.#owner === master && !this.#cutOff) this.#put(bytes);
		else {
			this.#queue.push({ master, bytes });
			if (this.#quiet) this.#waitForQuiet();
		}
	}

	/** Bytes of a master that wait for their turn. */
	waiting(master: Master): number {
		return this.#queue.find((turn) => turn.master === master)?.bytes.length ?? 0;
	}

	/** A master is gone: what it had not sent yet is dropped; an answer that is still to come is told to it. */
	leave(master: Master): void {
		const at = this.#queue.findIndex((turn) => turn.master === master);
		if (at >= 0) this.#queue.splice(at, 1);
	}

	#begin({ master, bytes }: Turn): void {
		this.#owner = master;
		this.#request = new Uint8Array();
		this.#cutOff = false;
		this.#answer = new Uint8Array();
		// Any frame would have ended by then.
		this.#cancelTurn = this.#after(ANSWER_FRAMES + this.#characters(256), () => {
			this.#cutOff = true;
		});
		this.#put(bytes);
	}

	/** Sends bytes of the owner; the wait for the answer begins anew. */
	#put(bytes: Uint8Array): void {
		const owner = this.#owner;
		const now = bytes.subarray(0, TURN_BYTES - this.#request.length);
		if (owner && now.length < bytes.length) {
			this.#queue.push({ master: owner, bytes: Uint8Array.from(bytes.subarray(now.length)) });
		}
		if (now.length === 0) return;
		for (const meter of this.#meters) meter.receive(now, this.#request.length > 0);
		this.#request = Buffer.concat([this.#request, now]);
		this.#wait(ANSWER_FRAMES + this.#characters(3.5), () => this.#release());
	}

	#hear(index: number, bytes: Uint8Array): void {
		const before = this.#talking[index];
		this.#talking[index] = before ? Buffer.concat([before, bytes]) : bytes;
		if (this.#talking.filter((talk) => talk !== undefined).length > 1 || before) return;
		const others = this.#meters.filter((meter, other) => other !== index && meter.powered);
		if (others.length === 0) this.#carry();
		else countDown(others, COLLISION_FRAMES, () => this.#carry());
	}

	/** Carries what the meters have sent to the master whose turn it is and to the other meters. */
	#carry(): void {
		const talking = this.#talking;
		this.#talking = [];
		const bytes = merge(talking.filter((talk) => talk !== undefined));
		this.#meters.forEach((meter, index) => {
			if (!talking[index]) meter.receive(bytes, false);
		});
		// Too late, or unasked for: it has disturbed the line, but it answers nobody's question.
		if (!this.#owner || this.#quiet) return;
		this.#answer = Buffer.concat([this.#answer, bytes]);
		this.#owner.answer(bytes);
		if (isWhole(this.#answer)) {
			const talkers = [...talking.keys()].filter((index) => talking[index]);
			const [meter] = talkers;
			if (meter !== undefined && talkers.length === 1) this.#onExchange(meter, this.#request, this.#answer);
			this.#hush();
		} else this.#wait(this.#characters(3.5), () => this.#hush());
	}

	/** Ends the turn; the line stays quiet for t3.5, so that the next frame is told from this one. */
	#hush(): void {
		const owner = this.#owner;
		const frames = this.#characters(3.5);
		this.#cancelTurn?.();
		this.#cancelWait?.();
		this.#owner = undefined;
		this.#quiet = true;
		this.#quietUntil = this.#meters.map((meter) => meter.frames + frames);
		owner?.over();
		if (this.#queue.length > 0) this.#waitForQuiet();
	}

	/** Begins the next turn as soon as it may; the meters' time only has to be watched if somebody wants one. */
	#waitForQuiet(): void {
		if (this.#waitsForQuiet) return;
		const left = this.#meters.map((meter, index) => (this.#quietUntil[index] ?? 0) - meter.frames);
		this.#waitsForQuiet = true;
		this.#wait(Math.max(1, ...left), () => this.#release());
	}

	/** Ends the turn, if it has not ended, and begins the next. */
	#release(): void {
		const owner = this.#owner;
		this.#cancelTurn?.();
		this.#cancelWait?.();
		this.#owner = undefined;
		this.#quiet = false;
		this.#waitsForQuiet = false;
		const next = this.#queue.shift();
		if (next) this.#begin(next);
		owner?.over();
	}

	#wait(frames: number, callback: () => void): void {
		this.#cancelWait?.();
		this.#cancelWait = this.#after(frames, callback);
	}

	/** Calls back when every meter that is on has lived through `frames` more frames. */
	#after(frames: number, callback: () => void): () => void {
		const powered = this.#meters.filter((meter) => meter.powered);
		if (powered.length > 0) return countDown(powered, frames, callback);
		const timer = setTimeout(callback, ANSWER_TIME);
		return () => clearTimeout(timer);
	}

	/** Frames that `count` characters of 11 bits take on the slowest meter's port, and one to round up. */
	#characters(count: number): number {
		// Above 19200 baud the times of the framing no longer shrink: 1.75 ms for t3.5.
		const baudRate = Math.min(22_000, ...this.#meters.map((meter) => meter.settings?.baudRate ?? 9600));
		return Math.ceil((count * 11 * FRAME_RATE) / baudRate) + 1;
	}
}

/** Calls back when each of `meters` has lived through `frames` more frames or is off; returns the withdrawal. */
function countDown(meters: readonly LineMeter[], frames: number, callback: () => void): () => void {
	let left = meters.length;
	const withdrawals = meters.map((meter) =>
		meter.after(frames, () => {
			left--;
			if (left === 0) callback();
		}),
	);
	return () => {
		for (const withdraw of withdrawals) withdraw();
	};
}
