import { ROLL_OVER } from "energy/counters";
import Energy from "energy/energy";
import fc from "fast-check";
import { modbusRuns } from "maps";
import Seal from "metrology/seal";
import { BLOCKS } from "modbus/map";
import { DataType } from "modbus/protocol";
import ModbusRegisters, { encode } from "modbus/registers";
import type { Encoding } from "modbus/table";
import { toBCD } from "registers/value";
import { describe, expect, it } from "vitest";
import { TestBoard } from "../../testkit/board.ts";
import { TestModel } from "../../testkit/model.ts";

/** Registers as hexadecimal words, or undefined where the model refuses. */
function read(model: TestModel, address: number, count: number): string[] | undefined {
	const view = new DataView(new ArrayBuffer(2 * count + 4));
	const registers = new ModbusRegisters(model, modbusRuns);
	if (!registers.read(address, count, view, 3)) return undefined;
	return Array.from({ length: count }, (_, i) =>
		view
			.getUint16(3 + 2 * i)
			.toString(16)
			.padStart(4, "0"),
	);
}

describe("the registers of Modbus", () => {
	it("reads the identity of a new meter as the manual's formats say", () => {
		const model = new TestModel();
		model.setByName("serialNumber", 12345678);
		expect(read(model, 0x4000, 13)?.join(" ")).toBe(
			"1234 5678 1113 0001 0006 3f80 0000 3f80 0000 3f80 0000 0005 0005",
		);
	});

	it("reads a float most significant word first, rounded once", () => {
		const model = new TestModel();
		model.setByName("voltageL1", 230.1);
		model.setByName("activePower", -1234.5);
		expect(read(model, 0x5002, 2)).toEqual(["4366", "199a"]);
		expect(read(model, 0x5012, 2)).toEqual(["bf9e", "0419"]);
	});

	it("reads 0 where a block has a gap", () => {
		const model = new TestModel();
		expect(read(model, 0x5000, 2)).toEqual(["0000", "0000"]);
		expect(read(model, 0x500a, 2)).toEqual(["0000", "0000"]);
	});

	it("reads half of a value as the word at that address", () => {
		const model = new TestModel();
		model.setByName("voltageL1", 230.1);
		expect(read(model, 0x5003, 1)).toEqual(["199a"]);
		expect(read(model, 0x5001, 2)).toEqual(["0000", "4366"]);
	});

	it("reads a register alone as it reads it among others, whatever the data type", () => {
		const model = new TestModel();
		const { pins } = new TestBoard();
		const { counters, ctHistory } = new Energy(model, pins, new Seal(pins));
		const { whole } = counters;
		for (let i = 0; i < whole.length; i++) whole[i] = 1_234_567 * (i + 1);
		ctHistory.change({ primary: 100, secondary: 5 }, whole);
		for (let i = 0; i < whole.length; i++) whole[i] = ROLL_OVER - 1 - i;
		for (let index = 0; index < model.length; index++) model.set(index, 1.5 * index);
		model.setByName("combinationCode", 4);
		for (const dataType of [DataType.FLOAT, DataType.INTEGER]) {
			model.setByName("dataType", dataType);
			for (const { first, last } of BLOCKS) {
				const all = read(model, first, last - first + 1);
				const alone = Array.from(
					{ length: last - first + 1 },
					(_, i) => read(model, first + i, 1)?.[0],
				);
				expect(alone).toEqual(all);
				expect(read(model, first + 1, last - first - 1)).toEqual(all?.slice(1, -1));
			}
		}
	});

	it("holds integers of a block that are too large at their limits", () => {
		const model = new TestModel();
		model.setByName("dataType", DataType.INTEGER);
		model.setByName("activePowerL1", 1e12);
		model.setByName("activePowerL2", -1e12);
		model.setByName("activePowerL3", 2.5);
		expect(read(model, 0x5014, 6)?.join(" ")).toBe("7fff ffff 8000 0000 0000 0003");
	});

	it("refuses what begins or ends outside a block", () => {
		const model = new TestModel();
		for (const [address, count] of [
			[0x3fff, 1],
			[0x3fff, 2],
			[0x4034, 2],
			[0x4035, 1],
			[0x4fff, 1],
			[0x5037, 2],
			[0x5038, 1],
			[0x0000, 125],
			[0xffff, 1],
			[0xffff, 125],
		])
			expect(read(model, address, count), `${address.toString(16)} × ${count}`).toBeUndefined();
		expect(read(model, 0x4034, 1)).toEqual(["0001"]);
		expect(read(model, 0x5000, 0x38)).toHaveLength(0x38);
	});
});

describe("encoding", () => {
	const row: Encoding = { format: "float", length: 2, divisor: 1000, step: 1 };
	const bytes = new DataView(new ArrayBuffer(4));

	it("writes whole steps, signed, when the data type is integer", () => {
		encode(row, -1234.6, true, bytes, 0);
		expect(bytes.getInt32(0)).toBe(-1235);
		encode({ ...row, step: 0.01 }, 230.12, true, bytes, 0);
		expect(bytes.getInt32(0)).toBe(23012);
	});

	it("holds what is too large for a signed field at its limit", () => {
		encode(row, 1e12, true, bytes, 0);
		expect(bytes.getInt32(0)).toBe(0x7fffffff);
		encode(row, -1e12, true, bytes, 0);
		expect(bytes.getInt32(0)).toBe(-0x80000000);
		encode({ ...row, format: "integer", length: 1, step: 0 }, 40000, false, bytes, 0);
		expect(bytes.getInt16(0)).toBe(0x7fff);
	});

	it("holds what is too large for its decimal digits at all nines", () => {
		for (const [length, most] of [
			[1, 0x9999],
			[2, 0x99999999],
		] as const) {
			encode({ ...row, format: "bcd", length, step: 0 }, 123_456_789, false, bytes, 0);
			expect(length === 1 ? bytes.getUint16(0) : bytes.getUint32(0)).toBe(most);
		}
	});

	it("packs any number of up to eight digits in BCD", () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 99999999 }), (value) => {
				expect(toBCD(value)).toBe(Number.parseInt(String(value), 16));
			}),
		);
	});
});
