import { describe, expect, it } from "vitest";
import { errorTexts } from "../../app/src/meter/error-code.ts";
import { eventText, operatingTime } from "../../app/src/meter/events.ts";
import { groupsOf } from "../../app/src/meter/groups.ts";
import { fromDigits, fromText, SETTINGS } from "../../app/src/meter/settings.ts";
import { registers } from "../../client/register-table.ts";

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

	it("count one power cut and two power cuts", () => {
		const powerUp = (detail: number): string =>
			eventText({ number: 1, operatingS: 0, code: 1, detail });
		expect(powerUp(1)).toBe("Power on, after 1 power cut");
		expect(powerUp(2)).toBe("Power on, after 2 power cuts");
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
});
