/**
 * The board of Moddable's simulators (lin, mac, win). Mains, inputs and lamps are on the panel
 * (`panel/ambit.js`); the buses are serial devices of the desktop.
 */
import type { Board, Flash, Lcd } from "board";
import config from "mc/config";
import { clock } from "simulator/clock";
import Digital from "simulator/digital";
import FileFlash from "simulator/flash";
import SimulatedFrontEnd from "simulator/front-end";
import SimulatedLcd from "simulator/lcd";
import { Pin } from "simulator/pins";
import Serial, { MBUS, RS485 } from "simulator/serial";
import PanelTouchPads from "simulator/touch-pads";

/**
 * Parts opened when the firmware first asks for them. Unlike the rest of the board, this object is
 * in RAM (xsl warns that it is not frozen).
 */
const parts: { flash?: Flash; lcd?: Lcd } = {};

const device: Board = Object.freeze({
	identity: Object.freeze({ serialNumber: 12345678, modbusId: 1, mbusAddress: 0 }),
	clock,
	frontEnd: Object.freeze(new SimulatedFrontEnd(clock)),
	rs485: Object.freeze({ io: Serial, port: RS485, receive: 0, transmit: 0 }),
	mbus: Object.freeze({ io: Serial, port: MBUS, receive: 0, transmit: 0 }),
	pins: Object.freeze({
		io: Digital,
		tariffInput: Pin.TARIFF_INPUT,
		seal: Pin.SEAL,
		led: Pin.LED,
		s0: Object.freeze([Pin.S0_1, Pin.S0_2] as const),
		powerFail: Pin.POWER_FAIL,
	}),
	get flash(): Flash | undefined {
		const path: unknown = config.state;
		if (typeof path !== "string" || path === "") return undefined;
		parts.flash ??= new FileFlash(path);
		return parts.flash;
	},
	get lcd(): Lcd {
		parts.lcd ??= new SimulatedLcd();
		return parts.lcd;
	},
	touch: Object.freeze(new PanelTouchPads()),
});

export default device;
