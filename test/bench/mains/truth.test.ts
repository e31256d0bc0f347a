import { describe, expect, it } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { channel, eachPhase, mainsWith, meanProduct, rms } from "./measure.ts";

/** Lets the mains run for some seconds. */
function run(mains: Mains, seconds: number): void {
	const block = new Float64Array(FRAME_RATE_HZ * CHANNELS);
	for (let second = 0; second < seconds; second++) mains.fill(block, FRAME_RATE_HZ);
}

describe("truth of the mains", () => {
	it("knows 230 V, 5 A, 60° lagging: 575 W, 995.93 var, 1150 VA, 0.5", () => {
		for (const phase of mainsWith(eachPhase({ current: 5, angle: 60 })).phases) {
			expect(phase.voltage).toBeCloseTo(230, 10);
			expect(phase.current).toBeCloseTo(5, 10);
			expect(phase.activePower).toBeCloseTo(575, 9);
			expect(phase.reactivePower).toBeCloseTo(995.9292143521, 9);
			expect(phase.apparentPower).toBeCloseTo(1150, 9);
			expect(phase.powerFactor).toBeCloseTo(0.5, 12);
		}
	});

	it.each([
		[0, 230, 0],
		[90, 0, 230],
		[-90, 0, -230],
		[180, -230, 0],
		[-180, -230, 0],
		[270, 0, -230],
		[360, 230, 0],
	])("is exact at %d°", (angle, activePower, reactivePower) => {
		for (const phase of mainsWith(eachPhase({ angle })).phases) {
			expect(phase.activePower === activePower && phase.reactivePower === reactivePower).toBe(true);
		}
	});

	it("calls the power factor 1 where there is no load", () => {
		const [phase] = mainsWith(eachPhase({ current: 0, angle: 60 })).phases;
		expect(phase).toMatchObject({ activePower: 0, apparentPower: 0, powerFactor: 1 });
	});

	it("knows the voltages between phases, 398.37 V at 3 × 230 V", () => {
		for (const voltage of new Mains().lineVoltages) expect(voltage).toBeCloseTo(398.3716857408, 9);
	});

	it("knows the voltages between unequal phases with harmonics as the samples have them", () => {
		const third = [{ order: 3, voltagePercent: 20, voltageAngle: 30 }];
		const mains = mainsWith({
			sequence: "132",
			phases: [
				{ voltage: 230, harmonics: third },
				{ voltage: 200 },
				{ voltage: 50, harmonics: third },
			],
		});
		const samples = new Float64Array(FRAME_RATE_HZ * CHANNELS);
		mains.fill(samples, FRAME_RATE_HZ);
		const between = (a: number, b: number) => {
			const other = channel(samples, b);
			return rms(channel(samples, a).map((value, frame) => value - other[frame]));
		};
		const [v12, v13, v23] = mains.lineVoltages;
		expect(v12).toBeCloseTo(between(0, 2), 8);
		expect(v13).toBeCloseTo(between(0, 4), 8);
		expect(v23).toBeCloseTo(between(2, 4), 8);
	});
});

describe("energies of the mains", () => {
	it("are power × time by direction, across changes", () => {
		const mains = mainsWith({
			phases: [{ current: 5, angle: 60 }, { angle: 180 }, { angle: -90 }],
		});
		run(mains, 1800);
		mains.apply(patchMains(mains.settings, { phases: [{ angle: 120 }], frequency: 60 }));
		run(mains, 3600);
		const [first, second, third] = mains.energies;
		expect(first.forwardActive).toBeCloseTo(287.5, 9);
		expect(first.reverseActive).toBeCloseTo(575, 9);
		expect(first.forwardReactive).toBeCloseTo(1.5 * 995.9292143521, 8);
		expect(first.reverseReactive).toBe(0);
		expect(second).toEqual({
			forwardActive: 0,
			reverseActive: expect.closeTo(345, 9),
			forwardReactive: 0,
			reverseReactive: 0,
		});
		expect(third.reverseReactive).toBeCloseTo(345, 9);
	});

	it("are zero at the start and follow every frame", () => {
		const mains = new Mains();
		expect(mains.energies[0].forwardActive).toBe(0);
		mains.fill(new Float64Array(CHANNELS), 1);
		expect(mains.energies[0].forwardActive).toBeCloseTo(230 / FRAME_RATE_HZ / 3600, 15);
	});

	it("lose nothing over a thousand changes", () => {
		const mains = mainsWith(eachPhase({ current: 3 }));
		const block = new Float64Array(37 * CHANNELS);
		for (let change = 0; change < 1000; change++) {
			mains.fill(block, 37);
			mains.apply(patchMains(mains.settings, { phases: [{ current: 3 }] }));
		}
		expect(mains.energies[0].forwardActive).toBeCloseTo((690 * 37_000) / FRAME_RATE_HZ / 3600, 10);
	});
});

describe("energies of all phases", () => {
	it("are sums by each phase's direction, and net sums by the direction of the sum", () => {
		const mains = mainsWith({
			phases: [{ current: 5 }, { current: 5 }, { current: 7, angle: 180 }],
		});
		run(mains, 3600);
		mains.apply(
			patchMains(mains.settings, { phases: [{ angle: 90 }, { angle: -90 }, { current: 1 }] }),
		);
		run(mains, 1800);
		expect(mains.total).toEqual({
			forwardActive: expect.closeTo(2300, 8),
			reverseActive: expect.closeTo(1610 + 115, 8),
			forwardReactive: expect.closeTo(575, 8),
			reverseReactive: expect.closeTo(575, 8),
			netForwardActive: expect.closeTo(690, 8),
			netReverseActive: expect.closeTo(115, 8),
			netForwardReactive: 0,
			netReverseReactive: 0,
		});
	});

	it("give the manual's example: +5, +5 and −12 at once are −2 net", () => {
		const unit = { voltage: 100, current: 5 };
		const mains = mainsWith({ phases: [unit, unit, { voltage: 240, current: 5, angle: 180 }] });
		run(mains, 3600);
		expect(mains.total.forwardActive).toBeCloseTo(1000, 8);
		expect(mains.total.reverseActive).toBeCloseTo(1200, 8);
		expect([mains.total.netForwardActive, mains.total.netReverseActive]).toEqual([
			0,
			expect.closeTo(200, 8),
		]);
	});

	it("in 3P3W add the elements before the direction is determined", () => {
		const lagging = eachPhase({ current: 5, angle: 80 });
		const mains = mainsWith({ wiring: "3P3W", ...lagging });
		run(mains, 3600);
		const watts = 3 * 1150 * Math.cos((80 * Math.PI) / 180);
		// The element of L1 runs backwards at 80°, the other one forwards by more.
		expect(mains.energies[0].reverseActive).toBeGreaterThan(300);
		expect(mains.total).toMatchObject({
			forwardActive: expect.closeTo(watts, 7),
			reverseActive: 0,
			forwardReactive: expect.closeTo(3 * 1150 * Math.sin((80 * Math.PI) / 180), 7),
			reverseReactive: 0,
			netForwardActive: expect.closeTo(watts, 7),
			netReverseActive: 0,
		});
	});

	it("keep each interval by the wiring that it had", () => {
		const mains = mainsWith({ wiring: "3P3W", ...eachPhase({ current: 5, angle: 80 }) });
		run(mains, 1800);
		const { forwardActive } = mains.total;
		mains.apply(
			patchMains(mains.settings, {
				wiring: "3P4W",
				phases: [{ current: 1, angle: 180 }, { current: 0 }, { current: 1, angle: 0 }],
			}),
		);
		run(mains, 1800);
		expect(mains.total.forwardActive).toBeCloseTo(forwardActive + 115, 8);
		expect(mains.total.reverseActive).toBeCloseTo(115, 8);
		expect(mains.total.netReverseActive).toBe(0);
		expect(mains.total.netForwardActive).toBeCloseTo(forwardActive, 8);
	});
});

describe("wirings of the mains", () => {
	function terminals(patch: object): { mains: Mains; signals: number[][] } {
		const mains = mainsWith(patch);
		const samples = new Float64Array(FRAME_RATE_HZ * CHANNELS);
		mains.fill(samples, FRAME_RATE_HZ);
		return { mains, signals: [0, 1, 2, 3, 4, 5].map((index) => channel(samples, index)) };
	}

	it.each(["3P4W", "3P3W", "2P3W", "1P2W"])("in %s the truth is that of the samples", (wiring) => {
		const { mains, signals } = terminals({
			wiring,
			phases: [
				{ voltage: 231, current: 4, angle: 20 },
				{ voltage: 228, current: 3, angle: 200 },
				{
					voltage: 226,
					current: 2,
					angle: -50,
					harmonics: [{ order: 5, voltagePercent: 9, currentPercent: 30 }],
				},
			],
		});
		mains.phases.forEach((truth, phase) => {
			const [v, i] = [signals[2 * phase], signals[2 * phase + 1]];
			expect(truth.voltage).toBeCloseTo(rms(v), 8);
			expect(truth.current).toBeCloseTo(rms(i), 9);
			expect(truth.activePower).toBeCloseTo(meanProduct(v, i), 7);
		});
		const gap = signals[0].map((value, frame) => value - signals[2][frame]);
		expect(mains.lineVoltages[0]).toBeCloseTo(rms(gap), 8);
	});

	it("3P3W measures a whole balanced load with two elements", () => {
		const { mains, signals } = terminals({
			wiring: "3P3W",
			...eachPhase({ current: 5, angle: 60 }),
		});
		const [one, two, three] = mains.phases;
		expect(rms(signals[0])).toBeCloseTo(398.3716857408, 8);
		expect(rms(signals[4])).toBeCloseTo(398.3716857408, 8);
		expect([two.voltage, two.current, two.activePower]).toEqual([0, 0, 0]);
		// At PF 0.5 inductive the element of L1 stands still: V12 leads I1 by 90°.
		expect(one.activePower).toBeCloseTo(0, 9);
		expect(one.activePower + three.activePower).toBeCloseTo(3 * 575, 8);
		expect(one.reactivePower + three.reactivePower).toBeCloseTo(3 * 995.9292143521, 8);
		for (const voltage of mains.lineVoltages) expect(voltage).toBeCloseTo(398.3716857408, 8);
	});

	it("2P3W has two voltages opposite each other and a dead L3", () => {
		const { mains, signals } = terminals({ wiring: "2P3W" });
		const quarter = FRAME_RATE_HZ / 200;
		expect(signals[0][quarter]).toBeCloseTo(230 * Math.SQRT2, 9);
		expect(signals[2][quarter]).toBeCloseTo(-230 * Math.SQRT2, 9);
		expect([...signals[4], ...signals[5]].every((value) => value === 0)).toBe(true);
		expect(mains.lineVoltages).toEqual([
			expect.closeTo(460, 9),
			expect.closeTo(230, 9),
			expect.closeTo(230, 9),
		]);
	});

	it("1P2W has only L1", () => {
		const { mains, signals } = terminals({ wiring: "1P2W" });
		expect(rms(signals[0])).toBeCloseTo(230, 9);
		expect(
			signals
				.slice(2)
				.flat()
				.every((value) => value === 0),
		).toBe(true);
		expect(mains.phases[1].activePower).toBe(0);
	});
});
