/** Fast forward by windows: the same energies, pulses and readings as by frames. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runBench, startBench } from "../../testkit/bench.ts";

/** Longest time of a test. */
const LIMIT_MS = 600_000;

const folder = mkdtempSync(join(tmpdir(), "ambit-fast-forward-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** Loads of twenty minutes each. */
const LOADS = [
	{
		frequency: 50.03,
		phases: [
			{ current: 4.2, angle: 20 },
			{ current: 0.5, angle: -40 },
		],
	},
	{
		phases: [
			{ harmonics: [{ order: 5, voltagePercent: 3, currentPercent: 25, currentAngle: 60 }] },
			{ current: 0.05 },
			{ current: 2.3, angle: 170 },
		],
	},
	{ frequency: 49.7, sequence: "132", phases: [{ current: 0.9, angle: 80 }, { current: 3 }] },
];

interface Outcome {
	readonly readings: Readonly<Record<string, { readonly value: number }>>;
	readonly led: number;
	readonly s0: readonly number[];
}

/** An hour of a bench, and what the meter tells after it. */
async function hour(...options: string[]): Promise<Outcome> {
	const bench = await startBench(["--engine", "node", ...options]);
	try {
		for (const load of LOADS) {
			await bench.call("PATCH", "/api/mains", load);
			const { status } = await bench.call("POST", "/api/advance", { seconds: 1200 });
			expect(status).toBe(200);
		}
		const { readings } = (await bench.call("GET", "/api/readings")).body as Outcome;
		const outputs = (await bench.call("GET", "/api/outputs")).body as {
			led: { pulses: number };
			s0: { pulses: number }[];
		};
		return { readings, led: outputs.led.pulses, s0: outputs.s0.map(({ pulses }) => pulses) };
	} finally {
		await bench.stop();
	}
}

it("an hour has the energies of frames within a watt-hour, their pulses and readings", {
	timeout: LIMIT_MS,
}, async () => {
	const [frames, windows] = [await hour(), await hour("--fast-forward")];
	const reading = ({ readings }: Outcome, name: string): number => readings[name].value;
	const names = Object.keys(frames.readings);
	const energies = names.filter((name) => /Energy/.test(name));
	expect(energies.length).toBeGreaterThan(50);
	for (const name of energies)
		expect(Math.abs(reading(windows, name) - reading(frames, name)), name).toBeLessThanOrEqual(1);
	expect(reading(windows, "forwardActiveEnergy")).toBeGreaterThan(800);
	// A pulse of the LED is 0.1 Wh, one of an S0 output 1 Wh or varh.
	expect(Math.abs(windows.led - frames.led)).toBeLessThanOrEqual(10);
	windows.s0.forEach((pulses, output) => {
		expect(Math.abs(pulses - frames.s0[output])).toBeLessThanOrEqual(1);
	});
	for (const phase of ["L1", "L2", "L3"]) {
		const near = (name: string, part: number, least: number): void => {
			const [one, other] = [reading(windows, name + phase), reading(frames, name + phase)];
			expect(Math.abs(one - other), name + phase).toBeLessThan(Math.max(least, part * other));
		};
		near("voltage", 5e-5, 0);
		near("current", 5e-5, 3e-5);
		near("activePower", 5e-5, 0.02);
		near("reactivePower", 5e-5, 0.05);
	}
	expect(reading(windows, "frequency")).toBeCloseTo(reading(frames, "frequency"), 3);
	expect(reading(windows, "statusWord")).toBe(reading(frames, "statusWord"));
});

const SCENARIO = `
version: 1
duration: 12 min
end: stop
fastForward: true
events:
  - { at: 2 min, mains: { frequency: 49.4, phases: [{ current: 4, angle: 70 }] } }
  - { at: 4 min, power: cut, for: 5 s }
  - { at: 6 min, tariffInput: true }
  - { at: 8 min, frames: lost, for: 1 s }
  - { at: 9 min, mains: { phases: [{ voltage: 0 }] } }
polls:
  - { every: 100 s, unit: 1, read: { address: 0x5000, count: 56 } }
  - { every: 100 s, unit: 1, read: { address: 0x6000, count: 100 } }
  - { every: 3 min, mbus: 0 }
`;

it("is the same on every engine and with the kernel as byte code, to the byte and its time", {
	timeout: LIMIT_MS,
}, async () => {
	const path = join(folder, "scenario.yaml");
	writeFileSync(path, SCENARIO);
	const ports = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((name) => [name, "0"]);
	const transcriptOf = async (...options: string[]): Promise<string> => {
		const file = join(folder, options.join(" "));
		const { code, stderr } = await runBench([
			...["--speed", "max", "--scenario", path, "--transcript", file],
			...options,
			...ports,
		]);
		expect(code, stderr).toBe(0);
		return readFileSync(file, "utf8");
	};
	const node = await transcriptOf("--engine", "node");
	expect(node.trim().split("\n").length).toBe(7 + 7 + 4);
	expect(await transcriptOf("--engine", "xs")).toBe(node);
	expect(await transcriptOf("--engine", "xs", "--kernel", "bytecode")).toBe(node);
	expect(await transcriptOf("--engine", "node")).toBe(node);
});
