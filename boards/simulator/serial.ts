/**
 * ECMA-419 `Serial` over the simulators' own class, which opens a device of the desktop (a pty, a
 * USB adapter) by its path, reads into new buffers and writes only ArrayBuffers. The path is set
 * when the firmware is built (`mcconfig … rs485=/dev/ttyUSB0 mbus=/dev/ttyUSB1`); without a path
 * the port is open but not connected. The simulators' ports support only 8N1, so parity is ignored.
 */

import HostSerial from "embedded:io/serial";
import type { SerialIO, SerialOptions } from "board";
import config from "mc/config";

/** Port numbers. */
export const RS485 = 0;
export const MBUS = 1;

/** Names of the ports' paths in `mc/config`, by port number. */
const PATHS = Object.freeze(["rs485", "mbus"]);

/** The simulators' class; the typings describe the one of the microcontrollers. */
interface HostPort {
	/** Returns at most `count` characters in a new buffer; undefined if there are none. */
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

	/** @throws Error naming the path if the device cannot be opened */
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
					// The simulator closes the port after this call; it must not be used again.
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

	/** Characters that the other end does not read are lost, as on a line. */
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
