/** Messages of the byte link as the virtual board sends them. */
import { clock } from "./clock";

/** Payload of the message that is being delivered. */
export const input = new Uint8Array(host.input);

/** The same, for multi-byte fields. */
export const inputView = new DataView(host.input);

const output = new Uint8Array(host.output);
const outputView = new DataView(host.output);

/** Sends a message of the clock and another 32-bit value (DONE). */
export function sendClock(type: number, value: number): void {
	outputView.setUint32(0, clock.frames, true);
	outputView.setUint32(4, value, true);
	host.send(type, 8);
}

/** Sends a message of the clock, a port or pin, and bytes (TRANSMIT, OUTPUT). */
export function sendBytes(type: number, port: number, bytes: Uint8Array): void {
	outputView.setUint32(0, clock.frames, true);
	output[4] = port;
	output.set(bytes, 5);
	host.send(type, 5 + bytes.length);
}

/** Sends a port's settings (SERIAL). */
export function sendSerial(type: number, port: number, parity: number, baud: number): void {
	output[0] = port;
	output[1] = parity;
	outputView.setUint32(2, baud, true);
	host.send(type, 6);
}
