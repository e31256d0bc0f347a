import { beforeEach, expect, it, vi } from "vitest";
import SpiBus from "../../../boards/esp32s3/spi-bus.ts";

/** Events at the pins, in order. */
const pins = vi.hoisted(() => ({ log: [] as unknown[][] }));

vi.mock("embedded:io/digital", () => ({
	default: class {
		static readonly Output = 8;
		readonly #pin: number;
		constructor(options: { pin: number; mode: number }) {
			this.#pin = options.pin;
			pins.log.push(["digital", options.pin, options.mode]);
		}
		write(level: number) {
			pins.log.push([`pin ${this.#pin}`, level]);
		}
	},
}));
vi.mock("embedded:io/spi", () => ({
	default: class {
		constructor(options: object) {
			pins.log.push(["spi", options]);
		}
		transfer(bytes: Uint8Array) {
			pins.log.push(["transfer", ...bytes]);
			bytes.fill(0xaa);
		}
		write(bytes: Uint8Array) {
			pins.log.push(["write", ...bytes]);
		}
	},
}));

beforeEach(() => {
	pins.log = [];
});

it("the SPI bus is opened once, without a select, and with every device's select idle", () => {
	const bus = new SpiBus({ port: 2, clock: 36, out: 35, in: 37, hz: 8_000_000 });
	bus.device(9, 0);
	bus.device(38, 1);
	expect(pins.log).toEqual([
		["spi", { port: 2, clock: 36, out: 35, in: 37, hz: 8_000_000, mode: 0, format: "buffer" }],
		["digital", 9, 8],
		["pin 9", 1],
		["digital", 38, 8],
		["pin 38", 0],
	]);
});

it("the SPI bus selects only the addressed device, at that device's level", () => {
	const bus = new SpiBus({ port: 2, clock: 36, out: 35, in: 37, hz: 8_000_000 });
	const flash = bus.device(9, 0);
	const lcd = bus.device(38, 1);
	pins.log = [];
	const answer = Uint8Array.of(5, 0);
	flash.exchange(answer);
	lcd.send(Uint8Array.of(1, 2));
	expect([...answer]).toEqual([0xaa, 0xaa]);
	expect(pins.log).toEqual([
		["pin 9", 0],
		["transfer", 5, 0],
		["pin 9", 1],
		["pin 38", 1],
		["write", 1, 2],
		["pin 38", 0],
	]);
});
