/**
 * The board of Moddable's simulators (lin, mac, win): a constant source for the front end, RS-485 on a device of
 * the desktop, pins that are only remembered.
 */
import type { Board } from "board";
import ConstantFrontEnd from "constant/front-end";
import Digital from "simulator/digital";
import Serial, { RS485 } from "simulator/serial";

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
	frontEnd: Object.freeze(new ConstantFrontEnd(clock)),
	rs485: Object.freeze({ io: Serial, port: RS485, receive: 0, transmit: 0 }),
	pins: Object.freeze({
		io: Digital,
		tariffInput: 0,
		seal: 1,
		led: 2,
		s0: Object.freeze([3, 4] as const),
	}),
});

export default device;
