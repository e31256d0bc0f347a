/** The board's serial ports: its UARTs, and the direction pin of RS-485. */
import type { SerialIO, SerialOptions } from "board";
import { Pin, Port } from "esp32s3/pins";
import Uart from "esp32s3/uart";

/** ESP-IDF's `uart_parity_t`. */
const PARITY = Object.freeze({ none: 0, even: 2, odd: 3 } as const);

/** Only RS-485 is shared; M-Bus has a wire for each direction. */
const NO_DIRECTION = -1;

export default class Serial implements SerialIO {
	readonly #uart: Uart;

	constructor(options: SerialOptions) {
		const { port, receive, transmit, baud, parity, onReadable } = options;
		this.#uart = new Uart({
			port,
			receive,
			transmit,
			direction: port === Port.RS485 ? Pin.RS485_DIRECTION : NO_DIRECTION,
			baud,
			parity: PARITY[parity],
			onReadable,
		});
	}

	read(buffer: Uint8Array): number {
		return this.#uart.read(buffer);
	}

	get receiving(): boolean {
		return this.#uart.receiving;
	}

	write(bytes: Uint8Array): void {
		this.#uart.write(bytes);
	}

	close(): void {
		this.#uart.close();
	}
}
