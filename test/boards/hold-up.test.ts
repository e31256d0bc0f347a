import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { HOLD_UP_MS } from "../../src/board.ts";

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Number at the first group of `pattern` in a text. */
function numberIn(text: string, pattern: RegExp): number {
	return Number(pattern.exec(text)?.[1]);
}

it("the supply calculated in docs/hardware.md lasts for the hold-up time of the contract", () => {
	const text = textOf("docs/hardware.md").replace(/\s+/g, " ");
	const powerW = numberIn(text, /About ([\d.]+) W at the bus/);
	const [, microfarads, highV, lowV, statedMs] = (
		/½ · (\d+) µF · \((\d+)² − (\d+)²\) V² = \d+ mJ: (\d+) ms/.exec(text) ?? []
	).map(Number);
	const energyJ = (microfarads / 2e6) * (highV ** 2 - lowV ** 2);
	expect(statedMs).toBe(Math.floor((1000 * energyJ) / powerW));
	expect(statedMs).toBeGreaterThanOrEqual(HOLD_UP_MS);
	expect(numberIn(text, /hold-up (\d+) ms/)).toBe(statedMs);
});

it("the simulator's panel restarts the meter after the hold-up time of the contract", () => {
	const panel = textOf("boards/simulator/panel/ambit.js");
	expect(numberIn(panel, /^const HOLD_UP_MS = (\d+);$/m)).toBe(HOLD_UP_MS);
});
