/**
 * The ESP32-S3 board. It has no converter yet: until the driver of the ADS131M08 is there, the front end is a
 * constant source, and RS-485 goes without direction pin and parity.
 */

import Digital from "embedded:io/digital";
import type { Board, DigitalPins } from "board";
import ConstantFrontEnd from "constant/front-end";
import Serial from "esp32s3/serial";
import Time from "time";

const clock = Object.freeze({
	/** FreeRTOS ticks at 1 kHz. */
	timerResolution: 1,
	get microseconds(): number {
		return Time.microseconds ?? 0;
	},
});

const device: Board = Object.freeze({
	identity: Object.freeze({ serialNumber: 12345678, modbusId: 1, mbusAddress: 0 }),
	clock,
	frontEnd: Object.freeze(new ConstantFrontEnd(clock)),
	/** UART 1 on its default pins. */
	rs485: Object.freeze({ io: Serial, port: 1, receive: 18, transmit: 17 }),
	/** UART 2, on the M-Bus transceiver. */
	mbus: Object.freeze({ io: Serial, port: 2, receive: 5, transmit: 4 }),
	pins: Object.freeze({
		// The npm typings leave the modes `unknown`; the SDK's declare them as the numbers they are.
		io: Digital as unknown as DigitalPins["io"],
		tariffInput: 6,
		seal: 7,
		led: 15,
		s0: Object.freeze([16, 21] as const),
		powerFail: 4,
	}),
	flash: undefined,
});

export default device;
