/** A bus that garbles, delays or drops what meters send, or puts an exception in its place. */
import { EXCEPTION_FLAG } from "../../client/pdu.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { uniformNumbers } from "../random.ts";
import type { LineMeter, TransmitListener } from "./line-meter.ts";
import type { SerialSettings } from "./protocol.ts";
import { isWhole, rtuFrame } from "./rtu.ts";

/** Ways to disturb an answer. An exception is Modbus's; M-Bus drops the answer instead. */
export const BUS_FAULTS = ["garble", "delay", "drop", "exception"] as const;

export interface BusFault {
	readonly fault: (typeof BUS_FAULTS)[number];
	/** Share of the answers that it hits, above 0, up to 1. */
	readonly share: number;
	/** Time by which an answer is later, meter time. */
	readonly delayMs: number;
	/** Code of the exception. */
	readonly code: number;
}

/** Part of an answer as it gets on the line. */
interface Sent {
	readonly bytes: Uint8Array;
	readonly delayFrames: number;
}

/** The fault in force on a line, and the chance that decides whom it hits. */
export class Disturbance {
	/** Undefined: none. */
	fault: BusFault | undefined;
	#uniform = uniformNumbers(1);

	/** Starts chance again. */
	seed(seed: number): void {
		this.#uniform = uniformNumbers(seed);
	}

	/** The fault that hits the next answer. */
	draw(): BusFault | undefined {
		const { fault } = this;
		return fault && this.#uniform() < fault.share ? fault : undefined;
	}

	/** Flips one bit of the bytes. */
	garble(bytes: Uint8Array): Uint8Array {
		const bit = Math.floor(this.#uniform() * 8 * bytes.length);
		return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
	}
}

/** A meter's port on a line that disturbs what it sends. */
export class DisturbedPort implements LineMeter {
	readonly #port: LineMeter;
	readonly #disturbance: Disturbance;
	#request: Uint8Array = new Uint8Array();
	/** The fault that hits the answer to the present request; undefined: not decided yet. */
	#hit: { readonly by: BusFault | undefined; parts: number } | undefined;

	constructor(port: LineMeter, disturbance: Disturbance) {
		this.#port = port;
		this.#disturbance = disturbance;
	}

	get powered(): boolean {
		return this.#port.powered;
	}

	get hurried(): boolean {
		return this.#port.hurried;
	}

	get frames(): number {
		return this.#port.frames;
	}

	get settings(): SerialSettings | undefined {
		return this.#port.settings;
	}

	get changedFrame(): number {
		return this.#port.changedFrame;
	}

	mayChange(): void {
		this.#port.mayChange();
	}

	listen(listener: TransmitListener): void {
		this.#port.listen((frame, bytes) => {
			const { bytes: sent, delayFrames } = this.#disturbed(bytes);
			if (sent.length === 0) return;
			const start = frame + delayFrames;
			const leftFrames = start - this.#port.frames;
			if (delayFrames === 0 || leftFrames <= 0) listener(start, sent);
			// It does not take the line before: the time for an answer may be over then.
			else this.#port.after(leftFrames, (reached) => void (reached && listener(start, sent)));
		});
	}

	receive(bytes: Uint8Array, continued: boolean): void {
		this.#request = continued ? Buffer.concat([this.#request, bytes]) : bytes;
		this.#hit = undefined;
		this.#port.receive(bytes, continued);
	}

	after(frames: number, callback: (reached: boolean) => void, precise?: boolean): () => void {
		return this.#port.after(frames, callback, precise);
	}

	#disturbed(bytes: Uint8Array): Sent {
		this.#hit ??= { by: this.#disturbance.draw(), parts: 0 };
		const { by, parts } = this.#hit;
		this.#hit.parts++;
		if (!by) return { bytes, delayFrames: 0 };
		switch (by.fault) {
			case "garble":
				return { bytes: parts === 0 ? this.#disturbance.garble(bytes) : bytes, delayFrames: 0 };
			case "delay":
				return { bytes, delayFrames: Math.round((by.delayMs * FRAME_RATE_HZ) / 1000) };
			case "drop":
				return { bytes: new Uint8Array(), delayFrames: 0 };
			case "exception":
				return { bytes: parts === 0 ? this.#exception(by.code) : new Uint8Array(), delayFrames: 0 };
		}
	}

	#exception(code: number): Uint8Array {
		const [unit = 0, functionCode = 0] = this.#request;
		if (!isWhole(this.#request)) return new Uint8Array();
		return rtuFrame(unit, Uint8Array.of(functionCode | EXCEPTION_FLAG, code));
	}
}
