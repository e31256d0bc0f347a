/**
 * The SPI bus that the flash chip and the LCD share. The SDK's class serves one device, so the
 * select of each device is a separate pin here.
 */
import SPI from "embedded:io/spi";
import Digital from "esp32s3/digital";

/** One device on the bus. */
export interface BusDevice {
	/** Sends all bytes and replaces them with those received, within one select. */
	exchange(bytes: Uint8Array): void;
	/** Sends all bytes within one select. */
	send(bytes: Uint8Array): void;
}

export interface BusOptions {
	/** SPI host by ESP-IDF's number: 1 is SPI2, 2 is SPI3. */
	port: number;
	/** Pins of the SPI bus. */
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

	/** Returns the device whose select is on pin `select`, at level `active` while selected. */
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
