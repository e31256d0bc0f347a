import { expect, it } from "vitest";
import { Outputs } from "../../../bench/meter/outputs.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";

const LED = 8;
const S0_1 = 9;
const S0_2 = 10;

it("counts pulses by their beginnings, and measures their length in meter time", () => {
	const outputs = new Outputs();
	for (const [frame, pin, level] of [
		[100, S0_1, 1],
		[110, LED, 1],
		[150, LED, 0],
		[220, S0_1, 0],
		[300, S0_1, 1],
		[300, 7, 1],
	] as const)
		outputs.change(frame, pin, level);
	expect(outputs.states).toEqual([
		{ pulses: 1, widthMs: 40_000 / FRAME_RATE_HZ, high: false },
		{ pulses: 2, widthMs: 120_000 / FRAME_RATE_HZ, high: true },
		{ pulses: 0, widthMs: 0, high: false },
	]);
});

it("ignores a repeated level, and gives a pulse cut short by the supply no width", () => {
	const outputs = new Outputs();
	outputs.change(0, S0_2, 1);
	outputs.change(10, S0_2, 1);
	outputs.off();
	outputs.change(20, S0_2, 0);
	outputs.change(30, S0_2, 1);
	expect(outputs.states[2]).toEqual({ pulses: 2, widthMs: 0, high: true });
});
