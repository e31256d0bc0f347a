/** Reads and sends the byte link's messages. */
import { clock } from "./clock";
import { ToBench } from "./link";

/** Payload of the message being delivered. */
export const input = new Uint8Array(host.input);

/** {@link input} for multi-byte fields. */
export const inputView = new DataView(host.input);

/** Payload of the next message to be sent, and of the answer to an exchange. */
export const output = new Uint8Array(host.output);

/** {@link output} for multi-byte fields. */
export const outputView = new DataView(host.output);

/** Reports that the firmware is running, and the time it waited for the flash chip (READY). */
export function sendReady(): void {
	outputView.setUint32(0, clock.frames, true);
	host.send(ToBench.READY, 4);
}

/** Reports that a message was handled (DONE). */
export function sendDone(framesToTimer: number): void {
	outputView.setUint32(0, clock.given, true);
	outputView.setUint32(4, framesToTimer, true);
	host.send(ToBench.DONE, 8);
}

/** Sends the clock, a port or pin, and bytes (TRANSMIT, OUTPUT, BACKLIGHT). */
export function sendBytes(type: number, port: number, bytes: Uint8Array): void {
	outputView.setUint32(0, clock.frames, true);
	output[4] = port;
	host.send(type, 5, bytes);
}

/** Sends a message of the radio: `head`, followed by `bytes`. */
export function sendBluetooth(
	type: number,
	head: readonly number[],
	bytes?: ArrayLike<number>,
): void {
	output.set(head);
	if (bytes) output.set(bytes, head.length);
	host.send(type, head.length + (bytes?.length ?? 0));
}

/** Sends a notification (BLE_NOTIFICATION). Makes no garbage, since there are six per second. */
export function sendNotification(
	connection: number,
	characteristic: number,
	bytes: Uint8Array,
): void {
	output[0] = connection;
	output[1] = characteristic;
	output.set(bytes, 2);
	host.send(ToBench.BLE_NOTIFICATION, 2 + bytes.length);
}

/** Sends a port's settings (SERIAL). */
export function sendSerial(type: number, port: number, parity: number, baud: number): void {
	output[0] = port;
	output[1] = parity;
	outputView.setUint32(2, baud, true);
	host.send(type, 6);
}

/** Sends the clock, a place on the LCD and `count` bytes, starting at index `first` (LCD). */
export function sendPart(
	type: number,
	page: number,
	column: number,
	bytes: Uint8Array,
	first: number,
	count: number,
): void {
	outputView.setUint32(0, clock.frames, true);
	output[4] = page;
	output[5] = column;
	host.send(type, 6, bytes, first, count);
}
