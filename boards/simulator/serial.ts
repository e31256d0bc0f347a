/**
 * ECMA-419 `Serial` over a simulator's: that one opens a device of the desktop (a pty, a USB adapter) by its
 * path, reads into buffers of its own and writes nothing but an ArrayBuffer. The path is given when the
 * firmware is built (`mcconfig … rs485=/dev/ttyUSB0 mbus=/dev/ttyUSB1`); without it the port is open and connected to nothing.
 * The simulator's ports know 8N1 only: parity is left out.
 */

import HostSerial from "embedded:io/serial";
import type { SerialIO, SerialOptions } from "board";
import config from "mc/config";

/** Port numbers. */
export const RS485 = 0;
export const MBUS = 1;

/** Where a port's path stands in `mc/config`, by port number. */
const PATHS = Object.freeze(["rs485", "mbus"]);

/** XS's own output to the debugger; silent in a release build. */
declare function trace(...items: unknown[]): void;

/** The simulators' class as it is; the typings describe the microcontrollers'. */
interface HostPort {
	/** A new buffer with `count` characters at most; undefined: there are none. */
	read(count: number): ArrayBuffer | undefined;
	write(bytes: ArrayBufferLike): void;
	close(): void;
}
type HostPortClass = new (options: {
	device: string;
	baud: number;
	format: "buffer";
	onReadable: (count: number) => void;
	onError: () => void;
}) => HostPort;

export default class Serial implements SerialIO {
	readonly target: unknown;
	#port: HostPort | undefined;

	/** @throws Error that names the path if the device cannot be opened */
	constructor(options: SerialOptions) {
		this.target = options.target;
		const name = PATHS[options.port];
		const device: unknown = config[name];
		if (typeof device !== "string" || device === "") return;
		try {
			this.#port = new (HostSerial as unknown as HostPortClass)({
				device,
				baud: options.baud,
				format: "buffer",
				onReadable: options.onReadable,
				onError: () => {
					// The simulator closes the port behind this call and must not be asked again.
					this.#port = undefined;
					trace(`${name}: ${device} has gone\n`);
				},
			});
		} catch (error) {
			throw new Error(`${name}: cannot open ${device} (${error})`);
		}
	}

	read(buffer: Uint8Array): number | undefined {
		const received = this.#port?.read(buffer.length);
		if (received === undefined) return undefined;
		buffer.set(new Uint8Array(received));
		return received.byteLength;
	}

	/** Characters that nobody takes at the other end are lost, as on a line. */
	write(bytes: Uint8Array): void {
		try {
			this.#port?.write(bytes.slice().buffer);
		} catch {
			trace("serial: characters lost\n");
		}
	}

	close(): void {
		this.#port?.close();
		this.#port = undefined;
	}
}
