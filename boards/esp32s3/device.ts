/** The ESP32-S3 board of docs/hardware.md. */
import type { Board, Flash, Identity, Lcd, RestartReason } from "board";
import Bluetooth, { CONNECTIONS } from "esp32s3/bluetooth";
import { clock } from "esp32s3/clock";
import Digital from "esp32s3/digital";
import NorFlash from "esp32s3/flash";
import ConverterFrontEnd from "esp32s3/front-end";
import { readIdentity } from "esp32s3/identity";
import ChipLcd from "esp32s3/lcd";
import { Pin, Port, Spi } from "esp32s3/pins";
import { readRestartReason } from "esp32s3/restart";
import Serial from "esp32s3/serial";
import SpiBus from "esp32s3/spi-bus";
import ChipTouchPads from "esp32s3/touch-pads";

const SPI_HZ = 8_000_000;

/**
 * Parts opened when the firmware first asks for them. Unlike the rest of the board, this object is
 * in RAM (xsl warns that it is not frozen).
 */
const parts: { bus?: SpiBus; flash?: Flash; identity?: Identity; lcd?: Lcd } = {};

/** Opens the bus of the LCD and the flash chip on first use. */
function bus(): SpiBus {
	parts.bus ??= new SpiBus({
		port: Spi.BUS,
		clock: Pin.BUS_CLOCK,
		out: Pin.BUS_OUT,
		in: Pin.BUS_IN,
		hz: SPI_HZ,
	});
	return parts.bus;
}

const device: Board = Object.freeze({
	get identity(): Identity {
		parts.identity ??= readIdentity();
		return parts.identity;
	},
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
				hz: SPI_HZ,
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
		io: Digital,
		tariffInput: Pin.TARIFF_INPUT,
		seal: Pin.SEAL,
		led: Pin.LED,
		s0: Object.freeze([Pin.S0_1, Pin.S0_2] as const),
		powerFail: Pin.POWER_FAIL,
	}),
	get flash(): Flash | undefined {
		parts.flash ??= NorFlash.open(bus().device(Pin.FLASH_SELECT, 0));
		return parts.flash;
	},
	get lcd(): Lcd {
		parts.lcd ??= new ChipLcd(bus().device(Pin.LCD_SELECT, 1), {
			data: Pin.LCD_DATA,
			reset: Pin.LCD_RESET,
			backlight: Pin.BACKLIGHT,
		});
		return parts.lcd;
	},
	get restartReason(): RestartReason {
		return readRestartReason();
	},
	bluetooth: Object.freeze({ io: Bluetooth, connections: CONNECTIONS }),
	touch: Object.freeze(
		new ChipTouchPads(Object.freeze([Pin.TOUCH_LEFT, Pin.TOUCH_MIDDLE, Pin.TOUCH_RIGHT])),
	),
});

export default device;
