// SPDX-License-Identifier: Apache-2.0
/**
 * The global `host` of boards/virtual/host.ts in JavaScript, equal to that of engine/xs. How its
 * messages travel is up to whoever runs it: a process on Node, or a page in a browser.
 */
import type { Host } from "../../boards/virtual/host.ts";
import {
	BYTES_PER_FRAME,
	MAXIMUM_PAYLOAD,
	SEQUENCE_LENGTH,
	ToBench,
	ToBoard,
} from "../../boards/virtual/link.ts";
import type { Message } from "./message.ts";
import qrCode from "./qrcode.ts";
import type { SamplePath } from "./sample-path.ts";
import { unpackFrames } from "./unpack.ts";

const LARGEST_INDEX = 0x7fffffff;
const EMPTY = new Uint8Array(0);

/** The engine's end of the byte link. */
export interface HostLink {
	/** Sends a message; the payload is copied. */
	send(type: number, payload: Uint8Array): void;
	/** Sends what is still on its way. */
	flush(): void;
	/** The next message, waited for; the firmware cannot continue without it. */
	read(answerType: number): Message;
	/** Ends the engine: the bench broke the link. */
	broken(reason: string): never;
	/** Heap in use, bytes; 0 where nobody knows it. */
	heapBytes(): number;
}

/** Checks a host function's argument as the C engine does. */
function integer(value: unknown, name: string, maximum: number): number {
	const number = Math.trunc(Number(value));
	if (!(number >= 0 && number <= maximum))
		throw new RangeError(`${name} ${value} is not 0..${maximum}`);
	return number;
}

/** The part of `bytes` that the arguments of send name. */
function partOf(bytes: Uint8Array, first: unknown, count: unknown): Uint8Array {
	const start = integer(first, "send: first", LARGEST_INDEX);
	const length = integer(count, "send: count", LARGEST_INDEX);
	if (start + length > bytes.length)
		throw new RangeError(`send: ${length} bytes from index ${start}, there are ${bytes.length}`);
	return bytes.subarray(start, start + length);
}

const fixed = (value: unknown): PropertyDescriptor => ({ value, enumerable: true });

export class FirmwareHost {
	/** The global for the firmware. */
	readonly host: Host;
	readonly #link: HostLink;
	readonly #samplePath: SamplePath;
	readonly #input = new Uint8Array(MAXIMUM_PAYLOAD);
	readonly #output = new Uint8Array(MAXIMUM_PAYLOAD);
	readonly #traced = new Uint8Array(MAXIMUM_PAYLOAD);
	#frames: Uint8Array = EMPTY;
	#peakHeapBytes = 0;
	/** Messages that came before the answer of an exchange. */
	readonly #waiting: Message[] = [];

	constructor(link: HostLink, samplePath: SamplePath) {
		this.#link = link;
		this.#samplePath = samplePath;
		this.host = Object.create(Object.prototype, {
			input: fixed(this.#input.buffer),
			output: fixed(this.#output.buffer),
			send: fixed(this.#send.bind(this)),
			exchange: fixed(this.#exchange.bind(this)),
			meter: fixed((results: number[]) => samplePath.meter(results)),
			restartMeter: fixed(() => samplePath.restart()),
			setReference: fixed((phase: number) => samplePath.setReference(phase)),
			quality: fixed((place: number) => samplePath.quality(place)),
			enableQuality: fixed((on: boolean) => samplePath.enableQuality(on)),
			setQualityLimits: fixed((phase: number, low: number, high: number) =>
				samplePath.setQualityLimits(phase, low, high),
			),
			unpack: fixed((samples: number[], at: number, first: number, count: number) =>
				unpackFrames(this.#frames, samples, at, first, count),
			),
			qrCode: fixed((text: string, maxVersion: number) =>
				qrCode({ input: String(text), maxVersion }),
			),
			onMessage: { value: undefined, writable: true, enumerable: true },
		});
	}

	/** The global function `trace` for the firmware. */
	readonly trace = (...items: unknown[]): void => {
		const { written } = new TextEncoder().encodeInto(items.map(String).join(""), this.#traced);
		this.#link.send(ToBench.TRACE, this.#traced.subarray(0, written));
	};

	/** Takes the next message that came before the answer of an exchange. */
	takeWaiting(): Message | undefined {
		return this.#waiting.shift();
	}

	/** Gives the firmware a message. */
	deliver({ type, payload }: Message): void {
		if (type === ToBoard.STATS) {
			this.#sendStats();
			return;
		}
		if (type === ToBoard.FRAMES) this.#keepFrames(payload);
		else this.#input.set(payload);
		if (!this.host.onMessage) throw new TypeError("host.onMessage is not a function");
		this.host.onMessage(type, payload.length);
	}

	/** The message that was delivered is dealt with. */
	release(): void {
		this.#setFrames(EMPTY);
		this.#link.flush();
	}

	#setFrames(bytes: Uint8Array): void {
		this.#frames = bytes;
		this.#samplePath.setFrames(bytes);
	}

	#send(type: number, length: number, rest = EMPTY, first?: number, count?: number): void {
		const head = integer(length, "send: length", MAXIMUM_PAYLOAD);
		const part = first === undefined ? rest : partOf(rest, first, count);
		this.#output.set(part, head);
		this.#link.send(integer(type, "send: type", 255), this.#output.subarray(0, head + part.length));
	}

	#exchange(type: number, length: number, answerType: number): number {
		const end = integer(length, "exchange: length", MAXIMUM_PAYLOAD);
		integer(answerType, "exchange: answer type", 255);
		this.#link.send(integer(type, "exchange: type", 255), this.#output.subarray(0, end));
		this.#link.flush();
		for (;;) {
			const message = this.#link.read(answerType);
			if (message.type === answerType) {
				this.#output.set(message.payload);
				return message.payload.length;
			}
			this.#waiting.push(message);
		}
	}

	#sendStats(): void {
		const heapBytes = this.#link.heapBytes();
		this.#peakHeapBytes = Math.max(this.#peakHeapBytes, heapBytes);
		const figures = Float64Array.of(0, heapBytes, this.#peakHeapBytes, 0, 0);
		this.#link.send(ToBench.STATS, new Uint8Array(figures.buffer));
	}

	/** Keeps the frames of FRAMES for the kernel; the firmware gets the sequence number. */
	#keepFrames(payload: Uint8Array): void {
		const length = payload.length - SEQUENCE_LENGTH;
		if (length < 0 || length % BYTES_PER_FRAME !== 0)
			this.#link.broken(
				`link: FRAMES of ${payload.length} bytes, ` +
					`not ${SEQUENCE_LENGTH} and a multiple of ${BYTES_PER_FRAME}`,
			);
		this.#setFrames(payload.subarray(SEQUENCE_LENGTH));
		this.#input.set(payload.subarray(0, SEQUENCE_LENGTH));
	}
}
