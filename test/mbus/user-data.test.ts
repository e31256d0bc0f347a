import { beforeEach, describe, expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { bytesOf } from "../../testkit/line.ts";
import { E5, long, NKE, OWN, SND, short, TestSlave } from "./support.ts";

let slave: TestSlave;
beforeEach(() => {
	slave = new TestSlave();
});

const write = (records: string): number[][] => slave.ask(...long(SND, OWN, 0x51, bytesOf(records)));

describe("the manual's write table", () => {
	it.each<readonly [string, string, RegisterName, number]>([
		["tariff T1", "68 08 08 68 53 01 51 09 7C 01 54 01", "tariff", 1],
		["tariff T2", "68 08 08 68 53 01 51 09 7C 01 54 02", "tariff", 2],
		["tariff T3", "68 08 08 68 53 01 51 09 7C 01 54 03", "tariff", 3],
		["tariff T4", "68 08 08 68 53 01 51 09 7C 01 54 04", "tariff", 4],
		["combined code 1", "68 07 07 68 53 01 51 09 FD 3A 01", "combinationCode", 1],
		["combined code 2", "68 07 07 68 53 01 51 09 FD 3A 02", "combinationCode", 2],
		["combined code 3", "68 07 07 68 53 01 51 09 FD 3A 03", "combinationCode", 3],
		["combined code 4", "68 07 07 68 53 01 51 09 FD 3A 04", "combinationCode", 4],
		["combined code 5", "68 07 07 68 53 01 51 09 FD 3A 05", "combinationCode", 5],
		["S0 rate 10000", "68 0A 0A 68 53 01 51 0C FD 3A 00 00 00 01", "s0Rate", 10000],
		["S0 rate 2000", "68 0A 0A 68 53 01 51 0C FD 3A 00 00 20 00", "s0Rate", 2000],
		["S0 rate 1000", "68 0A 0A 68 53 01 51 0C FD 3A 00 00 10 00", "s0Rate", 1000],
		[
			"S0 rate 100, the manual's example",
			"68 0A 0A 68 53 01 51 0C FD 3A 00 00 01 00",
			"s0Rate",
			100,
		],
		["S0 rate 10", "68 0A 0A 68 53 01 51 0C FD 3A 00 10 00 00", "s0Rate", 10],
		["S0 rate 1", "68 0A 0A 68 53 01 51 0C FD 3A 00 01 00 00", "s0Rate", 1],
		["S0 rate 0.1", "68 0A 0A 68 53 01 51 0C FD 3A 10 00 00 00", "s0Rate", 0.1],
		["S0 rate 0.01", "68 0A 0A 68 53 01 51 0C FD 3A 01 00 00 00", "s0Rate", 0.01],
		["resettable kWh", "68 09 09 68 53 01 51 0C 04 00 00 00 00", "resettableEnergy", 0],
		[
			"resettable kWh, its value ignored",
			"68 09 09 68 53 01 51 0C 04 12 34 56 7F",
			"resettableEnergy",
			0,
		],
		["power down counter", "68 08 08 68 53 01 51 0A FD 60 00 00", "powerDownCounter", 0],
		[
			"power down counter, its value ignored",
			"68 08 08 68 53 01 51 0A FD 60 FF FF",
			"powerDownCounter",
			0,
		],
		["primary address 0", "68 06 06 68 53 01 51 01 7A 00", "mbusAddress", 0],
		["primary address 1", "68 06 06 68 53 01 51 01 7A 01", "mbusAddress", 1],
		["primary address 250", "68 06 06 68 53 01 51 01 7A FA", "mbusAddress", 250],
		["secondary address", "68 09 09 68 53 01 51 0C 79 15 01 23 45", "mbusIdentification", 45230115],
	])("has a frame that sets the %s", (_, frame, name, value) => {
		for (const counter of ["resettableEnergy", "powerDownCounter"] as const)
			slave.model.setByName(counter, 99);
		const bytes = bytesOf(frame);
		const sum = bytes.slice(4).reduce((total, byte) => total + byte, 0) & 0xff;
		expect(slave.ask(...bytes, sum, 0x16)).toEqual([E5]);
		expect(slave.value(name)).toBe(value);
	});

	it("has a frame that moves the meter to another primary address at once", () => {
		expect(write("01 7A 63")).toEqual([E5]);
		expect(slave.ask(...short(NKE, OWN))).toEqual([]);
		expect(slave.ask(...short(NKE, 99))).toEqual([E5]);
	});
});

describe("a write", () => {
	it.each([
		["primary address 251", "01 7A FB"],
		["primary address 253", "01 7A FD"],
		["primary address 255", "01 7A FF"],
		["a secondary address with a digit above 9", "0C 79 15 01 2A 45"],
		["a secondary address of wildcards", "0C 79 FF FF FF FF"],
		["combined code 0", "09 FD 3A 00"],
		["combined code 6", "09 FD 3A 06"],
		["S0 rate 0", "0C FD 3A 00 00 00 00"],
		["S0 rate 0.02", "0C FD 3A 02 00 00 00"],
		["S0 rate 20000", "0C FD 3A 00 00 00 02"],
		["an S0 rate with a digit above 9", "0C FD 3A 0A 00 00 00"],
		["an S0 rate of six digits", "0B FD 3A 00 00 01"],
		["the CT ratio, which M-Bus only reads", "0B FD 3A 05 95 99"],
		["an energy", "04 03 00 00 00 00"],
		["a voltage", "02 FD C7 FC 01 E4 59"],
		["idle filler", "2F 2F"],
	])("of %s is not answered and changes nothing", (_, records) => {
		const before = slave.settings();
		expect(write(records)).toEqual([]);
		expect(slave.settings()).toEqual(before);
	});

	it("of several records sets all of them", () => {
		expect(write("09 7C 01 54 03  01 7A 07  0C FD 3A 00 10 00 00")).toEqual([E5]);
		expect([slave.value("tariff"), slave.value("mbusAddress"), slave.value("s0Rate")]).toEqual([
			3, 7, 10,
		]);
	});

	it("of several records sets none if one is refused, in any place", () => {
		const good = ["09 7C 01 54 03", "0C FD 3A 00 10 00 00"];
		for (const records of [
			["01 7A FB", ...good],
			[good[0], "01 7A FB", good[1]],
			[...good, "01 7A FB"],
		]) {
			const before = slave.settings();
			expect(write(records.join(" "))).toEqual([]);
			expect(slave.settings()).toEqual(before);
		}
	});

	it("that the row's owner refuses is not answered and changes nothing", () => {
		slave.refuse("combinationCode");
		expect(write("09 FD 3A 03")).toEqual([]);
		expect(slave.value("combinationCode")).toBe(1);
		expect(write("09 7C 01 54 02  09 FD 3A 03")).toEqual([]);
		expect(slave.value("tariff")).toBe(1);
	});
});
