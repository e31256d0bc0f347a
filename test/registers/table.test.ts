import { catalogue, quantities } from "catalogue";
import { modbusRuns } from "maps";
import { BLOCKS } from "modbus/map";
import Catalogue from "registers/catalogue";
import { describe, expect, it } from "vitest";
import { type RegisterName, registerOf, registers } from "../../client/register-table.ts";
import { type PrintedRow, printedReads, printedTelegram, printedWrites } from "../data/printed.ts";

describe("the register table", () => {
	it("has no name twice and no address twice", () => {
		const names = registers.map((row) => row.name);
		expect(new Set(names).size).toBe(names.length);
		const addresses = registers.flatMap((row) =>
			Array.from({ length: row.length }, (_, i) => row.address + i),
		);
		expect(new Set(addresses).size).toBe(addresses.length);
	});

	it("is inside its blocks, each row in one", () => {
		for (const row of registers) {
			const around = BLOCKS.filter(
				({ first, last }) => row.address >= first && row.address + row.length - 1 <= last,
			);
			expect(around, row.name).toHaveLength(1);
		}
	});

	it("keeps the password and Bluetooth's switches off Modbus", () => {
		const onModbus = new Set(registers.map(({ name }) => name));
		const local = quantities.filter(({ name }) => !onModbus.has(name)).map(({ name }) => name);
		expect(local.sort()).toEqual(["bonds", "broadcast", "laterTariffs", "password"]);
	});

	it("is frozen, each row and all that is in it", () => {
		for (const row of [...quantities, ...modbusRuns]) {
			expect(Object.isFrozen(row)).toBe(true);
			for (const part of Object.values(row))
				if (typeof part === "object") expect(Object.isFrozen(part)).toBe(true);
		}
		expect(Object.isFrozen(quantities)).toBe(true);
		expect(Object.isFrozen(modbusRuns)).toBe(true);
		expect(Object.isFrozen(BLOCKS)).toBe(true);
	});

	it("has rows whose every field is own and enumerable", () => {
		for (const row of quantities) {
			expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
			expect(Object.keys(row)).toEqual(Object.getOwnPropertyNames(row));
			expect({ ...row }).toMatchObject({
				name: row.name,
				title: row.title,
				unit: row.unit,
				initial: row.initial,
				step: row.step,
			});
		}
	});

	it("is in the order of addresses and finds each quantity by its name", () => {
		for (const [index, { name }] of quantities.entries())
			expect(catalogue.indexOf(name), name).toBe(index);
		for (const [place, row] of registers.entries())
			expect(row.address).toBeGreaterThan(registers[place - 1]?.address ?? -1);
	});

	it("finds a register by name and refuses a name that is none", () => {
		expect(registerOf("voltageL2").address).toBe(0x5004);
		expect(() => catalogue.indexOf("voltageL4" as RegisterName)).toThrow(
			"there is no quantity voltageL4",
		);
	});

	/** Formats of the manual's data types; the corrected rows are named below. */
	const formats: Record<string, readonly string[]> = {
		HEX: ["bcd", "binary"],
		Signed: ["integer", "bcd", "binary"],
		"Float ABCD": ["float"],
		ASCII: ["ascii"],
	};

	/** A printed row with the corrections of docs/decisions/0001-register-map.md. */
	const corrected = (row: PrintedRow, index: number): PrintedRow => {
		const second6196 =
			row.address === "6196" &&
			printedReads.findIndex(({ address }) => address === "6196") !== index;
		if (second6196) return { ...row, address: "6198" };
		if (row.address === "4021") return { ...row, length: "1" };
		if (/in Q[1-4]/.test(row.name)) return { ...row, unit: "kvarh" };
		return row;
	};

	/** The title without what the manual adds to some rows and not to their twins. */
	const plain = (title: string) =>
		title
			.toLowerCase()
			.replace(/history |\(non-relevant\)/g, "")
			.trim();

	const manual = printedReads
		.map(corrected)
		.filter(({ name }) => !/^(Not in use|Reserved)/.test(name));

	it("compares with all 295 printed rows but the four that name nothing", () => {
		expect(printedReads).toHaveLength(295);
		expect(manual).toHaveLength(291);
	});

	for (const row of manual)
		it(`has ${row.address}, ${row.name}, as the manual prints it`, () => {
			const address = Number.parseInt(row.address, 16);
			const found = registers.find((candidate) => candidate.address === address);
			expect(found).toBeDefined();
			expect(found?.length).toBe(Number(row.length));
			expect(formats[row.type]).toContain(found?.format);
			const unit = row.unit === "-" ? "" : row.unit.replace("sec.", "s");
			expect(found?.unit).toBe(unit);
			if (found) expect(plain(row.name)).toBe(plain(found.title));
		});

	for (const row of printedWrites)
		it(`lets ${row.address}, ${row.name}, be written, in the length it is read with`, () => {
			const address = Number.parseInt(row.address, 16);
			const found = registers.find((candidate) => candidate.address === address);
			expect(found?.range).toBeDefined();
			// The counter that is reset is a float, which takes two registers; the manual prints one.
			expect(found?.length).toBe(row.address === "6049" ? 2 : Number(row.length));
		});

	it("compares with all 17 rows printed as writable", () => {
		expect(printedWrites).toHaveLength(17);
	});

	it("has nothing that the manual does not print but the vendor block", () => {
		const addresses = new Set(manual.map((row) => Number.parseInt(row.address, 16)));
		for (const row of registers)
			if (row.address < 0x7000) expect(addresses.has(row.address), row.name).toBe(true);
	});
});

describe("the M-Bus records of the measurements", () => {
	for (const row of registers)
		if (row.mbus)
			it(`has ${row.name}'s DIF and VIF in the manual's telegram`, () => {
				const bytes = [...(row.mbus?.dif ?? []), ...(row.mbus?.vif ?? [])];
				const text = bytes
					.map((byte) => byte.toString(16).padStart(2, "0").toUpperCase())
					.join(" ");
				expect(printedTelegram).toContain(` ${text} `);
			});
});

describe("a catalogue", () => {
	const setting = (name: string, stored: number) =>
		({ name, title: name, unit: "", initial: 0, step: 0, stored }) as const;

	it("knows the settings of the record by their places", () => {
		expect(new Catalogue([setting("b", 1), setting("a", 0)]).storedRows).toEqual([1, 0]);
		expect(catalogue.storedRows.map((row) => catalogue.attributesOf(row).stored)).toEqual(
			catalogue.storedRows.map((_, place) => place),
		);
	});

	it.each([
		["one name twice", [setting("a", 0), setting("a", 1)], "a is declared once"],
		["two settings at one place", [setting("a", 0), setting("b", 0)], "is stored at place 0"],
		["a place without a setting", [setting("a", 0), setting("b", 2)], "is stored at place 1"],
	])("refuses %s", (_, rows, text) => {
		expect(() => new Catalogue(rows)).toThrow(text);
	});
});
