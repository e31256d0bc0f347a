/**
 * The script of a life: events drawn from a seed. No event depends on another, so that any part of
 * a script is a script: a life that fails is shortened by leaving events out.
 */
import { HOLD_UP_MS } from "board";
import { framesIn } from "../../bench/meter/pace.ts";
import type { Random } from "../fuzz/random.ts";
import { type FrameStep, frame, RECORD, type WriteRecord } from "../torture/records.ts";
import type { VoltageStep } from "../torture/voltage-event.ts";
import type { LifeLoad } from "./load.ts";

/** Registers that a life writes one at a time. */
export type WrittenName =
	| "modbusId"
	| "s0Rate"
	| "pulseWidth"
	| "pulseType"
	| "combinationCode"
	| "lcdCycleTime"
	| "ctRatio"
	| "tariff"
	| "resettableEnergy"
	| "powerDownCounter"
	| "wiring"
	| "parameterLock"
	| "mbusAddress";

/** Place where the supply goes: an operation of the flash chip, `torn` bytes of it done. */
export interface Tear {
	readonly operations: number;
	readonly torn: number | undefined;
}

/** One event. */
export type LifeEvent =
	/** Windows of one second, or of a fifth. */
	| {
			readonly kind: "meter";
			readonly load: LifeLoad;
			readonly windows: number;
			readonly fine: boolean;
	  }
	| { readonly kind: "write"; readonly name: WrittenName; readonly value: number }
	| FrameStep
	/** Voltages leave their limits, and come back. */
	| VoltageStep
	| { readonly kind: "calibrate"; readonly gains: readonly number[] | undefined }
	| { readonly kind: "input"; readonly level: 0 | 1 }
	| { readonly kind: "seal"; readonly open: boolean }
	/** All registers are read and judged. */
	| { readonly kind: "check" }
	| { readonly kind: "telegram" }
	| { readonly kind: "press"; readonly pad: number; readonly frames: number }
	| { readonly kind: "noise"; readonly port: number; readonly bytes: readonly number[] }
	| { readonly kind: "radio"; readonly bytes: readonly number[] }
	/** The supply warns, and comes back after a number of frames. */
	| { readonly kind: "sag"; readonly frames: number; readonly times: number }
	/** The front end delivers nothing. */
	| { readonly kind: "stall"; readonly seconds: number }
	/** The front end loses frames. */
	| { readonly kind: "lose"; readonly frames: number }
	/** The supply goes and comes back, with another level of the tariff input perhaps. */
	| {
			readonly kind: "cut";
			readonly warned: boolean;
			readonly input: 0 | 1 | undefined;
			/** Starts after it in which the supply goes again. */
			readonly again: readonly Tear[];
	  }
	/** The supply will go in an operation of the flash chip. */
	| ({ readonly kind: "arm" } & Tear)
	/** The board restarts by itself. */
	| { readonly kind: "restart"; readonly reason: number }
	/** The supply goes with a warning; meanwhile a bit in force flips, or a sector is lost. */
	| { readonly kind: "damage"; readonly place: number; readonly sector: boolean };

/** Shares of the events, in parts of their sum. */
const SHARES: readonly (readonly [share: number, draw: (random: Random) => LifeEvent])[] = [
	[26, meter],
	[12, write],
	[4, userFrame],
	[2, calibrate],
	[3, voltage],
	[4, (random) => ({ kind: "input", level: bit(random) })],
	[3, (random) => ({ kind: "seal", open: bit(random) === 1 })],
	[6, () => ({ kind: "check" })],
	[3, () => ({ kind: "telegram" })],
	[2, press],
	[3, noise],
	[2, (random) => ({ kind: "radio", bytes: bytes(random, 1 + below(random, 20)) })],
	[2, sag],
	[1, (random) => ({ kind: "stall", seconds: 1 + below(random, 5) })],
	[1, (random) => ({ kind: "lose", frames: 1 + below(random, MOST_LOST_FRAMES) })],
	[10, cut],
	[10, (random) => ({ kind: "arm", ...tear(random, 40) })],
	[2, (random) => ({ kind: "restart", reason: pick(random, [70, 80, 81, 82, 83]) })],
	[1, (random) => ({ kind: "damage", place: random(), sector: bit(random) === 1 })],
];

/** Frames of a fifth of a second. */
const MOST_LOST_FRAMES = framesIn(0.2);

/** Frames of the shortest press, and by how many a longer one exceeds it at most. */
const PRESS_FRAMES = framesIn(0.1);
const LONGER_PRESS_FRAMES = framesIn(2);

/** Frames of the longest sag, which the hold-up time outlasts. */
const LONGEST_SAG_FRAMES = framesIn(HOLD_UP_MS / 1000) - 1;

const ALL_SHARES = SHARES.reduce((sum, [share]) => sum + share, 0);

/** Draws the next event. */
export function draw(random: Random): LifeEvent {
	let at = below(random, ALL_SHARES);
	for (const [share, drawOne] of SHARES) {
		if (at < share) return drawOne(random);
		at -= share;
	}
	throw new RangeError("no event");
}

const below = (random: Random, limit: number): number => random() % limit;
const bit = (random: Random): 0 | 1 => (random() & 1) as 0 | 1;
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;
const bytes = (random: Random, count: number): number[] =>
	Array.from({ length: count }, () => random() & 0xff);

/** A number from 1 to `limit`, short ones as often as long ones. */
function longOrShort(random: Random, limit: number): number {
	return Math.max(1, Math.round(limit ** (random() / 2 ** 32)));
}

/** Seconds of the longest stretch of one load. */
const LONGEST_S = 40_000;
const LONGEST_FINE = 400;

function meter(random: Random): LifeEvent {
	const load = loadOf(random);
	const fine = random() % 4 === 0;
	return {
		kind: "meter",
		load,
		windows: longOrShort(random, fine ? LONGEST_FINE : LONGEST_S),
		fine,
	};
}

/** Loads: none, three equal phases, or each phase by itself, a voltage missing now and then. */
function loadOf(random: Random): LifeLoad {
	const frequencyHz = pick(random, [50, 50, 50, 60]);
	const reversed = random() % 16 === 0;
	// Between the steps at which the no-load limits lie: there, rounding decides.
	const current = (): number =>
		pick(random, [0, 0.01, 0.5, 1, 4.5]) * ((below(random, 100) + 0.5) / 100);
	const angle = (): number => below(random, 360);
	const voltage = (): number => (random() % 24 === 0 ? 0 : 207 + below(random, 46));
	const equal = [230, current(), angle()] as const;
	const own = (): LifeLoad["phases"][number] => {
		const volts = voltage();
		return [volts, volts === 0 ? 0 : current(), angle()];
	};
	const phases = random() % 3 === 0 ? [equal, equal, equal] : [own(), own(), own()];
	return { phases, frequencyHz, reversed };
}

function write(random: Random): LifeEvent {
	const ratio = (): number => 10_000 * 5 * (1 + below(random, 1999)) + pick(random, [1, 5]);
	const choices: readonly (readonly [WrittenName, () => number])[] = [
		["modbusId", () => 1 + below(random, 247)],
		["s0Rate", () => pick(random, [10_000, 2000, 1000, 100, 10, 1, 0.1, 0.01])],
		["pulseWidth", () => 2 + below(random, 98)],
		["pulseType", () => 1 + below(random, 2)],
		["combinationCode", () => (random() % 8 === 0 ? 5 : 1 + below(random, 4))],
		["lcdCycleTime", () => 1 + below(random, 30)],
		["lcdCycleTime", () => 31 + below(random, 60)],
		["ctRatio", ratio],
		["tariff", () => 1 + below(random, 4)],
		["tariff", () => 1 + below(random, 2)],
		["resettableEnergy", () => 0],
		["powerDownCounter", () => 0],
		["wiring", () => pick(random, [0, 0, 2, 3])],
		["parameterLock", () => bit(random)],
		["mbusAddress", () => below(random, 251)],
	];
	const [name, value] = pick(random, choices);
	return { kind: "write", name, value: value() };
}

function userFrame(random: Random): FrameStep {
	const records: readonly (() => WriteRecord)[] = [
		() => RECORD.address(below(random, 251)),
		() => RECORD.identification(below(random, 100_000_000)),
		() => RECORD.tariff(1 + below(random, 4)),
		() => RECORD.combinationCode(1 + below(random, 4)),
		() => RECORD.s0Rate(pick(random, [0.01, 1, 10, 100])),
		() => RECORD.resetEnergy(),
	];
	const first = below(random, records.length);
	const count = 1 + below(random, 3);
	const chosen = Array.from({ length: count }, (_, i) => records[(first + i) % records.length]);
	return frame(...chosen.flatMap((make) => (make ? [make()] : [])));
}

/** Three gains of each phase, or the nominal ones. */
function calibrate(random: Random): LifeEvent {
	const near = (share: number): number => Math.fround(1 + share * (below(random, 2001) / 1000 - 1));
	if (random() % 4 === 0) return { kind: "calibrate", gains: undefined };
	const gains = [1, 2, 3].flatMap(() => [near(0.05), near(0.05), near(0.005)]);
	return { kind: "calibrate", gains };
}

/** A dip, a swell or an interruption, in some of the phases or in all. */
function voltage(random: Random): LifeEvent {
	const outside = (): number => pick(random, [0.02, 0.3, 0.7, 0.853, 1.15, 1.37]);
	const one = outside();
	const part = (): number => (bit(random) === 1 ? one : pick(random, [1, outside()]));
	const parts = random() % 3 === 0 ? ([one, one, one] as const) : ([one, part(), part()] as const);
	return { kind: "voltage", parts, halves: longOrShort(random, 100) };
}

function press(random: Random): LifeEvent {
	const pad = below(random, 3);
	return { kind: "press", pad, frames: PRESS_FRAMES + below(random, LONGER_PRESS_FRAMES) };
}

function sag(random: Random): LifeEvent {
	const frames = 1 + below(random, LONGEST_SAG_FRAMES);
	return { kind: "sag", frames, times: 1 + below(random, 4) };
}

function noise(random: Random): LifeEvent {
	return { kind: "noise", port: bit(random), bytes: bytes(random, longOrShort(random, 300)) };
}

function cut(random: Random): LifeEvent {
	return {
		kind: "cut",
		warned: random() % 3 > 0,
		input: random() % 4 === 0 ? bit(random) : undefined,
		again: Array.from({ length: Math.max(0, below(random, 6) - 3) }, () => tear(random, 8)),
	};
}

function tear(random: Random, limit: number): Tear {
	const torn = pick(random, [undefined, 0, 1, 2, 3, 5, 12, 40, 211, 2048]);
	return { operations: longOrShort(random, limit) - 1, torn };
}
