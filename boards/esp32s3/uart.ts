/** Class around `uart.c`, a UART by ESP-IDF's driver. */

/** xsc binds these to the C functions of the names given. */
declare function Native(destructor: string): new () => object;
declare function native(name: string): { call(target: unknown, ...parameters: unknown[]): unknown };

export interface UartOptions {
	/** ESP-IDF's number. */
	port: number;
	receive: number;
	transmit: number;
	/** Pin of an RS-485 transceiver's DE and /RE, 1 while sending; -1 if there is none. */
	direction: number;
	baud: number;
	/** ESP-IDF's `uart_parity_t`. */
	parity: number;
	/**
	 * Called with the number of characters of a piece, and the time (µs) since the last of them came.
	 */
	onReadable: (count: number, ageUs: number) => void;
}

export default class Uart extends Native("xs_uart_destructor") {
	constructor(options: UartOptions) {
		super();
		native("xs_uart").call(this, options);
	}
	/** Moves characters of the piece in hand into `buffer`; returns their number. */
	read(buffer: Uint8Array): number {
		return native("xs_uart_read").call(this, buffer) as number;
	}
	/** True while characters have come of which `onReadable` has not told. */
	get receiving(): boolean {
		return native("xs_uart_get_receiving").call(this) as boolean;
	}
	/** Sends all without a gap and without waiting; throws if earlier frames leave no room. */
	write(bytes: Uint8Array): void {
		native("xs_uart_write").call(this, bytes);
	}
	close(): void {
		native("xs_uart_close").call(this);
	}
}
