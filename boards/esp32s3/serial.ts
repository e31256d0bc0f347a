/**
 * ECMA-419 `Serial` of the ESP32-S3 with what the SDK's own leaves out: parity, the direction of an RS-485
 * transceiver (both in `serial-line.c`), and frames that are longer than the transmit FIFO: `write` takes a frame
 * whole and sends the rest from `onWritable`.
 */

import HardwareSerial from "embedded:io/serial";
import type { SerialIO, SerialOptions } from "board";
import { Pin, Port } from "esp32s3/pins";
import FFI from "mc/ffi";

/** Longest frame on any of the meter's buses: an M-Bus long frame. */
const LONGEST_FRAME = 261;

/** `uart_parity_t` of ESP-IDF. */
const PARITY = Object.freeze({ none: 0, even: 2, odd: 3 } as const);

/**
 * Characters in the receiver's FIFO of 128 at which it tells of them: what is left is time for XS to come, 8 ms at
 * 115200 baud.
 */
const RECEIVE_THRESHOLD = 32;

/** Characters of silence after which the receiver tells of what it has: less than the 1.5 that break a frame. */
const RECEIVE_TIMEOUT = 1;

export default class Serial implements SerialIO {
	readonly target: unknown;
	readonly #port: HardwareSerial;
	/** Frame that is being sent. */
	readonly #frame = new Uint8Array(LONGEST_FRAME);
	#length = 0;
	/** Characters of it that the FIFO has taken. */
	#sent = 0;
	/** Room in the FIFO. */
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

	/** @throws RangeError if `bytes` are more than a frame, or come before the frame before has left */
	write(bytes: Uint8Array): void {
		if (bytes.length > LONGEST_FRAME) throw new RangeError("serial: frame too long");
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

/** Gives the port that the SDK has just opened as 8N1 its parity, thresholds and direction. */
function setLine(port: number, parity: SerialOptions["parity"]): void {
	const line = new FFI();
	if (line.serial_line_configure(port, PARITY[parity], RECEIVE_THRESHOLD, RECEIVE_TIMEOUT) !== 0)
		throw new Error(`serial: port ${port} takes no settings`);
	// Both wires of M-Bus are the meter's own; RS-485 is everybody's.
	if (port === Port.RS485 && line.serial_line_direction(port, Pin.RS485_DIRECTION) !== 0)
		throw new Error("serial: no direction of RS-485");
}
