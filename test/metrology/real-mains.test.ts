/**
 * Signals of real mains, on which a kernel that decimates, droops, or looks for the zero
 * crossings of the voltage itself is wrong. Truth is computed from the harmonics that the signal is
 * made of; the converter is a sinc3 filter without noise and tolerances.
 */
import Calibration from "metrology/calibration";
import { Thermometer } from "metrology/correction";
import { RESULTS } from "metrology/results";
import Window from "metrology/window";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import ByteCodeKernel from "../../boards/virtual/byte-code-kernel.ts";
import { TestFrontEnd } from "../../testkit/board.ts";
import { FULL_SCALE } from "../../testkit/samples.ts";
import {
	capacitor,
	dimmer,
	type Harmonic,
	LAGGING,
	MAINS,
	notched,
	peak,
	pulses,
	RECTIFIER,
	radians,
	STEEP,
	truthOf,
} from "./real-signals.ts";

const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

/** Windows until the first whole one with a carrier of the right frequency. */
const SETTLING_WINDOWS = 3;

const STEPS = 2 ** 23;

type Quantity = "voltage" | "current" | "active" | "reactive" | "frequency";

/** Means over whole windows of two seconds, and the extremes of the frequency. */
function measure(harmonics: readonly Harmonic[], frequency: number, seconds = 2) {
	const kernel = new ByteCodeKernel();
	const frontEnd = new TestFrontEnd();
	const window = new Window(new Calibration(frontEnd), new Thermometer(frontEnd));
	const results: number[] = new Array(RESULTS).fill(0);
	const sums: Record<Quantity, number> = {
		voltage: 0,
		current: 0,
		active: 0,
		reactive: 0,
		frequency: 0,
	};
	const frequencies: number[] = [];
	let [windows, frames] = [0, 0];
	const add = (): void => {
		window.update(results);
		if (++windows <= SETTLING_WINDOWS) return;
		const phase = window.phases[0];
		frames += window.frames;
		frequencies.push(window.frequency);
		sums.voltage += window.frames * phase.voltage ** 2;
		sums.current += window.frames * phase.current ** 2;
		sums.active += window.frames * phase.activePower;
		sums.reactive += window.frames * phase.reactivePower;
		sums.frequency += window.frames * window.frequency;
	};
	const end = (seconds + 1) * FRAME_RATE_HZ;
	for (let first = 0; first < end; first += BLOCK_FRAMES) {
		sample(kernel, harmonics, frequency, first);
		kernel.accept(BLOCK_FRAMES);
		while (kernel.take(results)) add();
	}
	return {
		voltage: Math.sqrt(sums.voltage / frames),
		current: Math.sqrt(sums.current / frames),
		active: sums.active / frames,
		reactive: sums.reactive / frames,
		frequency: sums.frequency / frames,
		frequencies,
	};
}

/** Writes a block of frames of three such phases to the kernel, clipped as by the converter. */
function sample(
	kernel: ByteCodeKernel,
	harmonics: readonly Harmonic[],
	frequency: number,
	first: number,
): void {
	for (let n = 0; n < BLOCK_FRAMES; n++)
		for (let phase = 0; phase < 3; phase++) {
			let [v, i] = [0, 0];
			for (const { order, volts = 0, voltsAt = 0, amps = 0, ampsAt = 0 } of harmonics) {
				const omega = (2 * Math.PI * frequency * order) / FRAME_RATE_HZ;
				const droop = (Math.sin(omega / 2) / (omega / 2)) ** 3;
				const angle = omega * (first + n) - (2 * Math.PI * order * phase) / 3;
				v += volts * droop * Math.sin(angle + radians(voltsAt));
				i += amps * droop * Math.sin(angle + radians(ampsAt));
			}
			const at = CHANNELS * (kernel.end + n) + 2 * phase;
			kernel.samples[at] = converted(v / FULL_SCALE.voltage);
			kernel.samples[at + 1] = converted(i / FULL_SCALE.current);
		}
}

const converted = (share: number): number =>
	Math.max(-STEPS, Math.min(STEPS - 1, Math.round(share * STEPS)));

/** Errors in parts: of the RMS values themselves, of the apparent power, of the frequency. */
function errorsOf(harmonics: readonly Harmonic[], frequency: number) {
	const truth = truthOf(harmonics);
	const measured = measure(harmonics, frequency);
	const apparent = truth.voltage * truth.current;
	return {
		voltage: Math.abs(measured.voltage / truth.voltage - 1),
		current: Math.abs(measured.current / truth.current - 1),
		active: Math.abs(measured.active - truth.active) / apparent,
		reactive: Math.abs(measured.reactive - truth.reactive) / apparent,
		frequencyHz: Math.max(...measured.frequencies.map((each) => Math.abs(each - frequency))),
	};
}

describe("on real mains", () => {
	it.each([49.244, 50.271, 51.138, 59.923, 60.435])(
		"no harmonic is an alias at %d Hz",
		(frequency) => {
			for (const order of [21, 25, 26]) {
				const errors = errorsOf([MAINS, { order, amps: peak(0.1), ampsAt: 40 }], frequency);
				expect(errors.current).toBeLessThan(1e-4);
				expect(errors.active).toBeLessThan(1e-4);
				expect(errors.reactive).toBeLessThan(1e-4);
			}
		},
	);

	it("the current of a rectifier, h3 80 % to h11 15 %, is right to 0.05 %", () => {
		const errors = errorsOf(RECTIFIER, 50);
		expect(errors.current).toBeLessThan(5e-4);
		expect(errors.active).toBeLessThan(1e-4);
		expect(errors.reactive).toBeLessThan(1e-4);
	});

	it("a commutation notch of 50 % after the crossing moves neither frequency nor kvar", () => {
		for (const from of [10, 12.5, 15]) {
			const errors = errorsOf(notched(from, from + 18, 0.5, 50.1), 50.1);
			expect(errors.frequencyHz).toBeLessThan(2e-3);
			expect(errors.reactive).toBeLessThan(3e-4);
			expect(errors.voltage).toBeLessThan(5e-4);
		}
	});

	it("a voltage that is notched through zero has one crossing a cycle", () => {
		expect(errorsOf(notched(12, 24, -0.5, 50), 50).frequencyHz).toBeLessThan(2e-3);
	});

	it("11th 12 % and 13th 10 % at the crossing leave a frequency", () => {
		const errors = errorsOf(STEEP, 50);
		expect(errors.frequencyHz).toBeLessThan(2e-3);
	});

	it.each([50, 60.435])("a dimmer fired at 135° is right at %d Hz", (frequency) => {
		const errors = errorsOf(dimmer(frequency), frequency);
		expect(errors.active).toBeLessThan(3e-4);
		expect(errors.reactive).toBeLessThan(3e-4);
		expect(errors.current).toBeLessThan(2e-3);
	});

	it.each([50, 60.435])("half-sine pulses of 1 ms are right at %d Hz", (frequency) => {
		const errors = errorsOf(pulses(frequency), frequency);
		expect(errors.active).toBeLessThan(3e-4);
		expect(errors.reactive).toBeLessThan(3e-4);
		expect(errors.current).toBeLessThan(2e-3);
	});

	it("5 A with a crest factor of 2.6 is not clipped", () => {
		const { crestFactor, harmonics } = capacitor();
		const errors = errorsOf(harmonics, 50);
		expect(crestFactor).toBeGreaterThan(2.5);
		expect(errors.active).toBeLessThan(3e-4);
		expect(errors.current).toBeLessThan(5e-4);
	});

	it.each([16.7, 39, 71, 400])(
		"%d Hz has no frequency and no kvar, and true watts",
		(frequency) => {
			const measured = measure(LAGGING, frequency);
			const truth = truthOf(LAGGING);
			expect(new Set(measured.frequencies)).toEqual(new Set([0]));
			expect(measured.reactive).toBe(0);
			expect(Math.abs(measured.active / truth.active - 1)).toBeLessThan(0.01);
		},
	);
});
