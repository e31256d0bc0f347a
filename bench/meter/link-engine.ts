/**
 * The bench's end of the byte link to an engine, whatever runs it: a process of its own, or a part
 * of this program.
 */
import { HEADER_LENGTH, MAXIMUM_PAYLOAD, ToBench } from "../../boards/virtual/link.ts";
import { type Message, TO_BENCH, TO_BOARD } from "../../spec/link.ts";
import { type Chip, isForFlash, serveFlash } from "../flash/chip.ts";
import type { Engine, EngineEvents, EngineStats, Identity } from "./engine.ts";
import { decode, encode, framesMessage, message, startMessage, type Values } from "./link.ts";

/** Splits a stream into messages, whatever its chunks. */
export class MessageReader {
	readonly #onMessage: (type: number, payload: Buffer) => void;
	#rest: Buffer = Buffer.alloc(0);

	/** @param onMessage called with each message; the payload is valid during the call only */
	constructor(onMessage: (type: number, payload: Buffer) => void) {
		this.#onMessage = onMessage;
	}

	/**
	 * Adds the next bytes of the stream.
	 * @throws RangeError when a length is impossible: the stream is lost then
	 */
	push(chunk: Buffer): void {
		const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
		let at = 0;
		while (bytes.length - at >= HEADER_LENGTH) {
			const length = bytes.readUInt16LE(at + 1);
			if (length > MAXIMUM_PAYLOAD) throw new RangeError(`a message of ${length} bytes`);
			const end = at + HEADER_LENGTH + length;
			if (end > bytes.length) break;
			this.#onMessage(bytes.readUInt8(at), bytes.subarray(at + HEADER_LENGTH, end));
			at = end;
		}
		this.#rest = Buffer.from(bytes.subarray(at));
	}
}

/** The byte link of an engine, as streams. */
export interface ByteLink {
	/** To the board. */
	readonly input: { write(bytes: Buffer): unknown };
	/** From the board. */
	readonly output: { on(event: "data", listener: (chunk: Buffer) => void): unknown };
}

/** A request for figures that the engine has not answered yet. */
interface StatsRequest {
	readonly answer: Promise<EngineStats>;
	resolve(stats: EngineStats): void;
	reject(error: Error): void;
}

export abstract class LinkEngine implements Engine {
	readonly #events: EngineEvents;
	readonly #chip: Chip | undefined;
	readonly #input: ByteLink["input"];
	readonly #reader = new MessageReader((type, payload) => this.#receive(type, payload));
	/** True if the engine has said something since {@link hasSpoken}. */
	#spoke = true;
	#statsRequest: StatsRequest | undefined;
	#outstanding = 0;
	/** Frames that the engine has dealt with; the link carries 32 bits of it. */
	#clock = 0;
	#started = false;
	#ended = false;

	/** @param chip flash of the board; undefined: it has none */
	constructor({ input, output }: ByteLink, events: EngineEvents, chip?: Chip) {
		this.#input = input;
		this.#events = events;
		this.#chip = chip;
		output.on("data", (chunk) => this.#hear(chunk));
	}

	/** Ends what runs the firmware; done when nothing is left of it. */
	protected abstract halt(): Promise<void>;

	/**
	 * Powers the board up.
	 * @param highInputs pins that are high before the firmware starts
	 */
	protected start(identity: Identity, highInputs: readonly number[]): void {
		for (const pin of highInputs) this.input(pin, 1);
		this.#input.write(startMessage(identity, this.#chip !== undefined));
	}

	get outstanding(): number {
		return this.#outstanding;
	}

	/** True if the engine is to say something. */
	protected get owes(): boolean {
		return this.#outstanding > 0 || this.#statsRequest !== undefined || !this.#started;
	}

	/** True if the engine has said something since the last call. */
	protected hasSpoken(): boolean {
		const spoke = this.#spoke;
		this.#spoke = false;
		return spoke;
	}

	/** True if nothing of the engine counts any more. */
	protected get ended(): boolean {
		return this.#ended;
	}

	frames(sequence: number, bytes: Uint8Array): void {
		this.#send(framesMessage(sequence, bytes));
	}

	windows(count: number, frames: number, results: Float64Array): void {
		this.#tell(TO_BOARD.WINDOWS, { count, frames, results: new Uint8Array(results.buffer) });
	}

	pass(frames: number): void {
		this.#tell(TO_BOARD.TIME, { frames });
	}

	received(port: number, bytes: Uint8Array): void {
		const room = MAXIMUM_PAYLOAD - 1;
		for (let at = 0; at < bytes.length; at += room)
			this.#tell(TO_BOARD.RECEIVED, { port, characters: bytes.subarray(at, at + room) });
	}

	input(pin: number, level: 0 | 1): void {
		this.#tell(TO_BOARD.INPUT, { pin, level });
	}

	touch(pad: number, down: boolean): void {
		this.#tell(TO_BOARD.TOUCH, { pad, down: down ? 1 : 0 });
	}

	temperature(celsius: number): void {
		this.#tell(TO_BOARD.TEMPERATURE, { celsius });
	}

	radio(type: number, payload: Uint8Array): void {
		this.#send(message(type, payload));
	}

	stats(): Promise<EngineStats> {
		if (this.#ended) return Promise.reject(new Error("the engine has ended"));
		if (this.#statsRequest) return this.#statsRequest.answer;
		let settle: Omit<StatsRequest, "answer"> = { resolve: () => {}, reject: () => {} };
		const answer = new Promise<EngineStats>((resolve, reject) => {
			settle = { resolve, reject };
		});
		this.#statsRequest = { answer, ...settle };
		this.#input.write(message(TO_BOARD.STATS.type));
		return answer;
	}

	kill(): Promise<void> {
		this.#finish();
		return this.halt();
	}

	#hear(chunk: Buffer): void {
		this.#spoke = true;
		if (this.#ended) return;
		try {
			this.#reader.push(chunk);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			this.break(`broke the link: ${error.message}`);
		}
	}

	/** Ends an engine that can no longer be used, for a reason that completes "the engine ...". */
	protected break(reason: string): void {
		void this.halt();
		this.end(reason);
	}

	/** The engine has ended, for a reason that completes "the engine ...". */
	protected end(reason: string): void {
		if (this.#ended) return;
		this.#finish();
		this.#events.onEnd(reason);
	}

	#tell<M extends Message>(to: M, values: Values<M>): void {
		this.#send(message(to.type, encode(to, values)));
	}

	#send(bytes: Buffer): void {
		if (this.#ended) return;
		this.#outstanding++;
		this.#input.write(bytes);
	}

	#receive(type: number, payload: Buffer): void {
		if (this.#ended) return;
		switch (type) {
			case ToBench.READY:
				this.#started = true;
				this.#events.onReady(payload.length > 0 ? decode(TO_BENCH.READY, payload).frames : 0);
				break;
			case ToBench.DONE: {
				const { clock, framesToTimer } = decode(TO_BENCH.DONE, payload);
				this.#outstanding--;
				this.#clock = this.#unwrap(clock);
				this.#events.onDone(this.#clock, framesToTimer);
				break;
			}
			case ToBench.TRANSMIT: {
				const { clock, port, characters } = decode(TO_BENCH.TRANSMIT, payload);
				this.#events.onTransmit(this.#unwrap(clock), port, Buffer.from(characters));
				break;
			}
			case ToBench.SERIAL: {
				const { port, parity, baud } = decode(TO_BENCH.SERIAL, payload);
				this.#events.onSerial(port, parity, baud);
				break;
			}
			case ToBench.BLE_ADVERTISING:
			case ToBench.BLE_NOTIFICATION:
			case ToBench.BLE_VALUE:
			case ToBench.BLE_DISCONNECT:
			case ToBench.BLE_BONDS:
				this.#events.onRadio(type, Buffer.from(payload));
				break;
			case ToBench.TRACE:
				this.#events.onTrace(payload.toString("utf8"));
				break;
			case ToBench.STATS:
				this.#answerStats(payload);
				break;
			case ToBench.LCD: {
				const { page, column, pixels } = decode(TO_BENCH.LCD, payload);
				this.#events.onLcd(page, column, pixels);
				break;
			}
			case ToBench.BACKLIGHT:
				this.#events.onBacklight(decode(TO_BENCH.BACKLIGHT, payload).on !== 0);
				break;
			case ToBench.RESTARTED:
				this.#restarted(payload);
				break;
			case ToBench.OUTPUT: {
				const { clock, pin, level } = decode(TO_BENCH.OUTPUT, payload);
				this.#events.onOutput(this.#unwrap(clock), pin, level === 0 ? 0 : 1);
				break;
			}
			default:
				this.#serveFlash(type, payload);
		}
	}

	#answerStats(payload: Buffer): void {
		const { byteCodes, heapBytes, peakHeapBytes } = decode(TO_BENCH.STATS, payload);
		this.#statsRequest?.resolve({ byteCodes, heapBytes, peakHeapBytes });
		this.#statsRequest = undefined;
	}

	#restarted(payload: Buffer): void {
		const { reason, text } = decode(TO_BENCH.RESTARTED, payload);
		const words = text.toString("utf8");
		if (this.#started) this.#events.onRestart(reason, words);
		else this.break(`restarted before it was ready: ${words}`);
	}

	#serveFlash(type: number, payload: Buffer): void {
		if (!this.#chip || !isForFlash(type)) throw new RangeError(`a message of type ${type}`);
		const answer = serveFlash(this.#chip, type, payload, (clock) => this.#unwrap(clock));
		if (answer) {
			this.#input.write(answer);
			return;
		}
		void this.kill();
		this.#events.onSupplyLost();
	}

	/** The clock that a 32-bit one stands for, not before the last. */
	#unwrap(clock: number): number {
		return this.#clock + ((clock - this.#clock) >>> 0);
	}

	#finish(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#chip?.powerDown();
		this.#statsRequest?.reject(new Error("the engine has ended"));
		this.#statsRequest = undefined;
	}
}
