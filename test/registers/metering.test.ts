import { describe, expect, it } from "vitest";
import { Address, CT_PAGE_STEP, DataType } from "../../testkit/addresses.ts";
import { SEAL, TARIFF_INPUT } from "../../testkit/board.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";

/** Primary and secondary current of the highest ratio to 5 A, BCD. */
const HIGHEST_RATIO = [0x9995, 0x0005] as const;

/** 3 × 1150 W at 5 A. */
const LOAD = balanced(230, 5, 0);

/** Meters {@link LOAD} for some seconds. */
function counted(meter: TestMeter, seconds: number): void {
	meter.run(LOAD, 50, seconds);
}

describe("tariffs", () => {
	it("tariffs share the energy by time and add up to the total to the Wh", () => {
		const meter = new TestMeter();
		meter.write(Address.CT_RATIO, ...HIGHEST_RATIO);
		for (const tariff of [1, 2, 3, 4, 2]) {
			expect(meter.write(Address.TARIFF, tariff)).toBe("DONE");
			counted(meter, 4);
		}
		const shares = ([1, 2, 3, 4] as const).map((t) => meter.value(`forwardActiveEnergyT${t}`));
		expect(shares.reduce((a, b) => a + b)).toBe(meter.value("forwardActiveEnergy"));
		const expected = (3450 * 1999 * 4) / 3600;
		expect(Math.abs(shares[1] / (2 * expected) - 1)).toBeLessThan(0.06);
		for (const share of [shares[0], shares[2], shares[3]])
			expect(Math.abs(share / expected - 1)).toBeLessThan(0.1);
	});

	it("T1 and T2 follow changes of the input, T3 and T4 do not; a setting lasts until then", () => {
		const meter = new TestMeter();
		meter.board.set(TARIFF_INPUT, 1);
		expect(meter.value("tariff")).toBe(2);
		expect(meter.write(Address.TARIFF, 1)).toBe("DONE");
		expect(meter.value("tariff")).toBe(1);
		meter.board.set(TARIFF_INPUT, 0);
		expect(meter.value("tariff")).toBe(1);
		meter.board.set(TARIFF_INPUT, 1);
		expect(meter.value("tariff")).toBe(2);
		meter.write(Address.TARIFF, 3);
		meter.board.set(TARIFF_INPUT, 0);
		expect(meter.value("tariff")).toBe(3);
	});

	it("there are four tariffs", () => {
		const meter = new TestMeter();
		expect(meter.write(Address.TARIFF, 0)).toBe("BAD_VALUE");
		expect(meter.write(Address.TARIFF, 5)).toBe("BAD_VALUE");
		expect(meter.value("tariff")).toBe(1);
	});
});

describe("the combination code", () => {
	it("the combination code decides what the total is, and once 5 never changes again", () => {
		const meter = new TestMeter();
		meter.write(Address.CT_RATIO, ...HIGHEST_RATIO);
		const flows = balanced(230, 5, 0);
		flows[2].angle = 180;
		flows[2].current = 6.5;
		meter.run(flows, 50, 10);
		const forward = meter.value("forwardActiveEnergy");
		const reverse = meter.value("reverseActiveEnergy");
		const totals = [1, 2, 3, 4].map((code) => {
			expect(meter.write(Address.COMBINATION_CODE, code)).toBe("DONE");
			return meter.value("totalActiveEnergy");
		});
		expect(totals).toEqual([forward, -reverse, forward + reverse, forward - reverse]);
		expect(meter.write(Address.COMBINATION_CODE, 5)).toBe("DONE");
		expect(meter.value("reverseActiveEnergy")).toBe(0);
		expect(Math.abs(meter.value("totalActiveEnergy") - (forward - reverse))).toBeLessThanOrEqual(2);
		expect(meter.value("totalActiveEnergy")).toBe(meter.value("forwardActiveEnergy"));
		expect(meter.write(Address.COMBINATION_CODE, 5)).toBe("DONE");
		for (const code of [1, 2, 3, 4])
			expect(meter.write(Address.COMBINATION_CODE, code)).toBe("REFUSED");
		expect(meter.value("combinationCode")).toBe(5);
	});
});

describe("the CT ratio", () => {
	it("the CT ratio multiplies current, power and energy, and begins a page of the history", () => {
		const meter = new TestMeter();
		counted(meter, 5);
		expect(meter.value("currentL1")).toBeCloseTo(5, 2);
		expect(meter.write(Address.CT_RATIO, 0x0100, 0x0005)).toBe("DONE");
		counted(meter, 5);
		expect(meter.value("currentL1")).toBeCloseTo(100, 1);
		expect(meter.value("activePower")).toBeCloseTo(69_000, -1);
		expect(meter.words(Address.CT_PRIMARY, 1)).toBe("0100");
		expect(meter.words(Address.CT_RATIO, 2)).toBe("0100 0005");
		expect(meter.write(Address.CT_RATIO, 0x0250, 0x0001)).toBe("DONE");
		counted(meter, 5);
		const pages = Array.from({ length: 8 }, (_, page) =>
			meter.words(Address.CT_PAGE_1 + CT_PAGE_STEP * page, 2),
		);
		expect(pages.slice(3)).toEqual(new Array(5).fill("0000 0000"));
		expect(new Set(pages.slice(0, 3)).size).toBe(3);
		meter.write(Address.DATA_TYPE, DataType.INTEGER);
		const integer = (address: number) =>
			Number.parseInt(meter.words(address, 2).replace(" ", ""), 16);
		const sum = Array.from({ length: 8 }, (_, page) =>
			integer(Address.CT_PAGE_1 + CT_PAGE_STEP * page),
		).reduce((a, b) => a + b);
		expect(sum).toBe(integer(Address.FORWARD_ACTIVE_ENERGY));
		expect(sum).toBe(meter.value("forwardActiveEnergy"));
	});

	it("the CT ratio has primaries of 5 to 9995 in steps of 5, and secondaries of 1 and 5", () => {
		const meter = new TestMeter();
		for (const [primary, secondary] of [
			[0x0000, 5],
			[0x0006, 5],
			[0x9996, 5],
			[0x9999, 5],
			[0x0100, 0],
			[0x0100, 2],
			[0x010a, 5],
			[0x0100, 0x0105],
		])
			expect(meter.write(Address.CT_RATIO, primary, secondary), `${primary}/${secondary}`).toBe(
				"BAD_VALUE",
			);
		expect(meter.words(Address.CT_RATIO, 2)).toBe("0005 0005");
	});

	it("the CT ratio refuses an eighth change, keeps the seventh and takes it again", () => {
		const meter = new TestMeter();
		for (let change = 1; change <= 7; change++)
			expect(meter.write(Address.CT_RATIO, 0x0010 * change, 5)).toBe("DONE");
		expect(meter.write(Address.CT_RATIO, 0x0500, 5)).toBe("REFUSED");
		expect(meter.words(Address.CT_RATIO, 2)).toBe("0070 0005");
		// No change: a client that writes all settings succeeds.
		expect(meter.write(Address.CT_RATIO, 0x0070, 5)).toBe("DONE");
	});
});

describe("the resettable counters", () => {
	it("the resettable counters count since the reset, apart from the lifetime's", () => {
		const meter = new TestMeter();
		meter.write(Address.CT_RATIO, ...HIGHEST_RATIO);
		counted(meter, 5);
		const lifetime = meter.value("forwardActiveEnergy");
		expect(meter.value("resettableEnergy")).toBe(lifetime);
		expect(meter.write(Address.RESETTABLE_ENERGY, 0, 1)).toBe("BAD_VALUE");
		expect(meter.write(Address.RESETTABLE_ENERGY, 0, 0)).toBe("DONE");
		expect(meter.value("resettableEnergy")).toBe(0);
		expect(meter.value("resettableEnergyL2")).toBe(0);
		counted(meter, 2);
		expect(meter.value("resettableEnergy")).toBe(meter.value("forwardActiveEnergy") - lifetime);
		expect(meter.value("resettableEnergyL1")).toBeGreaterThan(0);
		meter.write(Address.COMBINATION_CODE, 2);
		expect(meter.value("resettableEnergy")).toBe(0);
	});
});

describe("the status", () => {
	it("the status has the bits of docs/decisions/0001-register-map.md", () => {
		const meter = new TestMeter();
		const tones = balanced(230, 1, 0);
		meter.run(tones, 50, 3);
		expect(meter.words(Address.STATUS, 2)).toBe("0000 0000");
		tones[1].angle = 180;
		meter.run(tones, 50, 3);
		expect(meter.words(Address.STATUS, 2)).toBe("0000 0002");
		expect(meter.words(Address.DIRECTIONS, 3)).toBe("3146 3252 3346");
		expect(meter.words(Address.QUADRANTS, 4)).toMatch(/^0001 000[14] 000[23] 000[14]$/);
		tones[1].angle = 0;
		tones[2].voltage = 0;
		meter.run(tones, 50, 3);
		expect(meter.words(Address.STATUS, 2)).toBe("0000 0020");
		const reversed = balanced(230, 1, 0);
		reversed[1].shift = 120;
		reversed[2].shift = -120;
		meter.run(reversed, 50, 3);
		expect(meter.words(Address.STATUS, 2)).toBe("0000 0040");
		meter.board.set(TARIFF_INPUT, 1);
		meter.board.set(SEAL, 1);
		expect(meter.words(Address.STATUS, 2)).toBe("0000 2540");
	});
});

describe("integers for measurements and energies", () => {
	it("register 4026 selects integers in the scalings of M-Bus, except for settings", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 5, 60), 50, 4);
		expect(meter.write(Address.DATA_TYPE, DataType.INTEGER)).toBe("DONE");
		const integer = (address: number) =>
			Number.parseInt(meter.words(address, 2).replace(" ", ""), 16) | 0;
		expect(Math.abs(integer(Address.VOLTAGE_L1) - 23_000)).toBeLessThanOrEqual(3);
		expect(Math.abs(integer(Address.FREQUENCY) - 50_000)).toBeLessThanOrEqual(1);
		expect(Math.abs(integer(Address.CURRENT_L1) - 5_000)).toBeLessThanOrEqual(1);
		expect(Math.abs(integer(Address.ACTIVE_POWER) - 1_725)).toBeLessThanOrEqual(1);
		expect(integer(Address.POWER_FACTOR)).toBe(50);
		expect(integer(Address.FORWARD_ACTIVE_ENERGY)).toBe(meter.value("forwardActiveEnergy"));
		expect(meter.words(Address.S0_RATE, 2)).toBe("447a 0000");
		expect(meter.write(Address.DATA_TYPE, DataType.FLOAT)).toBe("DONE");
		expect(meter.words(Address.POWER_FACTOR, 2)).toMatch(/^3e|^3f/);
	});
});
