import { readFileSync } from "node:fs";
import { BLOCKS, indexOf, type RegisterName, table } from "registers/table";
import { describe, expect, it } from "vitest";

interface PrintedRow {
	address: string;
	content: string;
	length: string;
	unit: string;
	type: string;
}

const shared = process.env.AMBIT_SHARED ?? new URL("../../../shared", import.meta.url).pathname;
const printed: { read: PrintedRow[] } = JSON.parse(
	readFileSync(`${shared}/data/modbus-map-as-printed.json`, "utf8"),
);

describe("the register table", () => {
	it("has no name twice and no address twice", () => {
		const names = table.map((row) => row.name);
		expect(new Set(names).size).toBe(names.length);
		const addresses = table.flatMap((row) => Array.from({ length: row.length }, (_, i) => row.address + i));
		expect(new Set(addresses).size).toBe(addresses.length);
	});

	it("lies inside its blocks, each row in one", () => {
		for (const row of table) {
			const around = BLOCKS.filter(
				({ first, last }) => row.address >= first && row.address + row.length - 1 <= last,
			);
			expect(around, row.name).toHaveLength(1);
		}
	});

	it("is frozen", () => {
		expect(Object.isFrozen(table)).toBe(true);
		expect(Object.isFrozen(BLOCKS)).toBe(true);
	});

	it("finds a register by name and refuses a name that is none", () => {
		expect(table[indexOf("voltageL2")].address).toBe(0x5004);
		expect(() => indexOf("voltageL4" as RegisterName)).toThrow("no register voltageL4");
	});

	const formats: Record<string, string> = { HEX: "bcd", Signed: "integer", "Float ABCD": "float" };
	for (const row of printed.read.filter((row) => {
		const address = Number.parseInt(row.address, 16);
		const unused = row.content === "Not in use";
		return !unused && BLOCKS.some(({ first, last }) => address >= first && address <= last);
	}))
		it(`has ${row.address}, ${row.content}, as the manual prints it`, () => {
			const address = Number.parseInt(row.address, 16);
			const found = table.find((candidate) => candidate.address === address);
			expect(found).toBeDefined();
			expect(found?.length).toBe(Number(row.length));
			expect(found?.format).toBe(formats[row.type]);
			expect(found?.unit).toBe(row.unit === "-" ? "" : row.unit);
			if (found) expect(row.content.toLowerCase().startsWith(found.title.toLowerCase())).toBe(true);
		});

	it("has nothing that the manual does not print", () => {
		const addresses = new Set(printed.read.map((row) => Number.parseInt(row.address, 16)));
		for (const row of table) expect(addresses.has(row.address), row.name).toBe(true);
	});
});

describe("the M-Bus records of the measurements", () => {
	/** The manual's example telegram, as printed. */
	const telegram = readFileSync(`${shared}/data/mbus-telegram-as-printed.hex`, "utf8").trim().toUpperCase();

	for (const row of table)
		if (row.mbus)
			it(`has ${row.name}'s DIF and VIF in the manual's telegram`, () => {
				const bytes = [...(row.mbus?.dif ?? []), ...(row.mbus?.vif ?? [])];
				const text = bytes.map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");
				expect(telegram).toContain(` ${text} `);
			});
});
