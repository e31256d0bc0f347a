/**
 * Areas of the flash that fail while the meter runs, in every way, and a power cut in any operation
 * meanwhile that leaves any bits of it done: the other copy suffices, and a torn record never
 * counts as a lost one.
 */
import { describe, expect, it } from "vitest";
import { Chip, SECTOR } from "../../bench/flash/chip.ts";
import { History } from "../../lab/torture/history.ts";
import { type Part, perform, rehearse } from "../../lab/torture/run.ts";
import { LONG, SCENARIO } from "../../lab/torture/scenario.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { SupplyGone } from "../../testkit/flash.ts";

/** Number of cuts of each area and way. */
const CUTS = 12;

/**
 * Behaviour of failing sectors: they do nothing; they do a part and report it or not; or they have
 * lost everything before.
 */
const WAYS = ["nothing", "some", "zeros", "garbage"] as const;

type Way = (typeof WAYS)[number];

/** Areas of which a lost sector loses the only copy. */
const KEEPING: readonly Way[] = ["nothing", "some"];

const sectors = (first: number, count: number): number[] =>
	Array.from({ length: count }, (_, i) => first + i);

/** Sectors of docs/storage.md. */
const AREAS: readonly [string, number[], (readonly Way[])?][] = [
	["main energy", sectors(0, 12)],
	["backup energy", sectors(12, 12)],
	["a sector of main energy and all of its backup", [1, ...sectors(12, 12)], KEEPING],
	["main settings", sectors(28, 4)],
	["backup settings", sectors(32, 4)],
	["backup calibration", sectors(38, 2)],
	["backup resettable counters", sectors(42, 2)],
	["main CT history", sectors(44, 2)],
	["backup CT history", sectors(46, 2)],
	["backup events", sectors(56, 8)],
];

/** Pseudo-random numbers below `limit`, the same in every run. */
function chance(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

/**
 * A chip with failing sectors, whose supply fails in an operation and leaves any bits of it done.
 */
class FailingChip extends Chip {
	/** Operations until the supply fails. */
	left = Number.POSITIVE_INFINITY;
	readonly #way: Way;
	readonly #failing: ReadonlySet<number>;
	readonly #random: (limit: number) => number;

	constructor(
		image: Uint8Array,
		way: Way,
		failing: readonly number[],
		random: (limit: number) => number,
	) {
		super(image);
		this.#way = way;
		this.#failing = new Set(failing);
		this.#random = random;
		this.setFaults({ badSectors: failing });
		if (way === "nothing" || way === "some") return;
		for (const sector of failing)
			for (let at = sector * SECTOR; at < (sector + 1) * SECTOR; at++)
				this.image[at] = way === "zeros" ? 0 : random(256);
	}

	override program(offset: number, bytes: Uint8Array, end = 0): boolean | undefined {
		if (this.left <= 0) {
			if (this.left === 0) this.#clearSome(offset, bytes);
			this.left = -1;
			return undefined;
		}
		this.left--;
		if (this.#way !== "some" || !this.#failing.has(Math.floor(offset / SECTOR)))
			return super.program(offset, bytes, end);
		this.#clearSome(offset, bytes);
		return this.#random(2) === 0;
	}

	override startErase(sector: number, now = 0): boolean | undefined {
		if (this.left <= 0) {
			if (this.left === 0)
				for (let at = sector * SECTOR; at < (sector + 1) * SECTOR; at++)
					this.image[at] = (this.image[at] ?? 0) | this.#random(256);
			this.left = -1;
			return undefined;
		}
		this.left--;
		return super.startErase(sector, now);
	}

	override endErase(now = 0): boolean | undefined {
		return this.left < 0 ? undefined : super.endErase(now);
	}

	/** A few bits, half of them, or nearly all. */
	#clearSome(offset: number, bytes: Uint8Array): void {
		const share = 64 * (1 + this.#random(3));
		for (const [i, byte] of bytes.entries())
			for (let bit = 0; bit < 8; bit++)
				if (((byte >> bit) & 1) === 0 && this.#random(256) < share)
					this.image[offset + i] = (this.image[offset + i] ?? 0) & ~(1 << bit);
	}
}

/**
 * Runs a part with failing sectors up to a cut.
 * @returns the fault; undefined: none
 */
function complaint(
	part: Part,
	way: Way,
	failing: readonly number[],
	seed: number,
): string | undefined {
	const random = chance(seed);
	const history = new History(new Subject(new Chip(part.image.slice()), part.inputs), part.inputs);
	const chip = new FailingChip(part.image.slice(), way, failing, random);
	chip.left = random(part.operations.length);
	try {
		perform(part.steps, new Subject(chip, part.inputs), history);
	} catch (error) {
		if (!(error instanceof SupplyGone)) throw error;
	}
	chip.powerDown();
	chip.left = Number.POSITIVE_INFINITY;
	const subject = new Subject(chip, history.inputs);
	if (subject.stopped)
		return `the meter stops, error code ${subject.read("errorCode").toString(16)}`;
	return history.complaint(subject, false);
}

describe("a failing area, and a power cut that leaves any bits done", () => {
	/** All parts but the first: a chip that is neither blank nor has a record is no new meter's. */
	const parts = [...rehearse(SCENARIO).parts, ...rehearse(LONG).parts.slice(1)].slice(1);

	it.each(
		AREAS.flatMap(([name, failing, ways = WAYS]) =>
			ways.map((way) => [name, way, failing] as const),
		),
	)(
		'%s, in the way "%s", stops no meter and loses no more than stated',
		(_name, way, failing) => {
			for (let i = 0; i < CUTS; i++) {
				const seed = 7919 * i + (failing[0] ?? 0);
				const part = parts[seed % parts.length] as Part;
				expect(complaint(part, way, failing, seed), `seed ${seed}`).toBeUndefined();
			}
		},
		60_000,
	);
});
