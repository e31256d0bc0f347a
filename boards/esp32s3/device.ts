/** The ESP32-S3 board: docs/hardware.md. */

import Digital from "embedded:io/digital";
import type { Board, DigitalPins, Flash, Lcd } from "board";
import Bluetooth, { CONNECTIONS, random } from "esp32s3/bluetooth";
import ConverterFrontEnd from "esp32s3/front-end";
import NorFlash from "esp32s3/nor-flash";
import { Pin, Port, Spi } from "esp32s3/pins";
import Serial from "esp32s3/serial";
import SpiBus from "esp32s3/spi-bus";
import ChipTouchPads from "esp32s3/touch-pads";
import Uc1608 from "esp32s3/uc1608";
import Time from "time";

const clock = Object.freeze({
	/** FreeRTOS ticks at 1 kHz. */
	timerResolutionMs: 1,
	get microseconds(): number {
		return Time.microseconds ?? 0;
	},
});

/**
 * Parts that are opened when the firmware first asks for them: unlike the rest of the board this object lies in RAM
 * (xsl says that it is not frozen).
 */
const parts: { bus?: SpiBus; flash?: Flash; lcd?: Lcd } = {};

/** The bus of LCD and flash chip. */
function bus(): SpiBus {
	parts.bus ??= new SpiBus({
		port: Spi.BUS,
		clock: Pin.BUS_CLOCK,
		out: Pin.BUS_OUT,
		in: Pin.BUS_IN,
		hz: 8_000_000,
	});
	return parts.bus;
}

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
	get flash(): Flash {
		parts.flash ??= new NorFlash(bus().device(Pin.FLASH_SELECT, 0));
		return parts.flash;
	},
	get lcd(): Lcd {
		parts.lcd ??= new Uc1608(bus().device(Pin.LCD_SELECT, 1), {
			data: Pin.LCD_DATA,
			reset: Pin.LCD_RESET,
			backlight: Pin.BACKLIGHT,
		});
		return parts.lcd;
	},
	bluetooth: Object.freeze({ io: Bluetooth, connections: CONNECTIONS, random }),
	touch: Object.freeze(
		new ChipTouchPads(Object.freeze([Pin.TOUCH_LEFT, Pin.TOUCH_MIDDLE, Pin.TOUCH_RIGHT])),
	),
});

export default device;
