/**
 * ECMA-419 `Serial` with what the SDK's class lacks: parity and the direction of an RS-485
 * transceiver (both in `serial-line.c`), and frames longer than the transmit FIFO: `write` takes a
 * whole frame and sends the rest from `onWritable`.
 */

import HardwareSerial from "embedded:io/serial";
import type { SerialIO, SerialOptions } from "board";
import { Pin, Port } from "esp32s3/pins";
import FFI from "mc/ffi";

/** Longest frame of the meter's buses: an M-Bus long frame. */
const MAXIMUM_FRAME_BYTES = 261;

/** ESP-IDF's `uart_parity_t`. */
const PARITY = Object.freeze({ none: 0, even: 2, odd: 3 } as const);

/**
 * Characters in the receive FIFO of 128 at which it raises an interrupt. The rest of the FIFO gives
 * XS 8 ms to respond at 115200 baud.
 */
const RECEIVE_THRESHOLD_CHARACTERS = 32;

/**
 * Silence after which the receiver reports what it has, less than the 1.5 characters that break a
 * frame.
 */
const RECEIVE_TIMEOUT_CHARACTERS = 1;

export default class Serial implements SerialIO {
	readonly target: unknown;
	readonly #port: HardwareSerial;
	/** Frame being sent. */
	readonly #frame = new Uint8Array(MAXIMUM_FRAME_BYTES);
	#length = 0;
	/** Characters of the frame that are in the FIFO or sent. */
	#sent = 0;
	/** Characters that the FIFO has room for. */
	#writable = 0;

	constructor(options: SerialOptions) {
		this.target = options.target;
		this.#port = new HardwareSerial({
			port: options.port,
			receive: options.receive,
			transmit: options.transmit,
			baud: options.baud,
			format: "buffer",
			onReadable: options.onReadable,
			onWritable: (count) => {
				this.#writable = count;
				this.#continue();
			},
		});
		setLine(options.port, options.parity);
	}

	read(buffer: Uint8Array): number | undefined {
		return this.#port.read(buffer);
	}

	/** @throws RangeError if `bytes` are longer than a frame or the last frame is still being sent */
	write(bytes: Uint8Array): void {
		if (bytes.length > MAXIMUM_FRAME_BYTES) throw new RangeError("serial: frame too long");
		if (this.#sent < this.#length) throw new RangeError("serial: still sending");
		this.#frame.set(bytes);
		this.#length = bytes.length;
		this.#sent = 0;
		this.#continue();
	}

	close(): void {
		this.#port.close();
	}

	#continue(): void {
		const count = Math.min(this.#writable, this.#length - this.#sent);
		if (count === 0) return;
		const from = this.#sent;
		this.#sent += count;
		this.#writable -= count;
		this.#port.write(this.#frame.subarray(from, from + count));
	}
}

/** Sets parity, thresholds and direction of a port that the SDK has just opened as 8N1. */
function setLine(port: number, parity: SerialOptions["parity"]): void {
	const line = new FFI();
	if (
		line.serial_line_configure(
			port,
			PARITY[parity],
			RECEIVE_THRESHOLD_CHARACTERS,
			RECEIVE_TIMEOUT_CHARACTERS,
		) !== 0
	)
		throw new Error(`serial: cannot configure port ${port}`);
	// Only RS-485 is shared; M-Bus has a wire for each direction.
	if (port === Port.RS485 && line.serial_line_direction(port, Pin.RS485_DIRECTION) !== 0)
		throw new Error("serial: cannot set the direction pin of RS-485");
}
