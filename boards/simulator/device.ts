/**
 * The board of Moddable's simulators (lin, mac, win): mains, inputs and lamps are the panel's (`panel/ambit.js`),
 * the buses are serial devices of the desktop.
 */
import type { Board } from "board";
import { blindLcd, noPads } from "constant/lcd";
import Digital from "simulator/digital";
import SimulatedFrontEnd from "simulator/front-end";
import { Pin } from "simulator/pins";
import Serial, { MBUS, RS485 } from "simulator/serial";

/** The desktop's clock: whole milliseconds, as its timers run. */
const clock = Object.freeze({
	timerResolution: 1,
	get microseconds(): number {
		return Date.now() * 1000;
	},
});

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
	flash: undefined,
	lcd: blindLcd,
	touch: noPads,
});

export default device;
