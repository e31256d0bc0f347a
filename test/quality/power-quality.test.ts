/** Quantities of power quality, by the definitions of docs/power-quality.md and IEEE 1459. */
import { beforeEach, describe, expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { CYCLE_FRAMES, DistortedMeter, sines, valueAt } from "./distorted-meter.ts";

const WIRING = 0x7002;
const CT_RATIO = 0x401f;
const DECLARED_VOLTAGE = 0x7360;

/** Registers of the first harmonic of V1, and from one channel's to the next one's. */
const HARMONICS = 0x7400;
const CHANNEL_REGISTERS = 0x50;

const PHASES = ["L1", "L2", "L3"] as const;

/** L1: 230 V with 4 % of the 5th, 2 A at 30° with 20 % of the 3rd and 30 % of the 5th. */
const DISTORTED = sines([230, 230, 230], [2, 1, 0.5], [30, 180, -60]);
DISTORTED[0]?.push({ order: 5, rms: 9.2, lag: 50 });
DISTORTED[1]?.push({ order: 3, rms: 0.4, lag: 10 }, { order: 5, rms: 0.6, lag: 120 });

let meter: DistortedMeter;

beforeEach(() => {
	meter = new DistortedMeter();
	meter.seal(true);
});

/** Expects a register's value within a ten-thousandth of it. */
function expectNear(name: RegisterName, expected: number, part = 2e-4): void {
	const value = meter.value(name);
	expect(Math.abs(value / expected - 1), `${name}: ${value}, not ${expected}`).toBeLessThan(part);
}

function setRatio(primary: number): void {
	expect(meter.write(CT_RATIO, primary, 0x0005)).toBe("DONE");
}

describe("power quality", () => {
	it("has the powers of IEEE 1459 at the primary side", () => {
		setRatio(0x0100);
		meter.feed(DISTORTED, 80);
		const s1 = 20 * 230 * 2;
		const [thdV, thdI] = [0.04, Math.hypot(0.2, 0.3)];
		const s = s1 * Math.hypot(1, thdV) * Math.hypot(1, thdI);
		expectNear("fundamentalPowerL1", s1 * Math.cos(Math.PI / 6));
		expectNear("fundamentalReactivePowerL1", s1 / 2);
		expectNear("fundamentalApparentPowerL1", s1);
		expectNear("nonfundamentalPowerL1", Math.sqrt(s * s - s1 * s1), 1e-3);
		expectNear("currentDistortionPowerL1", s1 * thdI, 1e-3);
		expectNear("voltageDistortionPowerL1", s1 * thdV, 1e-3);
		expectNear("harmonicApparentPowerL1", s1 * thdV * thdI, 2e-3);
		expectNear("fundamentalPowerL2", -20 * 230);
		expectNear("fundamentalReactivePowerL3", -20 * 115 * Math.sin(Math.PI / 3));
		expectNear("fundamentalPower", s1 * Math.cos(Math.PI / 6) - 20 * 230 + 20 * 115 * 0.5);
	});

	it("has THD of the fundamental, and the K-factor and crest factor of the whole", () => {
		meter.feed(DISTORTED, 80);
		expectNear("voltageThdL1", 4, 1e-3);
		expectNear("currentThdL1", 100 * Math.hypot(0.2, 0.3), 1e-3);
		expectNear("kFactorL1", (1 + 9 * 0.04 + 25 * 0.09) / 1.13, 1e-3);
		expectNear("kFactorL2", 1);
		const crest = (channel: number, rms: number): number => {
			const cycle = Array.from({ length: CYCLE_FRAMES }, (_, frame) =>
				Math.abs(valueAt(DISTORTED[channel] ?? [], frame)),
			);
			return Math.max(...cycle) / rms;
		};
		expectNear("voltageCrestFactorL1", crest(0, 230 * Math.hypot(1, 0.04)), 2e-3);
		expectNear("currentCrestFactorL1", crest(1, 2 * Math.hypot(1, 0.2, 0.3)), 2e-3);
	});

	it("has the crest factor of the largest sample, whatever its sign", () => {
		const channels = sines([230, 230, 230], [5, 5, 5]);
		// Cosines of the second order: the negative peak of L1 and the positive of L2 are larger.
		channels[0]?.push({ order: 2, rms: 23, lag: -90 });
		channels[2]?.push({ order: 2, rms: 23, lag: 90 + 240 });
		meter.feed(channels, 80);
		const largest = (Math.SQRT2 * 1.1) / Math.hypot(1, 0.1);
		expectNear("voltageCrestFactorL1", largest, 2e-3);
		expectNear("voltageCrestFactorL2", largest, 2e-3);
		expectNear("voltageThdL1", 10, 1e-3);
	});

	it("has RMS values, for crest factor and neutral current, without a converter's offset", () => {
		const channels = sines([230, 230, 230], [5, 5, 5]);
		const amperes = 0.014;
		for (const [channel, parts] of channels.entries())
			parts.push({ order: 0, rms: (channel % 2 === 0 ? 20 : amperes) / Math.SQRT2, lag: -90 });
		meter.feed(channels, 80);
		expectNear("voltageCrestFactorL1", Math.SQRT2 + 20 / 230, 5e-4);
		expectNear("currentCrestFactorL2", Math.SQRT2 + amperes / 5, 5e-4);
		expect(meter.value("neutralCurrent")).toBeLessThan(0.3 * 3 * amperes);
	});

	it("has the harmonics of each channel in volts and in amperes of the primary side", () => {
		setRatio(0x0100);
		meter.feed(DISTORTED, 80);
		const harmonic = (channel: number, order: number): number =>
			meter.float(HARMONICS + CHANNEL_REGISTERS * channel + 2 * (order - 1));
		expect(harmonic(0, 1)).toBeCloseTo(230, 1);
		expect(harmonic(0, 5)).toBeCloseTo(9.2, 2);
		expect(harmonic(1, 1)).toBeCloseTo(40, 2);
		expect(harmonic(1, 3)).toBeCloseTo(8, 2);
		expect(harmonic(1, 5)).toBeCloseTo(12, 2);
		expect(harmonic(3, 1)).toBeCloseTo(20, 2);
		for (const [channel, order] of [
			[0, 3],
			[0, 40],
			[1, 2],
			[1, 4],
			[2, 5],
			[5, 3],
		] as const)
			expect(harmonic(channel, order), `${channel}, ${order}`).toBeLessThan(0.05);
	});

	it("has no ratios of a fundamental below 10 V or 5 mA, which is mostly noise", () => {
		const ratios = (phase: (typeof PHASES)[number]): boolean[] => {
			const names = ["voltageThd", "voltageCrestFactor"] as const;
			const currents = ["currentThd", "currentCrestFactor", "kFactor"] as const;
			return [...names, ...currents].map((name) => !Number.isNaN(meter.value(`${name}${phase}`)));
		};
		meter.feed(sines([230, 10.2, 9.8], [0.0048, 0.0052, 1]), 80);
		expect(ratios("L1")).toEqual([true, true, false, false, false]);
		expect(ratios("L2")).toEqual([true, true, true, true, true]);
		expect(ratios("L3")).toEqual([false, false, true, true, true]);
	});

	it("is of a window for 0.8 s, and not a number when it is older", () => {
		meter.feed(sines([230, 230, 230], [1, 1, 1]), 80);
		expect(meter.write(DECLARED_VOLTAGE, 0)).toBe("DONE");
		const known = Array.from({ length: 75 }, () => {
			meter.feed(sines([230, 230, 230], [1, 1, 1]), 1);
			const numbers = [meter.value("voltageThdL1"), meter.value("fundamentalPowerL2")];
			numbers.push(meter.float(HARMONICS));
			return numbers.every((number) => !Number.isNaN(number));
		});
		const seconds = known.indexOf(false) / 50;
		expect(seconds).toBeGreaterThan(0.75);
		expect(seconds).toBeLessThan(1.05);
		expect(known.lastIndexOf(true)).toBe(known.indexOf(false) - 1);
	});

	it("is not a number while the mains frequency is not measurable", () => {
		meter.feed(sines([230, 230, 230], [1, 1, 1]), 80);
		expect(meter.value("voltageThdL1")).toBeLessThan(0.1);
		meter.feed(sines([0, 0, 0], [1, 1, 1]), 80);
		for (const name of ["voltageThdL1", "currentThdL1", "neutralCurrent"] as const)
			expect(meter.value(name), name).toBeNaN();
		expect(meter.float(HARMONICS + CHANNEL_REGISTERS)).toBeNaN();
	});

	it("is not a number while the front end has stopped", () => {
		meter.feed(sines([230, 230, 230], [1, 1, 1]), 80);
		expect(meter.value("voltageThdL1")).toBeLessThan(0.1);
		meter.board.line.wait(3_000_000);
		expect(meter.value("voltageThdL1")).toBeNaN();
		expect(meter.float(HARMONICS)).toBeNaN();
	});

	it("has nothing of a phase that the wiring does not connect", () => {
		expect(meter.write(WIRING, 2)).toBe("DONE");
		meter.feed(sines([230, 230, 230], [5, 3, 4]), 80);
		expectNear("neutralCurrent", Math.sqrt(25 + 9 - 15));
		expectNear("fundamentalPower", 230 * 8);
		for (const name of ["voltageThdL3", "kFactorL3", "fundamentalPowerL3"] as const)
			expect(meter.value(name), name).toBeNaN();
		for (const channel of [4, 5])
			expect(meter.float(HARMONICS + CHANNEL_REGISTERS * channel)).toBeNaN();
		expect(meter.value("voltageUnbalance")).toBeNaN();
		expect(meter.value("currentZeroSequence")).toBeNaN();
	});

	it("has in 3P3W distortion of its two elements, but no powers by phase and no neutral", () => {
		expect(meter.write(WIRING, 1)).toBe("DONE");
		meter.feed(DISTORTED, 80);
		expectNear("voltageThdL1", 4, 1e-3);
		expect(meter.value("voltageThdL3")).toBeLessThan(0.1);
		for (const name of [
			"voltageThdL2",
			"fundamentalPower",
			"fundamentalPowerL1",
			"currentDistortionPowerL3",
			"neutralCurrent",
			"voltageUnbalance",
		] as const)
			expect(meter.value(name), name).toBeNaN();
	});
});

describe("the neutral current and the unbalance", () => {
	it("are of harmonics too, and at the primary side: those of the third order add up", () => {
		setRatio(0x0100);
		const channels = sines([230, 230, 230], [5, 3, 4]);
		for (const channel of [1, 3, 5]) channels[channel]?.push({ order: 3, rms: 0.5 });
		meter.feed(channels, 80);
		// 5 A at 0°, 3 A at 120° and 4 A at 240°.
		const fundamental = Math.hypot(5 - 1.5 - 2, (Math.sqrt(3) / 2) * (3 - 4));
		expectNear("neutralCurrent", 20 * Math.hypot(fundamental, 1.5));
		expectNear("currentZeroSequence", (100 * fundamental) / 12);
		expectNear("currentUnbalance", (100 * fundamental) / 12);
	});

	it("tell the negative from the zero sequence", () => {
		const channels = sines([230, 230, 230], [1, 1, 1]);
		// 2 % of the voltages turn backwards; 5 % of the currents are the same in all phases.
		for (const phase of [0, 1, 2]) {
			channels[2 * phase]?.push({ order: 1, rms: 4.6, lag: -120 * phase });
			channels[2 * phase + 1]?.push({ order: 1, rms: 0.05, lag: 40 });
		}
		meter.feed(channels, 80);
		expectNear("voltageUnbalance", 2, 1e-3);
		expect(meter.value("voltageZeroSequence")).toBeLessThan(0.002);
		expect(meter.value("currentUnbalance")).toBeLessThan(0.002);
		expectNear("currentZeroSequence", 5, 1e-3);
	});

	it("are not a number where there is no positive sequence", () => {
		meter.feed(sines([230, 230, 230], [0.004, 0.004, 0.004]), 80);
		expect(meter.value("voltageUnbalance")).toBeLessThan(0.01);
		expect(meter.value("currentUnbalance")).toBeNaN();
		expect(meter.value("currentZeroSequence")).toBeNaN();
		meter.feed(sines([9, 9, 9], [1, 1, 1]), 80);
		expect(meter.value("voltageUnbalance")).toBeNaN();
		expect(meter.value("currentUnbalance")).toBeLessThan(0.01);
	});
});
