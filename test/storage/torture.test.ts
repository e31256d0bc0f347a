/** A slice of `npm run torture`: power cuts during flash operations, and damaged images. */
import { beforeAll, describe, expect, it } from "vitest";
import { caseOf } from "../../lab/torture/cases.ts";
import {
	cutChecks,
	damageChecks,
	type Prepared,
	prepare,
	rehearseAll,
} from "../../lab/torture/main.ts";
import { rehearse } from "../../lab/torture/run.ts";
import { SCENARIO } from "../../lab/torture/scenario.ts";

/** Cuts of the slice, bits all over the image, and distance of the flipped bits in force. */
const CUTS = 320;
const FRAME_CUTS = 240;
const QUALITY_CUTS = 120;
const RANDOM_BITS = 60;
const EVERY = 211;

let prepared: Prepared;

beforeAll(() => {
	prepared = prepare();
});

/** One line for each check that fails, with the option that runs it again. */
function failures(checks: ReturnType<typeof cutChecks>): string[] {
	return checks.flatMap(({ id, run }) => {
		const complaint = run();
		return complaint === undefined ? [] : [`--case ${id}: ${complaint}`];
	});
}

describe("a power cut", () => {
	it("a power cut in any flash operation leaves energy, settings and history intact", () => {
		const checks = cutChecks(prepared.scenarios, CUTS);
		expect(checks).toHaveLength(CUTS);
		expect(failures(checks)).toEqual([]);
	}, 240_000);

	it("a power cut during an M-Bus frame leaves all of its records in force, or none", () => {
		const checks = cutChecks(rehearseAll(["frames"]), FRAME_CUTS);
		expect(checks).toHaveLength(FRAME_CUTS);
		expect(failures(checks)).toEqual([]);
	}, 240_000);

	it("a power cut leaves each voltage event in the log, and extremes and demand", () => {
		const checks = cutChecks(rehearseAll(["quality"]), QUALITY_CUTS);
		expect(checks).toHaveLength(QUALITY_CUTS);
		expect(failures(checks)).toEqual([]);
	}, 240_000);

	it("the whole torture has more than 10 000 power cuts", () => {
		expect(cutChecks(prepared.scenarios).length).toBeGreaterThan(10_000);
	});

	it("a case is named by an identifier, and an unknown one is refused", () => {
		const scenarios = [{ name: "short", parts: rehearse(SCENARIO).parts }];
		expect(caseOf("short:1:7:-:2:3", scenarios).cuts).toEqual([
			{ operation: 7, torn: undefined },
			{ operation: 2, torn: 3 },
		]);
		for (const id of ["long:0:1:-", "short:99:1:-", "short:0:x:1", "short:0"])
			expect(() => caseOf(id, scenarios)).toThrow(`no case ${id}`);
	});
});

describe("a damaged image", () => {
	it("a damaged image loses nothing, and stops the meter if both copies are lost", () => {
		expect(failures(damageChecks(prepared.damage, RANDOM_BITS, EVERY))).toEqual([]);
	}, 240_000);
});
