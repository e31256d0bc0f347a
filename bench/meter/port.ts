/** A serial port of a virtual meter, as the line that it is on sees it. */
import type { LineMeter, TransmitListener } from "../bus/line-meter.ts";
import type { SerialSettings } from "../bus/serial-settings.ts";

/** What a port needs of its meter. */
export interface PortOwner {
	readonly powered: boolean;
	readonly hurried: boolean;
	readonly frames: number;
	/** Hands characters to the firmware's port. */
	deliver(port: number, bytes: Uint8Array, continued: boolean): void;
	after(frames: number, callback: (reached: boolean) => void, precise?: boolean): () => void;
}

/** See the file's head. */
export class MeterPort implements LineMeter {
	readonly #owner: PortOwner;
	readonly #number: number;
	/** As the firmware has last opened the port; undefined: never yet. */
	settings: SerialSettings | undefined;
	readonly #listeners: TransmitListener[] = [];

	/** @param number of the port on the byte link */
	constructor(owner: PortOwner, number: number) {
		this.#owner = owner;
		this.#number = number;
	}

	listen(listener: TransmitListener): void {
		this.#listeners.push(listener);
	}

	/** The firmware sends characters, the first of them at `frame`. */
	transmitted(frame: number, bytes: Uint8Array): void {
		for (const listener of this.#listeners) listener(frame, bytes);
	}

	get powered(): boolean {
		return this.#owner.powered;
	}

	get hurried(): boolean {
		return this.#owner.hurried;
	}

	get frames(): number {
		return this.#owner.frames;
	}

	/**
	 * Gives received characters, now; they are lost while the supply is off.
	 * @param continued whether they follow those before without a gap: a stream's chunks come with delays that
	 *   mean nothing, so the meter's time holds still for them, up to the silence that ends a frame
	 */
	receive(bytes: Uint8Array, continued = false): void {
		this.#owner.deliver(this.#number, bytes, continued);
	}

	after(frames: number, callback: (reached: boolean) => void, precise = true): () => void {
		return this.#owner.after(frames, callback, precise);
	}
}
