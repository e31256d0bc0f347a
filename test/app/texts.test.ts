import { describe, expect, it } from "vitest";
import { conditionTexts } from "../../app/src/meter/conditions.ts";
import { eventText, joined, operatingTime } from "../../app/src/meter/events.ts";
import { groupsOf } from "../../app/src/meter/groups.ts";
import { harmonicsCsv } from "../../app/src/meter/harmonics-csv.ts";
import { fromDigits, fromText, rangeText, SETTINGS } from "../../app/src/meter/settings.ts";
import { liveText, readable } from "../../app/src/meter/values.ts";
import { errorTexts } from "../../client/error-code.ts";
import { registerOf, registers } from "../../client/register-table.ts";
import { EventCode } from "../../src/registers/event-code.ts";
import { Status } from "../../src/registers/status-word.ts";

describe("Meter Manager's words", () => {
	it("name each bit of the error code (manual 8.1), known or not", () => {
		expect(errorTexts(0)).toEqual([]);
		expect(errorTexts(0x09)).toEqual([
			"Energy lost: the meter has stopped",
			"The main area of the memory cannot be operated",
		]);
		for (let bit = 0; bit < 16; bit++) expect(errorTexts(1 << bit)).toHaveLength(1);
		expect(errorTexts(0x100)).toEqual(["Unknown error 100h"]);
	});

	it("have no minus before a zero", () => {
		expect(readable(registerOf("activePower"), -0.0004)).toBe("0.000");
		expect(readable(registerOf("activePower"), -0.0006)).toBe("-0.001");
	});

	it("have six digits of a reading, and all of an energy", () => {
		expect(liveText(registerOf("activePower"), -62_598.789)).toBe("-62598.8");
		expect(liveText(registerOf("activePower"), -0.0004)).toBe("0.000");
		expect(liveText(registerOf("forwardActiveEnergy"), 999_999.999)).toBe("999999.999");
	});

	it("tell the combination codes apart by what a phone has room for", () => {
		const code = SETTINGS.find(({ row }) => row.name === "combinationCode");
		const shown = code?.choices.map(({ label }) => label.slice(0, 15));
		expect(new Set(shown).size).toBe(5);
	});

	it("count one power cut and two power cuts", () => {
		const powerUp = (detail: number): string =>
			eventText({ number: 1, operatingS: 0, code: 1, detail });
		expect(powerUp(1)).toBe("Power on, after 1 power cut");
		expect(powerUp(2)).toBe("Power on, after 2 power cuts");
	});

	it.each([
		[18, 0x2af0000a, "Dip L1, down to 70.0 % for 5 cycles"],
		[19, 0x94b0012d, "Swell L3, up to 132.4 % for 150.5 cycles"],
		[20, 0xe0000001, "Interruption L1 L2 L3, down to 0.0 % for 0.5 cycle"],
		[18, 0x62e3ffff, "Dip L1 L2, down to 18.4 % for 131071.5 cycles or more"],
	])("write event %i with detail %i as %s", (code, detail, text) => {
		expect(eventText({ number: 1, operatingS: 0, code, detail })).toBe(text);
	});

	it("name every event code", () => {
		for (const code of Object.values(EventCode))
			expect(eventText({ number: 1, operatingS: 0, code, detail: 0 })).not.toContain(
				`Event ${code}`,
			);
	});

	it.each([
		[15, 0x05000000, "Over range L1 L3"],
		[15, 0x0200000c, "Over range L2, ended: 12 Wh in doubt"],
		[16, 1, "CT ratio and combination code locked"],
		[17, 0, "Temperature no longer in doubt"],
	])("write event %i with detail %i as %s", (code, detail, text) => {
		expect(eventText({ number: 1, operatingS: 0, code, detail })).toBe(text);
	});

	it("name each bit of the status word that tells of something wrong", () => {
		const quiet = Status.TARIFF | Status.TARIFF_INPUT | Status.BLUETOOTH;
		expect(conditionTexts(quiet)).toEqual(["Tariff T2"]);
		for (const bit of [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23, 24])
			expect(conditionTexts(1 << bit)).toHaveLength(2);
		expect(conditionTexts(Status.OVER_RANGE << 1)).toEqual(["Tariff T1", "L2 over range"]);
	});

	it.each([
		[0, "0 s"],
		[59, "59 s"],
		[997, "16 min 37 s"],
		[3600, "1 h 00 min 00 s"],
		[93_784, "1 d 02 h 03 min 04 s"],
	])("write %i s of operation as %s", (seconds, text) => {
		expect(operatingTime(seconds)).toBe(text);
	});

	it.each(["", " ", "1,5", "1.5", "1e3", "-1", "+1", "0x10", "1 2", "12345678901", "١"])(
		"take %j for no number",
		(text) => {
			expect(fromText(text)).toBeNaN();
			expect(fromDigits(text)).toBeNaN();
		},
	);

	it("take what is eight digits for a secondary address", () => {
		expect(fromDigits("00000042")).toBe(42);
		expect(fromDigits("42")).toBeNaN();
		expect(fromText(" 42 ")).toBe(42);
	});
});

describe("the latest events", () => {
	const log = (...numbers: number[]) =>
		numbers.map((number) => ({ number, operatingS: number, code: 1, detail: 0 }));
	const numbers = (latest: number[], before: number[]): number[] =>
		joined(log(...latest), log(...before)).map(({ number }) => number);

	it("are put before those that were read, each once", () => {
		expect(numbers([12, 11, 10], [11, 10, 9, 8])).toEqual([12, 11, 10, 9, 8]);
		expect(numbers([12, 11, 10], [9])).toEqual([12, 11, 10, 9]);
		expect(numbers([12, 11, 10], [])).toEqual([12, 11, 10]);
	});

	it("stand alone if others are in between, or the log has begun again", () => {
		expect(numbers([22, 21, 20], [11, 10])).toEqual([22, 21, 20]);
		expect(numbers([2, 1], [11, 10])).toEqual([2, 1]);
		expect(numbers([], [11, 10])).toEqual([]);
	});
});

describe("harmonics as CSV", () => {
	it("have a line for each order, and nothing where nothing is known", () => {
		const volts = [230, Math.fround(0.1)];
		const harmonics = [volts, [5, Number.NaN], volts, [5, 0], volts, [5, 0.25]];
		expect(harmonicsCsv("12345678", "2026-11-29T12:00:00.000Z", harmonics).split("\r\n")).toEqual([
			"serialNumber,time,order,V1 V,I1 A,V2 V,I2 A,V3 V,I3 A",
			"12345678,2026-11-29T12:00:00.000Z,1,230,5,230,5,230,5",
			"12345678,2026-11-29T12:00:00.000Z,2,0.1,,0.1,0,0.1,0.25",
			"",
		]);
	});
});

describe("the groups of registers", () => {
	const manual = registers.filter(({ address }) => address < 0x7000);
	const groups = groupsOf(manual.map(({ name }) => ({ name, value: 1 })));

	it("hold each register of the manual once", () => {
		const grouped = groups.flatMap(({ values }) => values.map(({ name }) => name));
		expect([...grouped].sort()).toEqual(manual.map(({ name }) => name).sort());
	});

	it("are few, with the meter last and the sum of each energy in its title", () => {
		expect(groups.at(-1)?.title).toBe("Meter and settings");
		expect(groups.filter(({ whole }) => whole).map(({ title }) => title)).toHaveLength(11);
		expect(groups).toHaveLength(1 + 11 + 8 + 1);
	});
});

describe("the settings", () => {
	it("are each offered once", () => {
		const names = SETTINGS.map(({ row }) => row.name);
		expect(new Set(names).size).toBe(names.length);
	});

	it.each([
		["modbusId", "1 – 247"],
		["nominalVoltage", "0 – 500 V, 0 switches the analysis off"],
		["dipLimit", "10 – 99 %, of the declared voltage"],
		["interruptionLimit", "1 – 10 %, of the declared voltage"],
		["tariff", ""],
	])("say of %s: %s", (name, text) => {
		expect(SETTINGS.filter(({ row }) => row.name === name).map(rangeText)).toEqual([text]);
	});
});
