/**
 * A serial line, RS-485 or M-Bus: any number of masters and meters on two wires, half duplex.
 *
 * Bytes are carried, not judged: the meters do the framing. A real line leaves it to its one master to wait
 * for the answer; here several masters share it, so the line takes turns: whoever has sent owns it until the
 * answer is over or the time for one has passed. What the others send meanwhile waits and is then sent
 * in one piece. Times are meter time, so a bench that is slow or fast gives the same result. A master's bytes
 * end on the wire when they come; what meters send takes its time. If they run as fast as they can it is handed over
 * ahead of that time, but the line is free no sooner.
 */
import { FRAME_RATE_HZ } from "../source.ts";
import { Burst } from "./burst.ts";
import type { Exchange } from "./exchange.ts";
import type { LineMeter } from "./line-meter.ts";
import { countDown, framesOf } from "./meter-time.ts";
import type { Protocol } from "./protocol.ts";
import { agree, bitsOf, type SerialSettings } from "./serial-settings.ts";

/** What the line needs of a master. */
export interface Master {
	/** Characters of the answer. */
	answer(bytes: Uint8Array): void;
	/** The turn is over, with or without an answer. */
	over(): void;
}

/** Most bytes in one turn, more than any frame has; what goes beyond waits for the next turn. */
const TURN_BYTES = 1024;

/** Frames after which the next characters of an answer are handed over: 5 ms, as a UART's driver would. */
const CHUNK_FRAMES = 20;

interface Turn {
	master: Master;
	bytes: Uint8Array;
}

/** See the file's head. */
export class Line {
	/** Told of every turn of a master when it is over; the answer is empty where nobody gave one. */
	onTurn: ((master: Master, request: Uint8Array, answer: Uint8Array) => void) | undefined;
	readonly #protocol: Protocol;
	readonly #meters: readonly LineMeter[];
	readonly #onExchange: (exchange: Exchange) => void;
	/** What the masters' side is set to; undefined: it follows the first meter. */
	#set: SerialSettings | undefined;
	#owner: Master | undefined;
	/** Settings under which the owner has asked: one that follows goes on to hear under them until its turn is over. */
	#asked: SerialSettings | undefined;
	/** An answer has just ended: nothing may be sent until the line was quiet for long enough. */
	#quiet = false;
	/** Frame of each meter at which the line has been quiet for long enough, and whether that is waited for. */
	#quietUntil: number[] = [];
	#waitsForQuiet = false;
	/** The owner has talked for too long: what it sends from now on waits, its answer is still awaited. */
	#cutOff = false;
	#request: Uint8Array = new Uint8Array();
	#answer: Uint8Array = new Uint8Array();
	/** Frame of each meter from which on its time in this turn counts: the end of the request. */
	#origins: number[] = [];
	/** When the answer began. */
	#delay: number | undefined;
	/** What meters are sending. */
	#burst: Burst | undefined;
	readonly #queue: Turn[] = [];
	/** Withdrawals of what the line waits for. */
	#cancelWait: (() => void) | undefined;
	#cancelTurn: (() => void) | undefined;

	/** @param meters at least one; the line takes their `onTransmit` */
	constructor(
		protocol: Protocol,
		meters: readonly LineMeter[],
		onExchange: (exchange: Exchange) => void = () => {},
	) {
		this.#protocol = protocol;
		this.#meters = meters;
		this.#onExchange = onExchange;
		meters.forEach((meter, index) => {
			meter.onTransmit = (frames, bytes) => this.#hear(index, frames, bytes);
		});
	}

	/** What the masters' side is set to now. */
	get settings(): SerialSettings {
		return this.#set ?? this.#meters[0]?.settings ?? this.#protocol.initial;
	}

	/** Whether the masters' side follows the first meter. */
	get follows(): boolean {
		return this.#set === undefined;
	}

	/** Sets the masters' side; undefined: it follows the first meter. */
	set(settings: SerialSettings | undefined): void {
		this.#set = settings;
	}

	/** Sends bytes, now or at the master's next turn. */
	send(master: Master, bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		const queued = this.#queue.find((turn) => turn.master === master);
		if (queued) queued.bytes = Buffer.concat([queued.bytes, bytes]);
		else if (this.#owner === undefined && !this.#quiet && !this.#burst)
			this.#begin({ master, bytes });
		else if (this.#owner === master && !this.#cutOff && !this.#burst) this.#put(bytes);
		else {
			this.#queue.push({ master, bytes });
			if (this.#quiet && !this.#burst) this.#waitForQuiet();
		}
	}

	/** Bytes of a master that wait for their turn. */
	waiting(master: Master): number {
		return this.#queue.find((turn) => turn.master === master)?.bytes.length ?? 0;
	}

	/** Whether it is a master's turn, or will be. */
	serves(master: Master): boolean {
		return this.#owner === master || this.waiting(master) > 0;
	}

	/** A master is gone: what it had not sent yet is dropped; an answer that is still to come is told to it. */
	leave(master: Master): void {
		const at = this.#queue.findIndex((turn) => turn.master === master);
		if (at >= 0) this.#queue.splice(at, 1);
	}

	#begin({ master, bytes }: Turn): void {
		const { answerTime, longestFrame } = this.#protocol;
		this.#owner = master;
		this.#request = new Uint8Array();
		this.#cutOff = false;
		this.#answer = new Uint8Array();
		this.#delay = undefined;
		// Any frame would have ended by then.
		const longest =
			framesOf(answerTime(this.settings)) + this.#characters(longestFrame, this.settings);
		this.#cancelTurn = this.#after(longest, false, () => {
			this.#cutOff = true;
		});
		this.#put(bytes);
	}

	/** Sends bytes of the owner; the wait for the answer begins anew. */
	#put(bytes: Uint8Array): void {
		const owner = this.#owner;
		const { settings } = this;
		const now = bytes.subarray(0, TURN_BYTES - this.#request.length);
		if (owner && now.length < bytes.length) {
			this.#queue.push({ master: owner, bytes: Uint8Array.from(bytes.subarray(now.length)) });
		}
		if (now.length === 0) return;
		for (const meter of this.#meters)
			if (agree(meter.settings, settings)) meter.receive(now, this.#request.length > 0);
		this.#request = Buffer.concat([this.#request, now]);
		this.#asked = settings;
		this.#origins = this.#meters.map((meter) => meter.frames);
		this.#wait(framesOf(this.#protocol.answerTime(settings)), () => this.#release());
	}

	#hear(index: number, frames: number, bytes: Uint8Array): void {
		const settings = this.#meters[index]?.settings ?? this.#protocol.initial;
		// What nobody has asked for counts from now.
		if (!this.#burst && !this.#owner) this.#origins = this.#meters.map((meter) => meter.frames);
		const start = frames - (this.#origins[index] ?? 0);
		const joins = this.#burst !== undefined;
		this.#burst ??= new Burst(settings, start);
		this.#burst.add(index, settings, start, bytes);
		if (joins) return;
		this.#delay ??= start;
		this.#waitsForQuiet = false;
		const others = this.#meters.filter((meter, other) => other !== index && meter.powered);
		if (others.length === 0) this.#carry(this.#burst);
		else this.#awaitOthers(this.#burst, index);
	}

	/** Carries a burst when all other meters have lived to its beginning, as they may begin with it. */
	#awaitOthers(burst: Burst, index: number): void {
		const waits = this.#meters
			.map((meter, other) => ({
				meter,
				frames: burst.start + (this.#origins[other] ?? 0) - meter.frames,
				other,
			}))
			.filter(({ meter, other }) => other !== index && meter.powered);
		this.#cancelWait?.();
		this.#cancelWait = countDown(waits, true, () => this.#carry(burst));
	}

	/** Carries what has begun by now of what the meters send to the master whose turn it is. */
	#carry(burst: Burst): void {
		for (const talker of burst.talkers)
			if (!this.#meters[talker]?.powered) burst.cut(talker, this.#time(talker));
		const hurried = burst.talkers.some((talker) => this.#meters[talker]?.hurried);
		const now = hurried ? burst.end : this.#timeOf(burst);
		const bytes = burst.take(now);
		if (this.#owner && bytes.length > 0 && agree(burst.settings, this.#set ?? this.#asked)) {
			this.#answer = Buffer.concat([this.#answer, bytes]);
			this.#owner.answer(bytes);
		}
		// A meter that waits for its flash sends at a time that the bench has not given it yet.
		const early = Math.ceil(burst.start - now);
		const left = Math.ceil(burst.lastCharacter - now);
		if (early > 0) this.#wait(early, () => this.#carry(burst));
		else if (left > 0) this.#wait(Math.min(CHUNK_FRAMES, left), () => this.#carry(burst), false);
		else this.#ended(burst);
	}

	/** Frames that a meter has lived through since the end of the request. */
	#time(meter: number): number {
		return (this.#meters[meter]?.frames ?? 0) - (this.#origins[meter] ?? 0);
	}

	/** The same of those that send. */
	#timeOf(burst: Burst): number {
		return Math.max(...burst.talkers.map((talker) => this.#time(talker)));
	}

	#ended(burst: Burst): void {
		this.#burst = undefined;
		const { talkers, settings } = burst;
		if (this.#protocol.metersHearEachOther)
			this.#meters.forEach((meter, index) => {
				if (!talkers.includes(index) && agree(meter.settings, settings))
					meter.receive(burst.bytes, false);
			});
		// What is left of the last character, or of everything where it was handed over ahead of its time.
		const left = Math.max(0, Math.ceil(burst.end - this.#timeOf(burst)));
		const silence = left + framesOf(this.#protocol.silence(settings));
		if (this.#owner && !this.#protocol.isWhole(this.#answer)) {
			this.#wait(silence, () => this.#hush(silence));
			return;
		}
		const [meter, ...others] = talkers;
		if (this.#owner && meter !== undefined && others.length === 0)
			this.#onExchange({
				meter,
				request: this.#request,
				answer: this.#answer,
				delay: this.#delay ?? burst.start,
			});
		this.#hush(silence);
	}

	/** Ends the turn; the line stays quiet for so many frames, so that the next frame is told from this one. */
	#hush(frames: number): void {
		const owner = this.#owner;
		if (owner) this.onTurn?.(owner, this.#request, this.#answer);
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
		if (owner) this.onTurn?.(owner, this.#request, this.#answer);
		this.#cancelTurn?.();
		this.#cancelWait?.();
		this.#owner = undefined;
		this.#quiet = false;
		this.#waitsForQuiet = false;
		const next = this.#queue.shift();
		if (next) this.#begin(next);
		owner?.over();
	}

	#wait(frames: number, callback: () => void, precise = true): void {
		this.#cancelWait?.();
		this.#cancelWait = this.#after(frames, precise, callback);
	}

	/** Calls back when every meter that is on has lived through `frames` more frames. */
	#after(frames: number, precise: boolean, callback: () => void): () => void {
		const waits = this.#meters.filter(({ powered }) => powered).map((meter) => ({ meter, frames }));
		if (waits.length > 0) return countDown(waits, precise, callback);
		const timer = setTimeout(callback, (1000 * frames) / FRAME_RATE_HZ);
		return () => clearTimeout(timer);
	}

	/** Frames that so many characters take. */
	#characters(count: number, settings: SerialSettings): number {
		return Math.ceil((count * bitsOf(settings) * FRAME_RATE_HZ) / settings.baudRate);
	}
}
