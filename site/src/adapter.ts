/** A client on the RS-485 line whose bytes go out and come in elsewhere: by a USB adapter. */
import type { SerialLine } from "../../bench/bus/line.ts";
import { agree, type SerialSettings } from "../../bench/bus/protocol.ts";
import type { LineClient } from "../../bench/bus/turn.ts";

/** Time between two looks at the meter's settings, which a menu changes too. */
const LOOK_MS = 250;

/** The adapter's end outside of the worker. */
export interface AdapterPort {
	transmit(bytes: Uint8Array): void;
	/** The meter has other settings. */
	set(settings: SerialSettings): void;
}

export class Adapter implements LineClient {
	readonly #line: SerialLine;
	readonly #port: AdapterPort;
	#settings: SerialSettings | undefined;
	readonly #timer: ReturnType<typeof setInterval>;

	constructor(line: SerialLine, port: AdapterPort) {
		this.#line = line;
		this.#port = port;
		this.#timer = setInterval(() => this.#look(), LOOK_MS);
		this.#look();
	}

	/** Bytes have come in. */
	receive(bytes: Uint8Array): void {
		this.#line.send(this, bytes);
	}

	/** It is taken off the line. */
	close(): void {
		clearInterval(this.#timer);
		this.#line.leave(this);
	}

	answer(bytes: Uint8Array): void {
		this.#port.transmit(bytes);
	}

	over(): void {
		this.#look();
	}

	#look(): void {
		const { settings } = this.#line;
		if (agree(settings, this.#settings)) return;
		this.#settings = settings;
		this.#port.set(settings);
	}
}
