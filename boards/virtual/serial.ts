/**
 * Serial ports over the byte link: ECMA-419 `Serial` (format "buffer") with the parity that `board`
 * adds, and the bench's end of the lines.
 */
import type { Buffer } from "embedded:io/_common";
import type { SerialOptions, SerialPort } from "board";
import { ToBench } from "./link";
import { sendBytes, sendSerial } from "./messages";

const PARITY = Object.freeze({ none: 0, even: 1, odd: 2 } as const);

/** Characters that a port holds until they are read; more are lost, as in a UART. */
const BUFFER_BYTES = 4096;

/** Copies byte by byte: a subarray would be garbage at each request. */
function copy(from: Uint8Array, first: number, count: number, to: Uint8Array, at: number): void {
	for (let i = 0; i < count; i++) to[at + i] = from[first + i];
}

/** Open ports by number. */
type OpenPorts = (Serial | undefined)[];

class Serial {
	readonly target: unknown;
	private readonly open: OpenPorts;
	private readonly port: number;
	private readonly onReadable: SerialOptions["onReadable"];
	private readonly buffer = new Uint8Array(BUFFER_BYTES);
	private length = 0;

	constructor(options: SerialOptions, open: OpenPorts) {
		if (open[options.port]) throw new Error("serial: port in use");
		this.open = open;
		this.port = options.port;
		this.onReadable = options.onReadable;
		this.target = options.target;
		open[this.port] = this;
		sendSerial(ToBench.SERIAL, this.port, PARITY[options.parity], options.baud);
	}

	/** Always "buffer". */
	get format(): "buffer" {
		return "buffer";
	}

	/**
	 * Moves received characters into `buffer` and returns their number, or returns at most
	 * `byteLength` of them in a new buffer; undefined if there are none.
	 */
	read(buffer: Buffer): number | undefined;
	read(byteLength?: number): ArrayBuffer | undefined;
	read(argument?: Buffer | number): number | ArrayBuffer | undefined {
		if (this.length === 0) return undefined;
		if (argument === undefined || typeof argument === "number") {
			const result = new Uint8Array(Math.min(argument ?? this.length, this.length));
			this.take(result);
			return result.buffer;
		}
		if (!(argument instanceof Uint8Array)) throw new TypeError("serial: read takes a Uint8Array");
		return this.take(argument);
	}

	/** Sends all of `value`. */
	write(value: number | Buffer): void {
		if (!(value instanceof Uint8Array)) throw new TypeError("serial: write takes a Uint8Array");
		sendBytes(ToBench.TRANSMIT, this.port, value);
	}

	close(): void {
		this.open[this.port] = undefined;
	}

	/** Takes the characters of `bytes` from `first` to before `end`. */
	receive(bytes: Uint8Array, first: number, end: number): void {
		const count = Math.min(end - first, BUFFER_BYTES - this.length);
		copy(bytes, first, count, this.buffer, this.length);
		this.length += count;
		this.onReadable(count);
	}

	private take(target: Uint8Array): number {
		const count = Math.min(target.length, this.length);
		copy(this.buffer, 0, count, target, 0);
		if (count < this.length) this.buffer.copyWithin(0, count, this.length);
		this.length -= count;
		return count;
	}
}

/** The serial ports of a board. */
export default class SerialPorts {
	/** The class that the firmware opens ports with. */
	readonly io: SerialPort["io"];
	private readonly open: OpenPorts = [];

	constructor() {
		const open = this.open;
		this.io = class extends Serial {
			constructor(options: SerialOptions) {
				super(options, open);
			}
		};
	}

	/** Handles RECEIVED: passes `bytes` from `first` to before `end` to the port, if it is open. */
	receive(port: number, bytes: Uint8Array, first: number, end: number): void {
		this.open[port]?.receive(bytes, first, end);
	}
}
