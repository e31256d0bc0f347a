import { describe, expect, it } from "vitest";
import Ads131m08 from "../../../boards/esp32s3/ads131m08.ts";
import { Converter, ccitt } from "./converter.ts";

describe("the set-up of the ADS131M08", () => {
	it("the driver resets the ADS131M08 and writes the meter's settings in this order", () => {
		const converter = new Converter();
		expect(new Ads131m08(converter).setUp()).toBe(true);
		expect(converter.log).toEqual(["reset", "2=0110", "3=3f0a", "4=0000", "5=0000"]);
	});

	it("the set-up selects 6 channels, 8000 frames/s, 24 bits, gain 1, no reset flag", () => {
		const converter = new Converter();
		new Ads131m08(converter).setUp();
		const mode = converter.registers.get(0x02) ?? 0;
		const clock = converter.registers.get(0x03) ?? 0;
		const oversampling = [128, 256, 512, 1024, 2048, 4096, 8192, 16256][(clock >> 2) & 7];
		expect(clock >> 8).toBe(0b0011_1111);
		expect(8_192_000 / 2 / oversampling).toBe(8000);
		expect(clock & 3, "high resolution").toBe(2);
		expect((mode >> 8) & 3, "24 bits").toBe(1);
		expect((mode >> 10) & 1, "reset").toBe(0);
		expect((mode >> 11) & 1, "CRC-16/CCITT").toBe(0);
		expect([converter.registers.get(0x04), converter.registers.get(0x05)]).toEqual([0, 0]);
	});

	it("the driver repeats the set-up when a response was damaged in transit", () => {
		const converter = new Converter();
		converter.damaged = 2;
		expect(new Ads131m08(converter).setUp()).toBe(true);
		expect(converter.log.filter((entry) => entry === "reset")).toHaveLength(2);
	});

	it("the set-up fails if every response is damaged", () => {
		const converter = new Converter();
		converter.damaged = Number.POSITIVE_INFINITY;
		expect(new Ads131m08(converter).setUp()).toBe(false);
	});

	it.each([0x02, 0x03])(
		"the set-up fails if register %i does not keep the value written",
		(register) => {
			const converter = new Converter();
			converter.broken = register;
			expect(new Ads131m08(converter).setUp()).toBe(false);
		},
	);

	it("the set-up fails after three attempts without a converter", () => {
		const converter = new Converter();
		converter.present = false;
		expect(new Ads131m08(converter).setUp()).toBe(false);
		expect(converter.log).toEqual(["reset", "reset", "reset"]);
	});

	it("the set-up fails if another member of the converter's family responds", () => {
		const converter = new Converter();
		const inner = converter.transfer.bind(converter);
		converter.transfer = (frame) => {
			converter.registers.set(0x00, 0x2406);
			inner(frame);
		};
		expect(new Ads131m08(converter).setUp()).toBe(false);
	});
});

it("the CRC of the test's converter has the published check value of CRC-16/CCITT-FALSE", () => {
	expect(ccitt([..."123456789"].map((digit) => digit.charCodeAt(0)))).toBe(0x29b1);
});
