/**
 * Known signals in a recording made by hand: scaling to the terminals, band, missing values.
 */
import { describe, expect, it } from "vitest";
import { parseRecording, type Recording } from "../../../bench/comtrade/recording.ts";
import { Replay } from "../../../bench/comtrade/replay.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";

const CHANNELS = { voltages: [1, 2, 3], currents: [4, 5, 6] } as const;

interface Signal {
	rate: number;
	frequency: number;
	length: number;
	/** Stored value of phase 1's current in addition to the 50 or 60 Hz, at a time in s. */
	disturbance?: (time: number) => number;
	unit?: string;
	ratio?: string;
}

/** 100 (unit) and 1 A peak, current lagging by 60°, as FLOAT32. */
function recorded({
	rate,
	frequency,
	length,
	disturbance = () => 0,
	unit = "V",
	ratio = "1,1,S",
}: Signal): Recording {
	const cfg = [
		"made,by hand,2013",
		"6,6A,0D",
		...[1, 2, 3].map((n) => `${n},U${n},,,${unit},1,0,0,-1e9,1e9,${ratio}`),
		...[4, 5, 6].map((n) => `${n},I${n},,,A,1,0,0,-1e9,1e9,1,1,S`),
		"50",
		"1",
		`${rate},${length}`,
		"01/01/2020,00:00:00.000000",
		"01/01/2020,00:00:00.000000",
		"FLOAT32",
	].join("\n");
	const data = Buffer.alloc(length * 32);
	for (let n = 0; n < length; n++) {
		const time = n / rate;
		for (let phase = 0; phase < 3; phase++) {
			const angle = 2 * Math.PI * (frequency * time - phase / 3);
			data.writeFloatLE(100 * Math.cos(angle), n * 32 + 8 + 4 * phase);
			const extra = phase === 0 ? disturbance(time) : 0;
			data.writeFloatLE(Math.cos(angle - Math.PI / 3) + extra, n * 32 + 20 + 4 * phase);
		}
	}
	return parseRecording(Buffer.from(cfg), "made.cfg", data, "made.dat");
}

function currentsOf(replay: Replay, frames: number): Float64Array {
	const samples = new Float64Array(6 * frames);
	replay.fill(samples, frames);
	return samples.filter((_, index) => index % 6 === 1);
}

describe("resampling", () => {
	it.each([
		{ rate: 1200, frequency: 59.98, length: 220 },
		{ rate: 3200, frequency: 49.99, length: 645 },
		{ rate: 4000, frequency: 50, length: 400 },
		{ rate: 30707.244, frequency: 59.9716, length: 2200 },
		{ rate: 6400, frequency: 45.3, length: 5000 },
	])(
		"a sine of $frequency Hz at $rate samples/s is played as that sine, loop after loop",
		(signal) => {
			const replay = new Replay(recorded(signal), { channels: CHANNELS });
			expect(Math.abs(replay.frequency - signal.frequency)).toBeLessThan(5e-4);
			expect(replay.phases[0].voltage).toBeCloseTo(100 / Math.SQRT2, 2);
			// Active power of 100 V and 1 A peak, 60°: 25 W; reactive: 25 · √3, current lagging.
			expect(replay.phases[0].activePower).toBeCloseTo(25, 2);
			expect(replay.phases[1].reactivePower).toBeCloseTo(25 * Math.sqrt(3), 2);
			currentsOf(replay, 2 * FRAME_RATE_HZ).forEach((value, frame) => {
				const angle = 2 * Math.PI * replay.frequency * (frame / FRAME_RATE_HZ);
				const wanted = Math.cos(angle - Math.PI / 3);
				expect(Math.abs(value - wanted)).toBeLessThan(2e-3);
			});
		},
	);

	it("plays and counts all of the recording's band", () => {
		const signal = { rate: 32000, frequency: 50, length: 6400 };
		const tone = (hertz: number) => (time: number) => 0.3 * Math.cos(2 * Math.PI * hertz * time);
		for (const hertz of [1250, 2050, 3950, 15_000]) {
			const [phase] = new Replay(recorded({ ...signal, disturbance: tone(hertz) }), {
				channels: CHANNELS,
			}).phases;
			expect(phase.current).toBeCloseTo(Math.sqrt((1 + 0.3 ** 2) / 2), 4);
			expect(phase.activePower).toBeCloseTo(25, 2);
		}
	});
});

describe("scaling to the meter's terminals", () => {
	const signal = { rate: 4000, frequency: 50, length: 400 };
	const voltage = (recording: Recording, scale?: { voltage: number; current: number }) =>
		new Replay(recording, { channels: CHANNELS, scale }).phases[0].voltage * Math.SQRT2;

	it.each([
		["V", "1,1,S", 100],
		["mV", "1,1,S", 0.1],
		["kV", "22000,110,P", 500],
		["kV", "22,0.11,p", 500],
		["V", "22000,110,S", 100],
		["Volts", "0,0,P", 100],
		["", "1,1,", 100],
	])("100 %s peak with the ratio %s is %d V", (unit, ratio, expected) => {
		expect(voltage(recorded({ ...signal, unit, ratio }))).toBeCloseTo(expected, 3);
	});

	it("uses a given scale instead of the ratio", () => {
		const recording = recorded({ ...signal, unit: "kV", ratio: "22000,110,P" });
		expect(voltage(recording, { voltage: 0.001, current: 1 })).toBeCloseTo(100, 3);
	});

	it.each(["kA", "deg", "MVA"])("refuses the unit %s as a voltage", (unit) => {
		expect(() => voltage(recorded({ ...signal, unit }))).toThrow(
			`made.cfg: channel 1 is in ${unit}, not a voltage`,
		);
	});

	it("names the sample of a missing value in the segment", () => {
		const disturbance = (time: number) => (time === 0.025 ? Number.NaN : 0);
		expect(() => voltage(recorded({ ...signal, disturbance }))).toThrow(
			"made.cfg: channel 4 has no value at sample 100",
		);
	});

	it("refuses voltages without mains", () => {
		expect(() => voltage(recorded({ ...signal, frequency: 150 }))).toThrow(
			"made.cfg: samples 0:400: no cycle of a voltage of 40 to 70 Hz",
		);
	});
});
