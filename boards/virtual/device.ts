/** The virtual board: what `board` asks for, over the byte link. */
import { type Board, type Flash, type FrontEnd, RestartReason, WORDS_PER_FRAME } from "board";
import Bluetooth, { CONNECTIONS } from "./bluetooth";
import { clock } from "./clock";
import Digital from "./digital";
import VirtualFlash from "./flash";
import { lcd, touch } from "./lcd";
import { Pin, Port } from "./link";
import Sequence from "./sequence";
import Serial from "./serial";

/** Where the front end of a virtual board puts its frames. */
class VirtualFrontEnd implements FrontEnd {
	readonly fullScaleVolts = 800;
	readonly fullScaleAmps = 10.6;
	/** Of messages that are missing, each taken to be as long as the one that came after it. */
	lostFrames = 0;
	readonly #sequence = new Sequence();
	#words: number[] = [];
	#onReadable: ((length: number) => number) | undefined;
	/** Words that the firmware has left at the front. */
	#left = 0;

	start(words: number[], onReadable: (length: number) => number): void {
		this.#words = words;
		this.#onReadable = onReadable;
		this.#left = 0;
	}

	/**
	 * Takes the number of the FRAMES message that is being delivered.
	 * @returns whether its frames are new, and their time too
	 */
	isNew(sequence: number, count: number): boolean {
		const missing = this.#sequence.take(sequence);
		if (missing < 0) return false;
		this.lostFrames += missing * count;
		return true;
	}

	/** Hands the frames of the FRAMES message that is being delivered to the firmware. */
	deliver(count: number): void {
		if (!this.#onReadable) return;
		let first = 0;
		while (first < count) {
			const room = ((this.#words.length - this.#left) / WORDS_PER_FRAME) | 0;
			const part = Math.min(count - first, room);
			host.unpack(this.#words, this.#left, first, part);
			this.#left = this.#onReadable(this.#left + part * WORDS_PER_FRAME);
			first += part;
		}
	}
}

export const frontEnd = new VirtualFrontEnd();

/** Set by the bench's START before `main` runs. */
export const identity = { serialNumber: 0, modbusId: 1, mbusAddress: 0 };

const device: Board & { flash: Flash | undefined; restartReason: RestartReason } = {
	identity,
	clock,
	frontEnd,
	rs485: { io: Serial, port: Port.RS485, receive: 0, transmit: 1 },
	mbus: { io: Serial, port: Port.MBUS, receive: 0, transmit: 1 },
	pins: {
		io: Digital,
		tariffInput: Pin.TARIFF_INPUT,
		seal: Pin.SEAL,
		led: Pin.LED,
		s0: [Pin.S0_1, Pin.S0_2],
		powerFail: Pin.POWER_FAIL,
	},
	flash: undefined,
	restartReason: RestartReason.NONE,
	lcd,
	touch,
	bluetooth: { io: Bluetooth, connections: CONNECTIONS, random: Bluetooth.random },
};

/** The bench says, before `main` runs, that there is a flash chip. */
export function fitFlash(): void {
	device.flash = new VirtualFlash();
}

/** Sets why the board restarted by itself; the bench says so before `main` runs. */
export function noteRestart(reason: number): void {
	device.restartReason = reason as RestartReason;
}

export default device;
