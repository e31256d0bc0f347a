/** Computed windows against the kernel's sums over converted frames. */
import { describe, expect, it } from "vitest";
import { resultsOf, type WindowLength } from "../../../bench/fast-forward/results.ts";
import { ALL_FAULTS } from "../../../bench/front-end/faults.ts";
import { FrontEnd, type FrontEndOptions } from "../../../bench/front-end/front-end.ts";
import type { Mains } from "../../../bench/mains/model.ts";
import ByteCodeKernel from "../../../boards/virtual/byte-code-kernel.ts";
import { BYTES_PER_FRAME } from "../../../boards/virtual/link.ts";
import { sampleAt } from "../../../engine/node/unpack.ts";
import * as at from "../../../src/metrology/results.ts";
import { CHANNELS } from "../../../src/sampling.ts";
import { mainsWith } from "../mains/measure.ts";

const BLOCK = 200;

/** Blocks until all is steady, and blocks whose windows are averaged: 2 s and 6 s. */
const SETTLING_BLOCKS = 80;
const BLOCKS = 240;

/** The windows that the kernel makes of converted mains, once all is steady. */
function windowsOf(mains: Mains, frontEnd: FrontEnd): number[][] {
	const kernel = new ByteCodeKernel();
	const samples = new Float64Array(BLOCK * CHANNELS);
	const bytes = new Uint8Array(BLOCK * BYTES_PER_FRAME);
	const results: number[] = new Array(at.RESULTS).fill(0);
	const windows: number[][] = [];
	for (let block = 0; block < SETTLING_BLOCKS + BLOCKS; block++) {
		mains.fill(samples, BLOCK);
		frontEnd.convert(samples, BLOCK, bytes);
		for (let i = 0; i < BLOCK * CHANNELS; i++)
			kernel.samples[kernel.end * CHANNELS + i] = sampleAt(bytes, i);
		kernel.accept(BLOCK);
		while (kernel.take(results)) if (block >= SETTLING_BLOCKS) windows.push([...results]);
	}
	return windows;
}

/** Factor of the carrier on a product. */
const CARRIER = 16_384 ** 2 / 2;

/** Quantities of a window as the meter takes them: means, without those of the channels. */
function quantitiesOf(window: readonly number[]) {
	const frames = window[at.FRAMES];
	const mean = (place: number): number => window[place] / frames;
	const phases = [0, 1, 2].map((phase) => {
		const of = (place: number): number => mean(at.PHASE_SUMS * phase + place);
		const [v, i] = [of(at.VOLTAGES), of(at.CURRENTS)];
		const [vc, vs, ic, is] = [
			of(at.VOLTAGE_COSINE),
			of(at.VOLTAGE_SINE),
			of(at.CURRENT_COSINE),
			of(at.CURRENT_SINE),
		];
		return {
			voltage: Math.sqrt(of(at.VOLTAGE_SQUARES) - v * v),
			current: Math.sqrt(of(at.CURRENT_SQUARES) - i * i),
			power: of(at.POWER) - v * i,
			fundamental: vc * ic + vs * is,
			across: vc * is - vs * ic,
		};
	});
	const meanOf = (phase: number): number => mean(at.PHASE_SUMS * phase + at.VOLTAGES);
	const lines = [
		mean(at.LINE_SUMS) - meanOf(0) * meanOf(1),
		mean(at.LINE_SUMS + 1) - meanOf(0) * meanOf(2),
		mean(at.LINE_SUMS + 2) - meanOf(1) * meanOf(2),
	];
	const hertz = (8000 * window[at.CYCLES]) / window[at.SPAN];
	return { phases, lines, hertz, carrier: window[at.CARRIER] };
}

type Quantities = ReturnType<typeof quantitiesOf>;

/** Mean of the quantities of windows. */
function averageOf(windows: readonly (readonly number[])[]): Quantities {
	const all = windows.map(quantitiesOf);
	const average = (of: (each: Quantities) => number): number =>
		all.reduce((sum, each) => sum + of(each), 0) / all.length;
	return {
		phases: [0, 1, 2].map((k) => ({
			voltage: average(({ phases }) => phases[k].voltage),
			current: average(({ phases }) => phases[k].current),
			power: average(({ phases }) => phases[k].power),
			fundamental: average(({ phases }) => phases[k].fundamental),
			across: average(({ phases }) => phases[k].across),
		})),
		lines: [0, 1, 2].map((k) => average(({ lines }) => lines[k])),
		hertz: average(({ hertz }) => hertz),
		carrier: average(({ carrier }) => carrier),
	};
}

/** Both ways: through frames, and computed. */
function both(patch: object, options: Partial<FrontEndOptions>) {
	const mains = mainsWith(patch);
	const frontEnd = new FrontEnd({ seed: 12345678, ...options });
	mains.framesPerSecond = frontEnd.framesPerSecond;
	const windows = windowsOf(mains, frontEnd);
	const steady = frontEnd.steady(mains.tones);
	if (!steady) throw new Error("not steady");
	const cycle = (2 * Math.PI) / mains.tones[0].omega;
	const length: WindowLength = { frames: Math.round(10 * cycle), cycles: 10, span: 10 * cycle };
	return { summed: averageOf(windows), computed: quantitiesOf(resultsOf(steady, length)) };
}

/** A number of the first within a part of `scale` of the second's. */
function expectNear(one: number, other: number, scale: number, part: number): void {
	expect(Math.abs(one - other) / scale).toBeLessThan(part);
}

const HARMONICS = [
	{ order: 3, voltagePercent: 4, currentPercent: 30, voltageAngle: 40, currentAngle: 170 },
	{ order: 7, voltagePercent: 2, currentPercent: 12, voltageAngle: 10, currentAngle: -60 },
	{ order: 40, voltagePercent: 1, currentPercent: 3, voltageAngle: 0, currentAngle: 90 },
];

const LOADS: Readonly<Record<string, object>> = {
	"three different phases": {
		phases: [
			{ voltage: 231, current: 4.2, angle: 20 },
			{ voltage: 227, current: 0.5, angle: -65 },
			{ voltage: 118, current: 1.7, angle: 170 },
		],
	},
	"another frequency and sequence": { frequency: 59.37, sequence: "132", phases: [{ angle: 75 }] },
	harmonics: { frequency: 49.91, phases: [{ current: 2, angle: 30, harmonics: HARMONICS }] },
	"3P3W": { wiring: "3P3W", phases: [{ current: 2, angle: 30 }, { current: 2 }, { current: 1 }] },
};

const FRONT_ENDS: Readonly<Record<string, Partial<FrontEndOptions>>> = {
	"with the tolerances of its parts": {},
	"with every fault of real hardware, in the cold": {
		faults: { ...ALL_FAULTS, ctClass: "ordinary" },
		temperature: -20,
	},
};

describe.each(Object.entries(FRONT_ENDS))("a front end %s", (_name, options) => {
	it.each(Object.entries(LOADS))("windows computed are those of frames: %s", (_what, patch) => {
		const { summed, computed } = both(patch, options);
		summed.phases.forEach((phase, k) => {
			const other = computed.phases[k];
			// Where there is nothing but noise, that is compared with a hundredth of full scale.
			const [least, square] = [5000 * 100, other.voltage * other.current];
			expectNear(phase.voltage, other.voltage, Math.max(5000, other.voltage), 1e-5);
			expectNear(phase.current, other.current, Math.max(5000, other.current), 1e-5);
			expectNear(phase.power, other.power, Math.max(least, square), 1e-5);
			const carried = Math.max(CARRIER * least, Math.hypot(other.fundamental, other.across));
			expectNear(phase.fundamental, other.fundamental, carried, 5e-5);
			expectNear(phase.across, other.across, carried, 5e-5);
		});
		summed.lines.forEach((product, k) => {
			expectNear(product, computed.lines[k], computed.phases[0].voltage ** 2, 1e-5);
		});
		expectNear(summed.hertz, computed.hertz, 1, 1e-4);
		expectNear(summed.carrier, computed.carrier, computed.carrier, 2e-6);
	});

	it("without a current, the noise is that of frames within 5 %", () => {
		const none = { current: 0 };
		const { summed, computed } = both({ phases: [none, none, none] }, options);
		for (const phase of [0, 1, 2])
			expectNear(
				summed.phases[phase].current ** 2,
				computed.phases[phase].current ** 2,
				computed.phases[phase].current ** 2,
				0.05,
			);
	});
});
