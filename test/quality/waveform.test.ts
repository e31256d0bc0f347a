/** Waveforms of events, read as docs/power-quality.md says. */
import { beforeEach, describe, expect, it } from "vitest";
import { DistortedMeter, type Part, sines } from "./distorted-meter.ts";

const AGE = 0x7700;
const PART = 0x7701;
const NUMBERS = 0x7710;

const PARTS = 16;
const POINTS = 256;
const CYCLE_POINTS = 32;

const VOLTS = [230, 225, 235];
const AMPERES = [5, 3, 4];
const NORMAL = sines(VOLTS, AMPERES);

/** L1's voltage falls to a part of it. */
const dip = (part: number): Part[][] => sines([part * 230, 225, 235], AMPERES);

let meter: DistortedMeter;

beforeEach(() => {
	meter = new DistortedMeter();
});

/** Points of the waveform of an age: V1 I1 V2 I2 V3 I3 each. */
function waveform(age: number): number[][] {
	expect(meter.write(AGE, age)).toBe("DONE");
	return Array.from({ length: PARTS }, (_, part) => {
		expect(meter.write(PART, part)).toBe("DONE");
		const numbers = meter.numbers(NUMBERS, 96);
		return Array.from({ length: 16 }, (_, point) => numbers.slice(6 * point, 6 * point + 6));
	}).flat();
}

/** RMS of a channel in a cycle of the waveform, in its numbers. */
function rmsOf(points: readonly number[][], channel: number, cycle: number): number {
	const part = points.slice(CYCLE_POINTS * cycle, CYCLE_POINTS * (cycle + 1));
	const squares = part.reduce((sum, point) => sum + (point[channel] ?? 0) ** 2, 0);
	return Math.sqrt(squares / CYCLE_POINTS);
}

describe("the waveform of an event", () => {
	it("has eight cycles of all channels in volts and amperes of the primary side", () => {
		expect(meter.write(0x401f, 0x0100, 0x0005)).toBe("DONE");
		meter.feed(NORMAL, 80);
		meter.feed(dip(0.4), 20);
		expect([meter.value("waveforms"), meter.value("waveformNumber")]).toEqual([1, 1]);
		expect(meter.value("waveformRate")).toBeCloseTo(50 * CYCLE_POINTS, 0);
		const points = waveform(0);
		expect(points).toHaveLength(POINTS);
		const units = [meter.value("waveformVolts"), meter.value("waveformAmps")];
		for (let channel = 0; channel < 6; channel++) {
			const size = (channel % 2 === 0 ? VOLTS : AMPERES.map((amps) => 20 * amps))[channel >> 1];
			const rms = (cycle: number): number =>
				(rmsOf(points, channel, cycle) * (units[channel % 2] ?? 0)) / (size ?? 0);
			// Three cycles before the event, and five of it.
			for (const cycle of [0, 1, 2])
				expect(Math.abs(rms(cycle) - 1), `${channel}, ${cycle}`).toBeLessThan(1e-3);
			for (const cycle of [4, 5, 6, 7])
				expect(Math.abs(rms(cycle) - (channel === 0 ? 0.4 : 1))).toBeLessThan(1e-3);
		}
		expect(rmsOf(points, 0, 3)).toBeLessThan(0.99 * rmsOf(points, 0, 2));
		expect(Math.sign(points[1]?.[0] ?? 0)).toBe(Math.sign(points[1]?.[1] ?? 1));
	});

	it("is by the gains of its channels", () => {
		meter.seal(true);
		meter.writeFloat("voltageGainL1", 1.05);
		meter.writeFloat("currentGainL1", 0.95);
		expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
		const channels = sines([230 / 1.05, 225, 235], [5 / 0.95, 3, 4]);
		meter.feed(channels, 80);
		meter.feed(sines([100 / 1.05, 225, 235], [5 / 0.95, 3, 4]), 20);
		const points = waveform(0);
		const volts = rmsOf(points, 0, 0) * meter.value("waveformVolts");
		const amps = rmsOf(points, 1, 0) * meter.value("waveformAmps");
		expect(Math.abs(volts / 230 - 1)).toBeLessThan(1e-3);
		expect(Math.abs(amps / 5 - 1)).toBeLessThan(1e-3);
	});

	it("holds a number beyond 16 bits at its limit", () => {
		meter.seal(true);
		meter.writeFloat("voltageGainL1", 1.1);
		expect(meter.write(0x7003, 0xca1b)).toBe("DONE");
		meter.feed(sines([209, 225, 235], AMPERES), 80);
		// A peak of 778 V, and of 856 V with the gain: the numbers end at 800 V.
		meter.feed(sines([550, 225, 235], AMPERES), 20);
		const numbers = waveform(0).map(([volts]) => volts);
		expect(Math.max(...(numbers as number[]))).toBe(0x7fff);
		expect(Math.min(...(numbers as number[]))).toBe(-0x8000);
		for (let at = 1; at < POINTS; at++)
			expect(Math.abs((numbers[at] ?? 0) - (numbers[at - 1] ?? 0))).toBeLessThan(0x2000);
	});

	it("moves to age 1 with the next one, and is forgotten with the one after that", () => {
		expect(meter.value("waveformNumber")).toBe(0);
		expect(
			waveform(0)
				.flat()
				.every((number) => number === 0),
		).toBe(true);
		meter.feed(NORMAL, 80);
		const depths = [0.8, 0.6, 0.4, 0.2];
		const lastRms = (age: number): number =>
			(rmsOf(waveform(age), 0, 7) * meter.value("waveformVolts")) / 230;
		for (const [made, depth] of depths.entries()) {
			meter.feed(dip(depth), 10);
			meter.feed(NORMAL, 20);
			expect(meter.value("waveforms")).toBe(made + 1);
			expect(lastRms(0)).toBeCloseTo(depth, 2);
			expect(meter.value("waveformNumber")).toBe(made + 1);
			expect(lastRms(1)).toBeCloseTo(depths[made - 1] ?? 0, 2);
			expect(meter.value("waveformNumber")).toBe(made);
		}
	});

	it("is one while the event lasts, and none of an event right after lost frames", () => {
		meter.feed(NORMAL, 80);
		meter.feed(dip(0.4), 100);
		meter.feed(NORMAL, 20);
		expect(meter.value("waveforms")).toBe(1);
		meter.frontEnd.lose(160);
		meter.feed(NORMAL, 1);
		meter.feed(dip(0.4), 2);
		meter.feed(NORMAL, 20);
		expect(meter.value("waveforms")).toBe(1);
	});

	it.each([
		["a dip of L1", [200, 225, 235], 1],
		["a dip of L2", [230, 200, 235], 1],
		["a dip of L3", [230, 225, 200], 1],
		["a swell of L2", [230, 260, 235], 1],
		["voltages within their limits", [210, 251, 235], 0],
	])("there is of %s", (_, volts, waveforms) => {
		meter.feed(NORMAL, 80);
		meter.feed(sines(volts, AMPERES), 20);
		expect(meter.value("waveforms")).toBe(waveforms);
	});
});
