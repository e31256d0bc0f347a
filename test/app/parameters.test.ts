import { describe, expect, it } from "vitest";
import {
	differences,
	lacking,
	parameterFile,
	readParameters,
	unchangeable,
} from "../../app/src/meter/parameters.ts";
import { SETTINGS } from "../../app/src/meter/settings.ts";

/** The settings of a new meter, and a tariff. */
const PRESENT = new Map(
	SETTINGS.map(({ row }) => [row.name, row.name === "tariff" ? 2 : (row.range?.minimum ?? 0)]),
);

describe("a parameter file", () => {
	it("carries every setting but counters, and comes back", () => {
		const { values, problems, serialNumber } = readParameters(parameterFile("12345678", PRESENT));
		expect(problems).toEqual([]);
		expect(serialNumber).toBe("12345678");
		expect(values.get("tariff")).toBe(2);
		expect(values.has("resettableEnergy")).toBe(false);
		expect(values.has("powerDownCounter")).toBe(false);
		expect(values.size).toBe(SETTINGS.length - 2);
	});

	it("differs from a meter in what the meter has otherwise, and in nothing else", () => {
		const file = readParameters(parameterFile("12345678", PRESENT));
		const other = new Map(PRESENT).set("tariff", 1).set("resettableEnergy", 5);
		const [difference, ...rest] = differences(file, other);
		expect(rest).toEqual([]);
		expect(difference).toMatchObject({ present: 1, value: 2, setting: { label: "Tariff" } });
	});

	it("does not offer what the meter cannot change any more, and says so", () => {
		const file = readParameters(parameterFile("12345678", PRESENT));
		const netted = new Map(PRESENT).set("combinationCode", 5);
		expect(differences(file, netted)).toEqual([]);
		expect(unchangeable(file, netted)).toEqual([
			"Combination code of this meter cannot be changed any more.",
		]);
		expect(unchangeable(file, PRESENT)).toEqual([]);
	});

	it("names what a meter with older firmware does not have, and a file without a number", () => {
		const file = readParameters(parameterFile("12345678", PRESENT));
		const older = new Map(PRESENT);
		older.delete("dipLimit");
		expect(lacking(file, older)).toEqual(["This meter does not have Dip below."]);
		expect(lacking(file, PRESENT)).toEqual([]);
		const { serialNumber } = readParameters('{"kind": "ambit-parameters", "settings": {}}');
		expect(serialNumber).toBe("unknown");
	});

	it.each(["", "[", "3", "[]", "null", '{"kind":"ambit-parameters","settings":null}'])(
		"that is %j is refused in a sentence",
		(text) => {
			expect(() => readParameters(text)).toThrow(/^This is no parameter file/);
		},
	);

	it.each([
		["modbusId", 0],
		["modbusId", 247.5],
		["ctRatio", 3],
		["mbusIdentification", 100_000_000],
		["s0Rate", 7],
		["s0Rate", -0.5],
		["tariff", "T1"],
		["resettableEnergy", 0],
		["__proto__", 1],
	])("with %s = %j names it and leaves it out", (name, value) => {
		const settings = `{${JSON.stringify(name)}: ${JSON.stringify(value)}}`;
		const { values, problems } = readParameters(
			`{"kind": "ambit-parameters", "settings": ${settings}}`,
		);
		expect(problems).toHaveLength(1);
		expect(values.size).toBe(0);
	});
});
