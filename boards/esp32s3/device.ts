/** The ESP32-S3 board: docs/hardware.md. */

import Digital from "embedded:io/digital";
import type { Board, DigitalPins } from "board";
import { blindLcd, noPads } from "constant/lcd";
import ConverterFrontEnd from "esp32s3/front-end";
import { Pin, Port, Spi } from "esp32s3/pins";
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
	frontEnd: Object.freeze(
		new ConverterFrontEnd(
			Object.freeze({
				port: Spi.CONVERTER,
				clock: Pin.CONVERTER_CLOCK,
				out: Pin.CONVERTER_OUT,
				in: Pin.CONVERTER_IN,
				select: Pin.CONVERTER_SELECT,
				ready: Pin.CONVERTER_READY,
				hz: 8_000_000,
			}),
		),
	),
	rs485: Object.freeze({
		io: Serial,
		port: Port.RS485,
		receive: Pin.RS485_RECEIVE,
		transmit: Pin.RS485_TRANSMIT,
	}),
	mbus: Object.freeze({
		io: Serial,
		port: Port.MBUS,
		receive: Pin.MBUS_RECEIVE,
		transmit: Pin.MBUS_TRANSMIT,
	}),
	pins: Object.freeze({
		// The npm typings leave the modes `unknown`; the SDK's declare them as the numbers they are.
		io: Digital as unknown as DigitalPins["io"],
		tariffInput: Pin.TARIFF_INPUT,
		seal: Pin.SEAL,
		led: Pin.LED,
		s0: Object.freeze([Pin.S0_1, Pin.S0_2] as const),
		powerFail: Pin.POWER_FAIL,
	}),
	flash: undefined,
	lcd: blindLcd,
	touch: noPads,
});

export default device;
