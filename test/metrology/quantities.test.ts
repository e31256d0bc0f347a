import { Wiring, type WiringCode } from "metrology/load";
import Metrology from "metrology/metrology";
import type Readings from "metrology/readings";
import { FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import { TestFrontEnd } from "../../testkit/board.ts";
import { balanced, frames, type Tone } from "../../testkit/samples.ts";

const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

/** Runs metrology over `seconds` of a signal. Returns copies of all readings. */
function measure(
	tones: readonly Tone[],
	frequency: number,
	seconds: number,
	wiring: WiringCode = Wiring.THREE_PHASE_FOUR_WIRE,
): Readings[] {
	const readings: Readings[] = [];
	const frontEnd = new TestFrontEnd();
	const target = { update: (present: Readings) => void readings.push(structuredClone(present)) };
	const metrology = new Metrology(frontEnd, { count() {} }, target);
	metrology.load.wiring = wiring;
	metrology.start();
	for (let n = 0; n < seconds * FRAME_RATE_HZ; n += BLOCK_FRAMES)
		frontEnd.deliver(frames(tones, frequency, n, BLOCK_FRAMES));
	return readings;
}

/** Power factors of the accuracy classes, as angles in degrees, and reverse energy. */
const ANGLES = [
	["1", 0],
	["0.5L", 60],
	["0.8C", -36.8699],
	["1 export", 180],
	["0.5L export", 240],
] as const;

describe("metrology on sinusoids", () => {
	for (const frequency of [45, 47.3, 50, 55, 60, 65])
		for (const [name, angle] of ANGLES)
			it(`metrology measures within 0.02 % at ${frequency} Hz, power factor ${name}`, () => {
				const readings = measure(balanced(230, 1, angle), frequency, 9).slice(4);
				expect(readings.length).toBeGreaterThanOrEqual(3);
				const p = 230 * Math.cos((angle * Math.PI) / 180);
				const q = 230 * Math.sin((angle * Math.PI) / 180);
				for (const reading of readings) {
					for (const phase of reading.phases) {
						expect(Math.abs(phase.voltage / 230 - 1)).toBeLessThan(2e-4);
						expect(Math.abs(phase.current - 1)).toBeLessThan(2e-4);
						expect(Math.abs(phase.activePower - p) / 230).toBeLessThan(2e-4);
						expect(Math.abs(phase.reactivePower - q) / 230).toBeLessThan(3e-4);
						expect(phase.apparentPower / 230).toBeCloseTo(1, 3);
						expect(phase.powerFactor).toBeCloseTo(Math.abs(p) / 230, 3);
					}
					for (const voltage of reading.lineVoltages)
						expect(voltage / (230 * Math.sqrt(3))).toBeCloseTo(1, 3);
					expect(Math.abs(reading.frequency - frequency)).toBeLessThan(0.001);
					expect(Math.abs(reading.total.activePower - 3 * p) / 690).toBeLessThan(2e-4);
				}
			});

	it("metrology names the quadrant by the signs of P and Q", () => {
		const quadrants = [30, 150, 210, 330].map(
			(angle) => measure(balanced(230, 1, angle), 50, 6).at(-1)?.total.quadrant,
		);
		expect(quadrants).toEqual([1, 2, 3, 4]);
	});

	it("metrology has its first reading within half a second of meter time", () => {
		expect(measure(balanced(230, 1, 0), 50, 0.5)).toHaveLength(1);
	});

	it("metrology reads whole cycles from the start, wherever in a cycle it was switched on", () => {
		for (const shift of [37, 90, 141, 222, 300]) {
			const tones = balanced(230, 1, 0).map((tone) => ({ ...tone, shift: tone.shift + shift }));
			for (const phase of measure(tones, 50, 0.5).at(0)?.phases ?? [])
				expect(Math.abs(phase.voltage / 230 - 1)).toBeLessThan(2e-4);
		}
	});

	it("metrology registers 2 mA, the starting current", () => {
		const reading = measure(balanced(230, 0.002, 0), 50, 8).at(-1);
		expect(reading?.phases[1].activePower).toBeGreaterThan(0.45);
		expect(reading?.phases[1].activePower).toBeLessThan(0.47);
	});

	it("metrology registers no power without a current", () => {
		const reading = measure(balanced(264.5, 0, 0), 50, 8).at(-1);
		for (const phase of reading?.phases ?? []) {
			expect(phase.activePower).toBe(0);
			expect(phase.reactivePower).toBe(0);
			expect(phase.powerFactor).toBe(1);
		}
	});

	it("metrology continues with another phase if the reference voltage is lost", () => {
		const lost = balanced(230, 1, 0);
		lost[0].voltage = 0;
		const reading = measure(lost, 50, 8).at(-1);
		expect(reading?.frequency).toBeCloseTo(50, 2);
		expect(reading?.phases[0].voltage).toBeLessThan(0.1);
		expect(reading?.phases[0].activePower).toBe(0);
		expect(reading?.phases[1].activePower).toBeCloseTo(230, 1);
		expect(reading?.lineVoltages[0]).toBeCloseTo(230, 1);
	});

	it("the first reading is of whole cycles though the reference voltage was never there", () => {
		for (const frequency of [47.3, 55, 63]) {
			const [, l2, l3] = balanced(230, 1, 60);
			const [first] = measure([{ ...l2, voltage: 0 }, l2, l3], frequency, 1);
			expect(first.frequency).toBeCloseTo(frequency, 1);
			for (const phase of first.phases.slice(1)) {
				expect(Math.abs(phase.voltage / 230 - 1)).toBeLessThan(2e-4);
				expect(Math.abs(phase.activePower / 115 - 1)).toBeLessThan(5e-4);
				expect(phase.reactivePower / phase.activePower).toBeCloseTo(Math.sqrt(3), 2);
			}
		}
	});

	it.each([
		["1P2W", Wiring.ONE_PHASE, 1],
		["2P3W", Wiring.TWO_PHASE, 2],
		["3P3W", Wiring.ARON, 0],
	] as const)(
		"in %s a phase that does not count has no power of any kind",
		(_, wiring, counted) => {
			const reading = measure(balanced(230, 1, 240), 50, 3, wiring).at(-1);
			for (const phase of reading?.phases.slice(counted) ?? []) {
				expect(phase.current).toBeCloseTo(1, 3);
				expect(phase).toMatchObject({
					activePower: 0,
					reactivePower: 0,
					apparentPower: 0,
					powerFactor: 1,
					quadrant: 1,
				});
			}
			for (const phase of reading?.phases.slice(0, counted) ?? []) {
				expect(phase.apparentPower).toBeCloseTo(230, 0);
				expect(phase.quadrant).toBe(3);
			}
		},
	);

	it("metrology has no frequency if all voltages are lost", () => {
		const reading = measure(balanced(0, 1, 0), 50, 8).at(-1);
		expect(reading?.frequency).toBe(0);
	});
});
