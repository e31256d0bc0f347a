import { afterEach, beforeEach, expect, it } from "vitest";
import { type CountingBench, NO_LOAD, startCountingBench } from "../../testkit/counting-bench.ts";

interface Outputs {
	led: { pulses: number };
	s0: { pulses: number; widthMs: number }[];
}

interface Truth {
	energy: {
		secondary: {
			phases: Record<
				"forwardActive" | "reverseActive" | "forwardReactive" | "reverseReactive",
				number
			>[];
		};
	};
}

const LIMIT_MS = 300_000;

const S0_RATE = 0x400d;
const PULSE_WIDTH = 0x4021;
const FORWARD = 0x600c;
const REVERSE = 0x6018;
const FORWARD_REACTIVE = 0x6030;
const REVERSE_REACTIVE = 0x603c;

/** 10000 as a float. */
const TEN_THOUSAND = [0x461c, 0x4000];

let bench: CountingBench["bench"];
let client: CountingBench["client"];
let energy: CountingBench["energy"];
let run: CountingBench["run"];
let stop: CountingBench["stop"];

beforeEach(async () => {
	({ bench, client, energy, run, stop } = await startCountingBench(LIMIT_MS));
});

afterEach(() => stop());

async function outputs(): Promise<Outputs> {
	return (await bench.call("GET", "/api/outputs")).body as Outputs;
}

it(
	"LED and S0 outputs pulse the energy of the registers at the rate and width set",
	async () => {
		await run(2, NO_LOAD);
		await client.write(PULSE_WIDTH, [0x0042]);
		await client.write(S0_RATE, TEN_THOUSAND);
		await run(1, NO_LOAD);
		const before = await outputs();
		const start = {
			active: (await energy(FORWARD)) + (await energy(REVERSE)),
			reactive: (await energy(FORWARD_REACTIVE)) + (await energy(REVERSE_REACTIVE)),
			truth: ((await bench.call("GET", "/api/truth")).body as Truth).energy.secondary.phases,
		};
		await run(600, [
			[5, 0],
			[4, 60],
			[2, 150],
		]);
		await run(60, [
			[0.5, 0],
			[0.02, 0],
			[5, 180],
		]);
		await run(3, NO_LOAD);
		const after = await outputs();
		const active = (await energy(FORWARD)) + (await energy(REVERSE)) - start.active;
		const reactive =
			(await energy(FORWARD_REACTIVE)) + (await energy(REVERSE_REACTIVE)) - start.reactive;
		const led = after.led.pulses - before.led.pulses;
		const [first, second] = after.s0.map((s0, i) => s0.pulses - before.s0[i].pulses);
		// A register counts whole Wh, a pulse is 0.1 Wh.
		expect(Math.abs(led / 10 - active)).toBeLessThan(2);
		// The outputs started at different fractions of a pulse.
		expect(Math.abs(first - led)).toBeLessThanOrEqual(1);
		expect(Math.abs(second / 10 - reactive)).toBeLessThan(2);
		expect(after.s0.map(({ widthMs }) => widthMs)).toEqual([42, 42]);

		const truth = ((await bench.call("GET", "/api/truth")).body as Truth).energy.secondary.phases;
		const counted = (key: keyof Truth["energy"]["secondary"]["phases"][number]) =>
			truth.reduce((sum, phase, i) => sum + phase[key] - start.truth[i][key], 0);
		expect(led / 10 / (counted("forwardActive") + counted("reverseActive"))).toBeCloseTo(1, 3);
		expect(second / 10 / (counted("forwardReactive") + counted("reverseReactive"))).toBeCloseTo(
			1,
			3,
		);
	},
	LIMIT_MS,
);

it(
	"there is no pulse at 1.15 Un without a load",
	async () => {
		await run(2, NO_LOAD);
		await bench.call("PATCH", "/api/mains", {
			phases: [{ voltage: 264.5 }, { voltage: 264.5 }, { voltage: 264.5 }],
		});
		const before = await outputs();
		expect((await bench.call("POST", "/api/advance", { seconds: 600 })).status).toBe(200);
		expect(await outputs()).toEqual(before);
	},
	LIMIT_MS,
);
