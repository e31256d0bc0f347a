import { readFileSync } from "node:fs";
import type { RegisterName } from "registers/table";
import { describe, expect, it } from "vitest";
import { OWN, REQ, short, TestSlave } from "./support.ts";

const shared = process.env.AMBIT_SHARED ?? new URL("../../../shared", import.meta.url).pathname;
const printed = readFileSync(`${shared}/data/mbus-telegram-as-printed.hex`, "utf8").trim().toUpperCase();

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
	for (const [name, value] of Object.entries(EXAMPLE)) slave.model.setByName(name as RegisterName, value);
	return slave;
}

describe("the telegram", () => {
	it("of the example's values is, byte for byte, the manual's printed example", () => {
		const slave = exampleSlave();
		let answer: number[] = [];
		// The example is the fourth reading.
		for (let i = 0; i < 4; i++) [answer] = slave.ask(...short(REQ, OWN));
		expect(hex(answer)).toBe(printed);
	});
});
