/**
 * A serial port of a virtual meter, as the line that it is on sees it, and when the meter's
 * settings may have changed.
 */
import type { LineMeter, TransmitListener } from "../bus/line-meter.ts";
import type { SerialSettings } from "../bus/protocol.ts";
import type { Pacer } from "./pacer.ts";

/** The meter that a port belongs to. */
export type PortOwner = Pick<
	LineMeter,
	"powered" | "hurried" | "frames" | "changedFrame" | "mayChange" | "after"
>;

export class MeterPort implements LineMeter {
	readonly #owner: PortOwner;
	readonly #pacer: Pacer;
	readonly #number: number;
	readonly #listeners: TransmitListener[] = [];
	#settings: SerialSettings | undefined;

	/**
	 * @param pacer of the owner, for the moment at which a request reaches the firmware
	 * @param number of the port on the byte link
	 */
	constructor(owner: PortOwner, pacer: Pacer, number: number) {
		this.#owner = owner;
		this.#pacer = pacer;
		this.#number = number;
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

	get settings(): SerialSettings | undefined {
		return this.#settings;
	}

	get changedFrame(): number {
		return this.#owner.changedFrame;
	}

	mayChange(): void {
		this.#owner.mayChange();
	}

	listen(listener: TransmitListener): void {
		this.#listeners.push(listener);
	}

	receive(bytes: Uint8Array, continued = false): void {
		this.#pacer.exchange(continued, (engine) => engine.received(this.#number, bytes));
	}

	after(frames: number, callback: (reached: boolean) => void, precise = true): () => void {
		return this.#owner.after(frames, callback, precise);
	}

	/** The firmware has opened the port. */
	opened(settings: SerialSettings): void {
		this.#settings = settings;
	}

	/** The firmware sends characters, the first of them at `frame`. */
	transmitted(frame: number, bytes: Uint8Array): void {
		for (const listener of this.#listeners) listener(frame, bytes);
	}
}

/** When the settings of a meter may have changed last, by a road that its lines do not see. */
export class Changes {
	#frame = 0;
	readonly #padsDown = new Set<number>();

	/** Meter time of the last such event; Infinity while a button is held: a menu may act. */
	get frame(): number {
		return this.#padsDown.size > 0 ? Number.POSITIVE_INFINITY : this.#frame;
	}

	/** Something that may change settings happens at `frame`. */
	note(frame: number): void {
		this.#frame = frame;
	}

	/** The same, by a button. */
	touch(frame: number, pad: number, down: boolean): void {
		this.note(frame);
		if (down) this.#padsDown.add(pad);
		else this.#padsDown.delete(pad);
	}

	/** The meter powers up: its settings are those that it kept, and no button counts as held. */
	restart(frame: number): void {
		this.#padsDown.clear();
		this.note(frame);
	}
}
