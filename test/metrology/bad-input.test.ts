/**
 * Bad input at the front end, to the registers of a whole meter: a bit of the status word tells, no
 * energy goes backwards or jumps. A front end that stops is in front-end-faults.test.ts,
 * temperatures in thermometer.test.ts, constants that are no numbers in
 * storage/calibration-record.test.ts and e2e/calibration.test.ts.
 */
import { Status } from "registers/status-word";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, frames, type Tone } from "../../testkit/samples.ts";

/** 690 W. */
const LOAD = balanced(230, 1, 0);

/** Frames delivered at a time: 20 ms. */
const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

/** Wh that a second of the load is, and what a window more or less may add. */
const SECOND_WH = 690 / 3600;
const WINDOW_WH = 0.3 * SECOND_WH;

/** Seconds of bad input. */
const SECONDS = 30;

/** Places of the channels in a frame. */
const CHANNELS = ["V1", "I1", "V2", "I2", "V3", "I3"] as const;
type Channel = (typeof CHANNELS)[number];

let meter: TestMeter;
let frame: number;

beforeEach(() => {
	meter = new TestMeter();
	frame = 0;
});

/** Feeds a load for seconds, each frame changed. */
function feed(
	seconds: number,
	change: (frame: number[]) => void = () => {},
	tones: readonly Tone[] = LOAD,
	frequency = 50,
): void {
	for (const end = frame + seconds * FRAME_RATE_HZ; frame < end; frame += BLOCK_FRAMES) {
		const block = frames(tones, frequency, frame, BLOCK_FRAMES);
		for (let at = 0; at < block.length; at += CHANNELS.length) {
			const one = block.slice(at, at + CHANNELS.length);
			change(one);
			block.splice(at, CHANNELS.length, ...one);
		}
		meter.frontEnd.deliver(block);
		meter.board.line.wait(20_000);
	}
}

const placeOf = (channel: Channel): number => CHANNELS.indexOf(channel);

/** Makes a channel deliver one number. */
const stuck =
	(channel: Channel, sample: number) =>
	(one: number[]): void => {
		one[placeOf(channel)] = sample;
	};

/** Exchanges two channels. */
const swapped =
	(a: Channel, b: Channel) =>
	(one: number[]): void => {
		const [first, second] = [one[placeOf(a)] ?? 0, one[placeOf(b)] ?? 0];
		one[placeOf(a)] = second;
		one[placeOf(b)] = first;
	};

/** Names of the bits of the status word that are set. */
function told(): string[] {
	const word = meter.value("statusWord");
	const names = [
		...["L1", "L2", "L3"].flatMap((phase, k) => [
			[`reverse ${phase}`, Status.REVERSE << k],
			[`missing ${phase}`, Status.VOLTAGE_MISSING << k],
			[`over-range ${phase}`, Status.OVER_RANGE << k],
			[`still ${phase}`, Status.CHANNEL_STILL << k],
		]),
		["sequence", Status.WRONG_SEQUENCE],
		["frequency", Status.FREQUENCY_UNKNOWN],
		["currents swapped", Status.CURRENTS_SWAPPED],
		["frames lost", Status.FRAMES_LOST],
	] as [string, number][];
	return names.filter(([, bit]) => (word & bit) !== 0).map(([name]) => name);
}

/**
 * Feeds good, bad and good input; returns the bits that tell of the bad one, and the share of the
 * load's energy that was counted meanwhile, whatever its direction.
 */
function episode(...bad: [((one: number[]) => void)?, (readonly Tone[])?, number?]) {
	feed(3);
	expect(told()).toEqual([]);
	const energies = (): number[] => [
		meter.value("forwardActiveEnergy"),
		meter.value("reverseActiveEnergy"),
	];
	const before = energies();
	const least = [...before];
	for (let second = 0; second < SECONDS; second++) {
		feed(1, ...bad);
		energies().forEach((energy, k) => {
			expect(energy).toBeGreaterThanOrEqual(least[k] ?? 0);
			least[k] = energy;
		});
	}
	const bits = told();
	const [forward = 0, reverse = 0] = energies().map((energy, k) => energy - (before[k] ?? 0));
	const shares = {
		forward: forward / (SECONDS * SECOND_WH),
		reverse: reverse / (SECONDS * SECOND_WH),
	};
	const after = energies()[0] ?? 0;
	feed(15);
	const resumed = (energies()[0] ?? 0) - after;
	// Whole Wh are read, and the window in which it ended may be either's.
	expect(Math.abs(resumed - 15 * SECOND_WH)).toBeLessThan(1 + WINDOW_WH);
	expect(told()).toEqual([]);
	return { bits, ...shares };
}

/** A Wh, as a part of the load while it is bad. */
const STEP = 1 / (SECONDS * SECOND_WH) + 0.01;

describe("bad input", () => {
	it("a voltage stuck at full scale is told, and its phase counts nothing", () => {
		const { bits, forward, reverse } = episode(stuck("V2", 0x7fffff));
		expect(bits).toEqual(["missing L2", "over-range L2", "still L2"]);
		expect(Math.abs(forward - 2 / 3)).toBeLessThan(STEP);
		expect(reverse).toBe(0);
	});

	it("a current stuck at negative full scale is told, and its phase counts nothing", () => {
		const { bits, forward, reverse } = episode(stuck("I3", -0x800000));
		expect(bits).toEqual(["over-range L3", "still L3"]);
		expect(Math.abs(forward - 2 / 3)).toBeLessThan(STEP);
		expect(reverse).toBe(0);
	});

	it("all channels stuck at full scale are told, and count nothing", () => {
		const { bits, forward, reverse } = episode((one) => one.fill(0x7fffff));
		expect(bits).toHaveLength(3 * 3 + 1);
		expect(bits).toContain("frequency");
		expect(forward).toBeLessThan(STEP);
		expect(reverse).toBe(0);
	});

	it("a dead current channel is told, unlike a current that is not there", () => {
		expect(episode(stuck("I1", 0)).bits).toEqual(["still L1"]);
		const [l1, ...others] = LOAD;
		expect(episode(undefined, [{ ...l1, current: 0 } as Tone, ...others]).bits).toEqual([]);
	});

	it("a dead voltage channel is told as missing and still", () => {
		const { bits, forward } = episode(stuck("V1", 5));
		expect(bits).toEqual(["missing L1", "still L1"]);
		expect(Math.abs(forward - 2 / 3)).toBeLessThan(STEP);
	});

	it.each([
		["V1", "V2"],
		["V2", "V3"],
	] as const)("%s and %s exchanged are a wrong sequence", (a, b) => {
		expect(episode(swapped(a, b)).bits).toContain("sequence");
	});

	it.each([
		["I1", "I2", -30],
		["I2", "I3", 0],
		["I1", "I3", 30],
	] as const)("%s and %s exchanged are told, at %d°", (a, b, angle) => {
		const tones = balanced(230, 1, angle);
		const { bits } = episode(swapped(a, b), tones);
		expect(bits).toContain("currents swapped");
		expect(bits).not.toContain("sequence");
	});

	it.each([0, 30, 60, 90, 120, 150, 180, -30, -60, -90, -120, -150])(
		"currents that all lag by %d° have changed no places",
		(angle) => {
			feed(3, undefined, balanced(230, 1, angle));
			expect(told()).not.toContain("currents swapped");
		},
	);

	it("a voltage and its current exchanged are told by a voltage that is missing", () => {
		const { bits } = episode(swapped("V1", "I1"));
		expect(bits).toContain("missing L1");
	});

	it.each([3.9, 7, 16.7, 400])("%d Hz is told, and no reactive energy is counted", (frequency) => {
		feed(3);
		const before = meter.value("forwardReactiveEnergy");
		feed(60, undefined, balanced(230, 1, 60), frequency);
		expect(told()).toContain("frequency");
		expect(meter.value("frequency")).toBe(0);
		expect(meter.value("forwardReactiveEnergy")).toBe(before);
	});

	it("lost frames are told for a second, and the energy of their window is missing", () => {
		feed(3);
		expect(told()).toEqual([]);
		const before = meter.value("forwardActiveEnergy");
		meter.frontEnd.lostFrames += 80;
		meter.frontEnd.restart();
		feed(1.1);
		expect(told()).toEqual(["frames lost"]);
		feed(SECONDS);
		expect(told()).toEqual([]);
		// The register has whole Wh.
		const counted = meter.value("forwardActiveEnergy") - before;
		expect(counted).toBeGreaterThan((SECONDS + 0.6) * SECOND_WH - 1);
		expect(counted).toBeLessThan((SECONDS + 1.1) * SECOND_WH + 1);
	});

	it("direct voltage and current are told, and count nothing", () => {
		let sign = 1;
		const { bits, forward, reverse } = episode((one) => {
			sign = -sign;
			// 230 V and 1 A of 800 V and 30 A, and a step of noise.
			for (let k = 0; k < one.length; k++)
				one[k] = Math.round((k % 2 === 0 ? 230 / 800 : 1 / 30) * 2 ** 23) + 60 * sign;
		});
		expect(bits).toContain("frequency");
		expect(bits.filter((bit) => bit.startsWith("missing"))).toHaveLength(3);
		expect(forward).toBeLessThan(STEP);
		expect(reverse).toBe(0);
	});
});
