/**
 * Loads that are switched within a window, half waves, harmonics alone, and a frequency that runs:
 * readings and energies next to sums over the samples themselves.
 */
import { catalogue } from "catalogue";
import createMeter from "meter";
import { Status } from "registers/status-word";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { AnalysingFrontEnd } from "../../testkit/analysing-front-end.ts";
import { TestBoard } from "../../testkit/board.ts";
import { FULL_SCALE } from "../../testkit/samples.ts";

const BLOCK_FRAMES = 0.01 * FRAME_RATE_HZ;
const STEPS = 2 ** 23;
const VOLTS = 230 * Math.SQRT2;
const AMPS = 5 * Math.SQRT2;

/** The largest offset of the converter, 175 µV of 1.2 V, in its steps. */
const OFFSET = Math.round((175e-6 / 1.2) * STEPS);

/** Loss of the converter's filter at 50 Hz, which the meter takes back. */
const DROOP = (Math.sin(Math.PI / 160) / (Math.PI / 160)) ** 3;

/** Voltage and current of a phase, 0..2, at a time in seconds. */
type Signal = (seconds: number, phase: number) => readonly [volts: number, amps: number];

const sine = (cycles: number): number => Math.sin(2 * Math.PI * cycles);
const cyclesOf = (seconds: number, phase: number): number => 50 * seconds - phase / 3;

let frontEnd: AnalysingFrontEnd;
let board: TestBoard;
let meter: ReturnType<typeof createMeter>;
let frame: number;

/** Ampere squared seconds and watt seconds of L1, of the windows and of the samples. */
const measured = { squares: 0 };
const truth = { squares: 0, wattSeconds: 0 };

const value = (name: RegisterName): number => meter.model.get(catalogue.indexOf(name));

/** Watt hours of L1, forward less reverse. */
function wattHours(): number {
	const { whole, fraction } = meter.energy.counters;
	const of = (counter: number): number => (whole[counter] ?? 0) + (fraction[counter] ?? 0);
	return of(40) - of(41);
}

function play(signal: Signal, seconds: number, { offset = 0, each = (): void => {} } = {}): void {
	const end = frame + seconds * FRAME_RATE_HZ;
	const noise = (): number => ((frame * 7919) % 97) - 48;
	while (frame < end) {
		const block: number[] = [];
		for (let n = 0; n < BLOCK_FRAMES; n++, frame++)
			for (let phase = 0; phase < CHANNELS / 2; phase++) {
				const [volts, amps] = signal(frame / FRAME_RATE_HZ, phase);
				if (phase === 0) {
					truth.squares += (amps * amps) / FRAME_RATE_HZ;
					truth.wattSeconds += (volts * amps) / FRAME_RATE_HZ;
				}
				const v = (DROOP * STEPS * volts) / FULL_SCALE.voltage;
				const i = (DROOP * STEPS * amps) / FULL_SCALE.current;
				block.push(Math.round(v + noise()) + offset, Math.round(i - noise()) + offset);
			}
		frontEnd.deliver(block);
		board.line.wait(10_000);
		each();
	}
}

beforeEach(() => {
	frontEnd = new AnalysingFrontEnd();
	board = new TestBoard(frontEnd);
	meter = createMeter(board);
	meter.start();
	frame = 0;
	measured.squares = 0;
	Object.assign(truth, { squares: 0, wattSeconds: 0 });
	const { window } = meter.metrology;
	meter.metrology.onWindow(() => {
		measured.squares += (window.frames * window.phases[0].current ** 2) / FRAME_RATE_HZ;
	});
});

describe("a load that is switched", () => {
	it.each([0, 30, 60, 90, 150, 240])(
		"for ten cycles in twenty, %d° after L1's voltage crosses zero, has its current and energy",
		(degrees) => {
			play((seconds, phase) => {
				const cycles = cyclesOf(seconds, phase);
				const current = cyclesOf(seconds, 0) - degrees / 360;
				const on = current >= 10 && current < 200 && current % 20 < 10;
				return [VOLTS * sine(cycles), on ? AMPS * sine(current) : 0];
			}, 5);
			expect(Math.sqrt(measured.squares / truth.squares)).toBeCloseTo(1, 3.3);
			const off = wattHours() * 3600 - truth.wattSeconds;
			expect(Math.abs(off / (1150 * 5))).toBeLessThan(1e-4);
		},
	);

	it("has its RMS current and power factor where only half waves flow", () => {
		play((seconds, phase) => {
			const wave = sine(cyclesOf(seconds, phase));
			return [VOLTS * wave, AMPS * Math.max(0, wave)];
		}, 3);
		expect(value("currentL1") / Math.sqrt(12.5)).toBeCloseTo(1, 2);
		expect(value("powerFactorL1")).toBeCloseTo(Math.SQRT1_2, 2);
		expect(value("currentCrestFactorL1")).toBeCloseTo(2, 1);
	});
});

it("the converter's largest offset is in no reading", () => {
	const signal: Signal = (seconds, phase) => {
		const wave = sine(cyclesOf(seconds, phase));
		return [VOLTS * wave, phase === 0 ? 0.05 * Math.SQRT2 * wave : 0];
	};
	play(signal, 3, { offset: OFFSET });
	expect(value("voltageL1") / 230).toBeCloseTo(1, 4);
	expect(value("currentL1") / 0.05).toBeCloseTo(1, 3);
	expect(value("currentL2")).toBe(0);
	expect(value("activePowerL1") / 11.5).toBeCloseTo(1, 3);
	expect(value("activePowerL2")).toBe(0);
});

it("a current of harmonics alone has the power factor 0, and none flowing has 1", () => {
	const of = (amps: number): Signal => {
		return (seconds, phase) => {
			const cycles = cyclesOf(seconds, phase);
			return [VOLTS * sine(cycles), amps * sine(3 * cycles)];
		};
	};
	play(of(0), 3);
	expect(value("powerFactorL1")).toBe(1);
	play(of(AMPS), 3);
	expect(value("apparentPowerL1")).toBeCloseTo(1150, -1);
	expect(value("activePowerL1")).toBe(0);
	expect(value("powerFactorL1")).toBe(0);
});

it("while the frequency runs, the sequence stays and unknown fundamental powers are NaN", () => {
	const cycles = (seconds: number): number => 50 * seconds + 3 * Math.max(0, seconds - 2) ** 2;
	const reversed: Signal = (seconds, phase) => {
		const wave = sine(cycles(seconds) + phase / 3);
		return [VOLTS * wave, AMPS * wave];
	};
	play(reversed, 2.4);
	const powers: number[] = [];
	const nonfundamental: number[] = [];
	const each = (): void => {
		expect(value("statusWord") & Status.WRONG_SEQUENCE).not.toBe(0);
		powers.push(value("fundamentalPowerL1"), value("fundamentalPower") / 3);
		nonfundamental.push(value("nonfundamentalPowerL1"));
	};
	play(reversed, 1.6, { each });
	expect(powers.some(Number.isNaN)).toBe(true);
	for (const each of powers) expect(Number.isNaN(each) || Math.abs(each - 1150) < 60).toBe(true);
	for (const each of nonfundamental) expect(each > 300).toBe(false);
});
