/**
 * A slice of `npm run torture`: the firmware with the power cut in operations of its flash, and
 * with damaged images.
 */
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

/** Cuts of the slice; bits all over the image, and one of so many of those in force. */
const CUTS = 320;
const FRAME_CUTS = 120;
const RANDOM_BITS = 60;
const EVERY = 211;

let prepared: Prepared;

beforeAll(() => {
	prepared = prepare();
});

/** Those that complain, each with what runs it again. */
function failures(checks: ReturnType<typeof cutChecks>): string[] {
	return checks.flatMap(({ id, run }) => {
		const complaint = run();
		return complaint === undefined ? [] : [`--case ${id}: ${complaint}`];
	});
}

describe("a power cut", () => {
	it("in any operation of the flash leaves energy, settings and history as they must be", () => {
		const checks = cutChecks(prepared.scenarios, CUTS);
		expect(checks).toHaveLength(CUTS);
		expect(failures(checks)).toEqual([]);
	}, 240_000);

	it("during an M-Bus frame leaves all of its settings in force, or none of them", () => {
		const checks = cutChecks(rehearseAll(["frames"]), FRAME_CUTS);
		expect(checks).toHaveLength(FRAME_CUTS);
		expect(failures(checks)).toEqual([]);
	}, 240_000);

	// The tariff and the trip counter's reset are kept in records of their own, after the settings'
	// record.
	it.fails("during an M-Bus frame with settings and tariff, or settings and reset, leaves all of it or nothing", () => {
		expect(failures(cutChecks(rehearseAll(["mixed-frames"]), FRAME_CUTS))).toEqual([]);
	}, 240_000);

	it("may come in more than 10 000 places of the whole torture", () => {
		expect(cutChecks(prepared.scenarios).length).toBeGreaterThan(10_000);
	});

	it("is named by an identifier, and no other is taken", () => {
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
	it("loses nothing with one bit flipped or one sector lost, and stops the meter with both copies lost", () => {
		expect(failures(damageChecks(prepared.damage, RANDOM_BITS, EVERY))).toEqual([]);
	}, 240_000);
});
