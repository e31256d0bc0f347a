/**
 * The flash chip of the ESP32-S3 board as QEMU has it: QEMU's model of the chip at QEMU's model of
 * Arm's SPI controller PL022 (data sheet DDI 0194), on the board of the Cortex-M7 image. That board
 * has no pin for the chip's select, so the test sets it.
 */
import { QemuBus } from "./qemu-bus.ts";

/** The controller that a chip on the first bus named "ssi" is at. */
const CONTROLLER = 0x4002_7000;
const CONTROL_0 = CONTROLLER;
const CONTROL_1 = CONTROLLER + 4;
const DATA = CONTROLLER + 8;
const PRESCALE = CONTROLLER + 16;

const EIGHT_BITS = 7;
const ENABLED = 2;

/** Bytes that are exchanged with one order to QEMU. */
const PART_BYTES = 512;

const SELECT = "set_irq_in /machine/peripheral/nor ssi-gpio-cs 0";

/** A bus with QEMU's flash chip, or with none. */
export class QemuNor {
	readonly #bus: QemuBus;
	readonly #fitted: boolean;

	private constructor(bus: QemuBus, fitted: boolean) {
		this.#bus = bus;
		this.#fitted = fitted;
	}

	/**
	 * Starts the board.
	 *
	 * @param model QEMU's name of the chip, e.g. "w25q80bl"; undefined: there is none
	 * @param image file with the chip's contents, as long as the chip
	 */
	static async start(model: string | undefined, image: string): Promise<QemuNor> {
		const chip = [
			...["-drive", `file=${image},format=raw,if=none,id=contents,cache=writethrough`],
			...["-device", `${model},id=nor,bus=ssi,drive=contents`],
		];
		const bus = await QemuBus.start(["-M", "mps2-an500", ...(model === undefined ? [] : chip)]);
		bus.order([
			`writel ${CONTROL_0} ${EIGHT_BITS}`,
			`writel ${PRESCALE} 2`,
			`writel ${CONTROL_1} ${ENABLED}`,
		]);
		const nor = new QemuNor(bus, model !== undefined);
		nor.select(1);
		return nor;
	}

	/** Sets the chip's select, if there is a chip. */
	select(level: 0 | 1): void {
		if (this.#fitted) this.#bus.order([`${SELECT} ${level}`]);
	}

	/** Sends all bytes and replaces them with those received. */
	transfer(bytes: Uint8Array): void {
		for (let first = 0; first < bytes.length; first += PART_BYTES) {
			const part = bytes.subarray(first, first + PART_BYTES);
			const orders = [...part].flatMap((byte) => [`writel ${DATA} ${byte}`, `readl ${DATA}`]);
			part.set(this.#bus.order(orders));
		}
	}

	/** Ends the board: a cut of the supply after the chip has done what it was told. */
	close(): Promise<void> {
		return this.#bus.close();
	}
}
