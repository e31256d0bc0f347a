import { describe, expect, it } from "vitest";
import { type RegisterName, registers } from "../../client/register-table.ts";
import { printedTelegram } from "../data/printed.ts";
import { OWN, REQ, short, TestSlave } from "./support.ts";

const hex = (bytes: readonly number[]): string =>
	bytes.map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");

/** The example's values (manual A1.2, column "Remarks"), in V, A, W, var, VA, Hz, Wh, varh. */
const EXAMPLE: Readonly<Record<string, number>> = {
	forwardActiveEnergy: 123456789,
	forwardActiveEnergyT1: 123456789,
	forwardActiveEnergyT2: 123456789,
	forwardActiveEnergyT3: 123456789,
	forwardActiveEnergyT4: 123456789,
	reverseActiveEnergy: 123456789,
	reverseActiveEnergyT1: 123456789,
	reverseActiveEnergyT2: 123456789,
	reverseActiveEnergyT3: 123456789,
	reverseActiveEnergyT4: 123456789,
	resettableEnergy: 123456789,
	forwardReactiveEnergy: 123456789,
	reverseReactiveEnergy: 123456789,
	voltageL1: 230.12,
	voltageL2: 230.12,
	voltageL3: 230.12,
	currentL1: 100.123,
	currentL2: 100.123,
	currentL3: 100.123,
	activePower: 1234567,
	activePowerL1: 1234567,
	activePowerL2: 1234567,
	activePowerL3: -1234567,
	reactivePower: 1234567,
	reactivePowerL1: 1234567,
	reactivePowerL2: 1234567,
	reactivePowerL3: 1234567,
	apparentPower: 1234567,
	powerFactor: 1,
	frequency: 50.999,
	tariff: 1,
	ctRatio: 99950005,
};

function exampleSlave(): TestSlave {
	const slave = new TestSlave();
	for (const [name, value] of Object.entries(EXAMPLE))
		slave.model.setByName(name as RegisterName, value);
	return slave;
}

describe("the telegram", () => {
	it("with the values of the manual's example equals the printed one, byte for byte", () => {
		const slave = exampleSlave();
		let answer: number[] = [];
		// The example is the fourth reading.
		for (let i = 0; i < 4; i++) [answer] = slave.ask(...short(REQ, OWN));
		expect(hex(answer)).toBe(printedTelegram);
	});
});

describe("a record", () => {
	/** `length` bytes of the answer after the header of a record. */
	const record = (slave: TestSlave, header: string, length: number): string => {
		const answer = hex(slave.ask(...short(REQ, OWN))[0]);
		const at = answer.indexOf(` ${header} `) + 1;
		return answer.slice(at + header.length + 1, at + header.length + 3 * length);
	};
	const status = (slave: TestSlave): number => slave.ask(...short(REQ, OWN))[0][16];

	it.each<readonly [RegisterName, number, string, string]>([
		["forwardActiveEnergy", 0, "04 03", "00 00 00 00"],
		["forwardActiveEnergy", 999_999_999, "04 03", "FF C9 9A 3B"],
		["forwardActiveEnergyT4", 1, "84 80 10 03", "01 00 00 00"],
		["reverseReactiveEnergy", 256, "04 FB 82 F3 3C", "00 01 00 00"],
		["voltageL2", 0.004, "02 FD C7 FC 02", "00 00"],
		["voltageL2", 0.006, "02 FD C7 FC 02", "01 00"],
		["voltageL2", 327.67, "02 FD C7 FC 02", "FF 7F"],
		["currentL1", -0.001, "03 FD D9 FC 01", "FF FF FF"],
		["currentL1", 8388.607, "03 FD D9 FC 01", "FF FF 7F"],
		["currentL1", -8388.607, "03 FD D9 FC 01", "01 00 80"],
		["activePower", -1, "03 2B", "FF FF FF"],
		["frequency", 49.9996, "03 FB 2C", "50 C3 00"],
		["powerFactor", 0.07, "0A FD 3A", "07 00"],
		["ctRatio", 50005, "0B FD 3A", "05 05 00"],
		["ctRatio", 12350001, "0B FD 3A", "01 35 12"],
	])("of %s = %d is %s %s", (name, value, header, data) => {
		const slave = exampleSlave();
		slave.model.setByName(name, value);
		expect(record(slave, header, data.split(" ").length)).toBe(data);
		expect(status(slave)).toBe(0);
	});

	it.each<readonly [RegisterName, number, string, string]>([
		["currentL1", 8388.608, "03 FD D9 FC 01", "FF FF 7F"],
		["currentL3", -12000, "03 FD D9 FC 03", "01 00 80"],
		["voltageL1", 400, "02 FD C7 FC 01", "FF 7F"],
		["activePower", 9e6, "03 2B", "FF FF 7F"],
		["apparentPower", 1e12, "03 FB 34", "FF FF 7F"],
	])(
		"of %s = %d, out of its range, is limited, and the status says application error",
		(name, value, header, data) => {
			const slave = exampleSlave();
			slave.model.setByName(name, value);
			expect(record(slave, header, data.split(" ").length)).toBe(data);
			expect(status(slave)).toBe(2);
			slave.model.setByName(name, 0);
			expect(status(slave)).toBe(0);
		},
	);
});

describe("a meter that has lost its energies", () => {
	it("sends energies and measurements as invalid, and says application error", () => {
		const slave = exampleSlave();
		slave.model.stop();
		const answer = hex(slave.ask(...short(REQ, OWN))[0]);
		expect(answer).toContain(" 04 03 00 00 00 80 84 10 03 00 00 00 80 ");
		expect(answer).toContain(" 02 FD C7 FC 01 00 80 ");
		expect(answer).toContain(" 03 2B 00 00 80 ");
		expect(answer).toContain(" 0A FD 3A FF FF ");
		expect(answer).toContain(" 09 7C 01 54 01 0B FD 3A 05 95 99 ");
		expect(answer.slice(3 * 16, 3 * 16 + 2)).toBe("02");
	});
});

describe("the header", () => {
	it("says application error while the meter has an error code", () => {
		const slave = exampleSlave();
		slave.model.setByName("errorCode", 0x40);
		expect(slave.ask(...short(REQ, OWN))[0][16]).toBe(2);
	});

	it("has an access number that begins at 1 and wraps after 255", () => {
		const slave = exampleSlave();
		const numbers = Array.from({ length: 258 }, () => slave.ask(...short(REQ, OWN))[0][15]);
		expect(numbers.slice(0, 2)).toEqual([1, 2]);
		expect(numbers.slice(254)).toEqual([255, 0, 1, 2]);
	});
});

describe("the register table", () => {
	it("has 32 records with unique places and headers", () => {
		const records = registers.flatMap(({ mbus }) => (mbus ? [mbus] : []));
		expect(records.map(({ place }) => place).sort((a, b) => a - b)).toEqual(
			Array.from({ length: 32 }, (_, i) => i + 1),
		);
		expect(new Set(records.map(({ dif, vif }) => hex([...dif, ...vif]))).size).toBe(32);
	});

	it("has the manual's eight writable records, except the baud rate, which is a CI-field", () => {
		const writable = registers.flatMap(({ name, mbusWrite }) => (mbusWrite ? [name] : []));
		expect(writable.sort()).toEqual(
			[
				"mbusAddress",
				"mbusIdentification",
				"tariff",
				"combinationCode",
				"s0Rate",
				"resettableEnergy",
				"powerDownCounter",
			].sort(),
		);
	});
});
