import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { leastHoldUpMs, Supply } from "../../boards/esp32s3/supply.ts";
import { readNetlist } from "../../hardware/netlist.ts";
import { PLACES } from "../../hardware/outputs.ts";
import { HOLD_UP_MS } from "../../src/board.ts";

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Number at the first group of `pattern` in a text. */
function numberIn(text: string, pattern: RegExp): number {
	return Number(pattern.exec(text)?.[1]);
}

it("the supply lasts for the hold-up time of the contract, with the least capacitance", () => {
	expect(leastHoldUpMs()).toBeGreaterThanOrEqual(HOLD_UP_MS);
});

it("the capacitors of the supply's bus are those of the schematic, in series", () => {
	const { components } = readNetlist(textOf(PLACES.netlist));
	const values = components
		.filter(({ symbol, sheet }) => symbol === "Electrolytic" && sheet === "supply.kicad_sch")
		.filter(({ fields }) => fields.Rating?.includes("450 V"))
		.map(({ value }) => numberIn(value, /^(\d+)u$/));
	expect(values).toHaveLength(2);
	expect(1 / values.reduce((sum, value) => sum + 1 / value, 0)).toBe(Supply.busMicrofarads);
});

it("the simulation of the schematic finds the supply's levels and times", () => {
	const table = textOf(PLACES.simulation);
	expect(numberIn(table, /^\| power fail below[^|]*\| (\d+) V/m)).toBe(Supply.powerFailVolts);
	const [, ms] = /^\| hold-up [^|]*\| \d+ ms; (\d+) ms/m.exec(table) ?? [];
	expect(Math.abs(Number(ms) - leastHoldUpMs())).toBeLessThan(2);
});

it("docs/hardware.md states the hold-up of the supply", () => {
	const text = textOf("docs/hardware.md").replace(/\s+/g, " ");
	expect(numberIn(text, /about ([\d.]+) W at the bus/i)).toBe(Supply.loadWatts);
	expect(numberIn(text, /hold-up (\d+) ms/)).toBe(Math.floor(leastHoldUpMs()));
});

it("the simulator's panel restarts the meter after the hold-up time of the contract", () => {
	const panel = textOf("boards/simulator/panel/ambit.js");
	expect(numberIn(panel, /^const HOLD_UP_MS = (\d+);$/m)).toBe(HOLD_UP_MS);
});
