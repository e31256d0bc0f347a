/** The virtual board: implements `board` over the byte link to the bench. */
import { type Board, type Flash, RestartReason } from "board";
import Radio from "./bluetooth";
import ByteCodeFrontEnd from "./byte-code-front-end";
import { clock } from "./clock";
import Pins from "./digital";
import VirtualFlash from "./flash";
import VirtualFrontEnd from "./front-end";
import VirtualLcd from "./lcd";
import { Pin, Port } from "./link";
import SerialPorts from "./serial";
import VirtualTouchPads from "./touch-pads";

/** Set when the firmware is bundled (scripts/bundle.ts): true for `--kernel bytecode`. */
declare const BYTE_CODE_KERNEL: boolean | undefined;

export const frontEnd: VirtualFrontEnd =
	typeof BYTE_CODE_KERNEL !== "undefined" && BYTE_CODE_KERNEL
		? new ByteCodeFrontEnd()
		: new VirtualFrontEnd();

export const touch = new VirtualTouchPads();

export const serial = new SerialPorts();

export const pins = new Pins();

export const radio = new Radio();

/** Set by START before `main` runs. */
export const identity = { serialNumber: 0, modbusId: 1, mbusAddress: 0 };

const device: Board & { flash: Flash | undefined; restartReason: RestartReason } = {
	identity,
	clock,
	frontEnd,
	rs485: { io: serial.io, port: Port.RS485, receive: 0, transmit: 1 },
	mbus: { io: serial.io, port: Port.MBUS, receive: 0, transmit: 1 },
	pins: {
		io: pins.io,
		tariffInput: Pin.TARIFF_INPUT,
		seal: Pin.SEAL,
		led: Pin.LED,
		s0: [Pin.S0_1, Pin.S0_2],
		powerFail: Pin.POWER_FAIL,
	},
	flash: undefined,
	restartReason: RestartReason.NONE,
	lcd: new VirtualLcd(),
	touch,
	bluetooth: radio,
};

/** Adds the flash chip; called before `main` runs. */
export function fitFlash(): void {
	device.flash = new VirtualFlash();
}

/** Sets why the board restarted by itself; called before `main` runs. */
export function setRestartReason(reason: number): void {
	device.restartReason = reason as RestartReason;
}

export default device;
