/**
 * ECMA-419 `Serial` of the ESP32 for frames that are longer than its transmit FIFO: `write` takes a frame whole
 * and sends the rest from `onWritable`. The UART of the SDK knows 8N1 only: parity is left out.
 */

import HardwareSerial from "embedded:io/serial";
import type { SerialIO, SerialOptions } from "board";

/** Longest frame on any of the meter's buses: an M-Bus long frame. */
const LONGEST_FRAME = 261;

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
