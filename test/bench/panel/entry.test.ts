import fc from "fast-check";
import { expect, it } from "vitest";
import { MBUS_KINDS, MODBUS_KINDS } from "../../../bench/panel/src/bus/build.ts";
import { parseEntry } from "../../../bench/panel/src/ui/entry.ts";
import { countedEnergy, cut, exact } from "../../../bench/panel/src/ui/numbers.ts";

const AMPERES = { minimum: -10, maximum: 10, unit: "A" };

it.each([
	["1,5", 1.5],
	["1.5", 1.5],
	[" −3 ", -3],
	[",5", 0.5],
	["5.", 5],
	["1e-3", 0.001],
	["+7", 7],
])("the entry %j is %d", (text, value) => {
	expect(parseEntry(text, AMPERES)).toEqual({ value });
});

it.each([
	"",
	"  ",
	"1,5,2",
	"1.000,5",
	"1 000",
	"0x10",
	"NaN",
	"Infinity",
	"1\n2",
	"--1",
	"10,001",
])("the entry %j is refused", (text) => {
	expect(parseEntry(text, AMPERES)).toHaveProperty("problem");
});

it("any text is a number in the range or refused", () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			const entry = parseEntry(text, AMPERES);
			if ("value" in entry) expect(Math.abs(entry.value)).toBeLessThanOrEqual(10);
			else expect(entry.problem.length).toBeLessThan(60);
		}),
	);
});

it("true energies are cut as the meter cuts its count, settings show every digit", () => {
	expect([cut(0.0069, 3), cut(0.3, 3), cut(1.0009, 3)]).toEqual(["0.006", "0.300", "1.000"]);
	expect([exact(12.5, 0), exact(30, 0), exact(230.25, 1), exact(-0.5, 0)]).toEqual([
		"12.5",
		"30",
		"230.25",
		"−0.5",
	]);
});

it("every Wh that a float register of kWh can carry is shown as the meter counted it", () => {
	const wrong: string[] = [];
	for (let wattHours = 0; wattHours < 100_000; wattHours++) {
		// As the register's float and then the panel's divisor make it.
		const shown = countedEnergy(Math.fround(wattHours / 1000) * 1000);
		const digits = String(wattHours).padStart(4, "0");
		if (shown !== `${digits.slice(0, -3)}.${digits.slice(-3)}`) wrong.push(shown);
	}
	expect(wrong).toEqual([]);
});

const entries = { server: "1", register: "5002", count: "2", data: "00 07", secondary: "12345678" };

it.each([
	["03 read registers", "0103500200027 4cb"],
	["06 write a register", "010650020007 78c8"],
	["43/14 identify the device", "012b0e0100 7077"],
])("the form builds %s", (name, frame) => {
	const kind = MODBUS_KINDS.find((each) => each.name === name);
	expect(Buffer.from(kind?.build(entries) ?? []).toString("hex")).toBe(frame.replaceAll(" ", ""));
});

it.each([
	["REQ_UD2: send your data", "105b015c16"],
	["SND_NKE: reset the link", "1040014116"],
	["select by secondary address", "680b0b6853fd5278563412ffffffffb216"],
])("the form builds %s", (name, frame) => {
	const kind = MBUS_KINDS.find((each) => each.name === name);
	expect(Buffer.from(kind?.build(entries) ?? []).toString("hex")).toBe(frame);
});

it.each([
	[{ register: "50022" }, "Register: “50022” is not a hexadecimal number"],
	[{ count: "126" }, "Count: 126 is above 125"],
	[{ server: "x" }, "Address of the server: “x” is not a number"],
])("the form says what is wrong with %j", (part, message) => {
	expect(() => MODBUS_KINDS[0]?.build({ ...entries, ...part })).toThrow(message);
});

it("the form does not write a part of what was entered", () => {
	const single = MODBUS_KINDS.find(({ name }) => name === "06 write a register");
	const typed = { ...entries, data: "00 01 00 02" };
	expect(() => single?.build(typed)).toThrow("Data: one register has two bytes");
});
