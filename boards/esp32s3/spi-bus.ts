/**
 * The SPI bus that the flash chip and the LCD share. The SDK's class binds its pins to one user, so that each
 * device's select is a pin of its own here.
 */
import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";

/** One device on the bus. */
export interface BusDevice {
	/** Sends all bytes and puts what came back in their place, within one select. */
	exchange(bytes: Uint8Array): void;
	/** Sends all bytes within one select. */
	send(bytes: Uint8Array): void;
}

export interface BusOptions {
	/** SPI host as ESP-IDF numbers them: 1 is SPI2, 2 is SPI3. */
	port: number;
	/** Pins. */
	clock: number;
	out: number;
	in: number;
	hz: number;
}

export default class SpiBus {
	readonly #spi: SPI;

	constructor(options: BusOptions) {
		const { port, clock, out, in: input, hz } = options;
		this.#spi = new SPI({ port, clock, out, in: input, hz, mode: 0, format: "buffer" });
	}

	/** The device whose select is on pin `select`, and is `active` while it is meant. */
	device(select: number, active: 0 | 1): BusDevice {
		const spi = this.#spi;
		const idle = active ? 0 : 1;
		const pin = new Digital({ pin: select, mode: Digital.Output });
		pin.write(idle);
		return {
			exchange(bytes) {
				pin.write(active);
				spi.transfer(bytes);
				pin.write(idle);
			},
			send(bytes) {
				pin.write(active);
				spi.write(bytes);
				pin.write(idle);
			},
		};
	}
}
