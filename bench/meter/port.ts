/**
 * The serial ports of a virtual meter, as the lines that they are on see them, and when the meter's
 * settings may have changed.
 */
import type { LineMeter, TransmitListener } from "../bus/line-meter.ts";
import type { SerialSettings } from "../bus/protocol.ts";
import type { EngineEvents } from "./engine.ts";
import type { Pacer } from "./pacer.ts";
import type { Power } from "./power.ts";

/** Parities by their number in the byte link's SERIAL. */
const PARITIES = ["none", "even", "odd"] as const;

/** Parts of the meter that a port belongs to. */
export interface PortParts {
	readonly power: Power;
	readonly pacer: Pacer;
	readonly changes: Changes;
}

export class MeterPort implements LineMeter {
	/** On the byte link. */
	readonly number: number;
	readonly #parts: PortParts;
	readonly #listeners: TransmitListener[] = [];
	#settings: SerialSettings | undefined;

	constructor(number: number, parts: PortParts) {
		this.number = number;
		this.#parts = parts;
	}

	get powered(): boolean {
		return this.#parts.power.isOn;
	}

	get hurried(): boolean {
		return this.#parts.pacer.hurried;
	}

	get frames(): number {
		return this.#parts.pacer.present;
	}

	get settings(): SerialSettings | undefined {
		return this.#settings;
	}

	get changedFrame(): number {
		return this.#parts.changes.frame;
	}

	mayChange(): void {
		this.#parts.changes.note(this.frames);
	}

	listen(listener: TransmitListener): void {
		this.#listeners.push(listener);
	}

	receive(bytes: Uint8Array, continued = false): void {
		this.#parts.pacer.exchange(continued, (engine) => engine.received(this.number, bytes));
	}

	after(frames: number, callback: (reached: boolean) => void, precise = true): () => void {
		return this.#parts.power.after(frames, callback, precise);
	}

	/** The firmware has opened the port. */
	opened(settings: SerialSettings): void {
		this.#settings = settings;
	}

	/** The firmware sends characters, the first of them `frame` frames after the power-up. */
	transmitted(frame: number, bytes: Uint8Array): void {
		for (const listener of this.#listeners) listener(this.#parts.power.baseFrame + frame, bytes);
	}
}

/** An engine's events of these ports. */
export function portEvents(
	ports: readonly MeterPort[],
): Pick<EngineEvents, "onTransmit" | "onSerial"> {
	const byNumber = new Map(ports.map((port) => [port.number, port]));
	return {
		onTransmit: (frame, number, bytes) => byNumber.get(number)?.transmitted(frame, bytes),
		onSerial: (number, parity, baudRate) =>
			byNumber.get(number)?.opened({ baudRate, parity: PARITIES[parity] ?? "none" }),
	};
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
