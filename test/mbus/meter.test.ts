import { beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../../testkit/line.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";
import { E5, long, SND, short } from "./support.ts";

/** Primary address of a new meter. */
const OWN = 0;

let meter: TestMeter;
beforeEach(() => {
	meter = new TestMeter();
	meter.run(balanced(230, 4, 30), 50, 3);
});

function ask(...bytes: number[]): number[][] {
	meter.board.mbusLine.receive(bytes);
	meter.board.mbusLine.wait(50_000);
	return meter.board.mbusLine.take();
}

const write = (records: string): number[][] => ask(...long(SND, OWN, 0x51, bytesOf(records)));

describe("M-Bus of the whole meter", () => {
	it("answers at primary address 0, with the serial number as its secondary address", () => {
		const [telegram] = ask(...short(0x5b, OWN));
		expect(telegram.slice(4, 19)).toEqual(bytesOf("08 00 72 78 56 34 12 CD 25 01 02 01 00 00 00"));
	});

	it("has the same values as Modbus at the same moment, in the same scalings", () => {
		meter.write(0x4026, 2);
		const telegram = Buffer.from(ask(...short(0x5b, OWN))[0]);
		const registers = (address: number): number => {
			const [high, low] = meter.words(address, 2).split(" ");
			return Buffer.from(high + low, "hex").readInt32BE();
		};
		// Offsets of the values, from the manual's example.
		expect(telegram.readInt16LE(124)).toBe(registers(0x5002));
		expect(telegram.readIntLE(145, 3)).toBe(registers(0x500c));
		expect(telegram.readIntLE(166, 3)).toBe(registers(0x5012));
		expect(telegram.readIntLE(201, 3)).toBe(registers(0x501c));
		expect(telegram.readIntLE(234, 3)).toBe(registers(0x5008));
		expect(registers(0x5012)).toBeGreaterThan(2300);
	});

	it("cannot leave combination code 5", () => {
		expect(write("09 FD 3A 05")).toEqual([E5]);
		expect(write("09 FD 3A 01")).toEqual([]);
		expect(meter.value("combinationCode")).toBe(5);
	});

	it("cannot set an S0 rate that cannot keep up", () => {
		expect(meter.write(0x4021, 0x99)).toBe("DONE");
		expect(meter.write(0x401f, 0x9995, 0x0005)).toBe("DONE");
		expect(write("0C FD 3A 00 00 00 01")).toEqual([]);
		expect(write("0C FD 3A 01 00 00 00")).toEqual([E5]);
		expect(meter.value("s0Rate")).toBe(0.01);
	});

	it("sets the tariff that energy is counted in", () => {
		expect(write("09 7C 01 54 03")).toEqual([E5]);
		meter.run(balanced(230, 5, 0), 50, 5);
		expect(meter.value("forwardActiveEnergyT3")).toBeGreaterThan(2);
	});

	it("can be set up through Modbus", () => {
		expect(meter.write(0x7080, 42)).toBe("DONE");
		expect(meter.write(0x7081, 6)).toBe("DONE");
		expect(meter.board.mbusLine.options?.baud).toBe(9600);
		expect(ask(...short(0x5b, 42))).toHaveLength(1);
		for (const [register, value] of [
			[0x7080, 251],
			[0x7081, 0],
			[0x7081, 7],
		])
			expect(meter.write(register, value)).toBe("BAD_VALUE");
	});
});
