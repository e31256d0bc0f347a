import { expect, it } from "vitest";
import { parseValue } from "../../../bench/panel/src/browser/value-entry.ts";
import { type RegisterName, registerOf, registers } from "../../../client/register-table.ts";
import { requestsFor } from "../../../client/requests.ts";

it("every register is read once, by requests that the meter accepts", () => {
	const requests = requestsFor(registers);
	expect(requests.flat()).toEqual(registers);
	for (const rows of requests) {
		const [first, last] = [rows[0], rows.at(-1)];
		const count = (last?.address ?? 0) + (last?.length ?? 0) - (first?.address ?? 0);
		expect(count).toBeLessThanOrEqual(125);
	}
	expect(requests.length).toBeLessThan(24);
});

it.each([
	["modbusId", "17", { value: 17 }],
	["s0Rate", "0,1", { value: 0.1 }],
	["ctRatio", "100/5", { value: 1_000_005 }],
	["resettableEnergy", "0", { value: 0 }],
] as const)("the entry of %s, %j, is taken", (name, text, entry) => {
	expect(parseValue(registerOf(name), text)).toEqual(entry);
});

it.each([
	["modbusId", "0", "0 is outside 1 to 247"],
	["modbusId", "1.5", "1.5 is not a whole number"],
	["s0Rate", "3", "3 is not one of 10000, 2000, 1000, 100, 10, 1, 0.1, 0.01"],
	["ctRatio", "100", "A ratio is two whole numbers, as in 100/5"],
	["ctRatio", "100/5/1", "A ratio is two whole numbers, as in 100/5"],
	["ctRatio", "/5", "A ratio is two whole numbers, as in 100/5"],
	["voltageL1", "230", "This register cannot be written"],
] as const)("the entry of %s, %j, is refused", (name: RegisterName, text, problem) => {
	expect(parseValue(registerOf(name), text)).toEqual({ problem });
});
