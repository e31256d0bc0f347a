import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { program } from "../../bench/meter/launch.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { allCases } from "../../lab/accuracy/cases.ts";
import {
	burst,
	type EventTest,
	loadSteps,
	noLoad,
	tariffs,
} from "../../lab/accuracy/event-tests.ts";
import type { Examination } from "../../lab/accuracy/examine.ts";
import {
	faults,
	OWN_LIMITS,
	UNCALIBRATED,
	worstActive,
	worstReactive,
} from "../../lab/accuracy/verdict.ts";
import { bundleFirmware, bundleForNode, root } from "../../scripts/bundle.ts";

/**
 * A selection of the cases of `npm run accuracy`: the ends of each range, and each influence once.
 */
const SUBSET = [
	"load 0.01 A PF 1",
	"load 0.05 A PF 0.5 L",
	"load 1 A PF 1",
	"load 1 A PF 0.5 L",
	"load 1 A PF 0.8 C",
	"load 1 A sin φ 0.5 L",
	"load 1 A sin φ 1 L",
	"load 2 A PF 1",
	"load 2 A PF 0.5 L",
	"load 6 A PF 1, reverse",
	"load 5 A sin φ 0.5 C",
	"single L2 5 A PF 0.5 L",
	"voltage 0.8 PF 0.5 L",
	"voltage 1.1 PF 1",
	"frequency 45 Hz PF 0.5 L",
	"frequency 65 Hz PF 0.5 L",
	"frequency 65 Hz sin φ 1 L",
	"sequence 132 PF 0.5 L",
	"lost L1",
	"only L2",
	"unbalanced",
	"net",
	"fifth PF 1",
	"fifth PF 0.5 L",
	"phase-fired",
	"3P3W PF 0.5 L",
	"2P3W PF 1",
	"1P2W PF 1",
];

/** Those of them at which a second meter with other tolerances is examined. */
const SAMPLE = [
	"load 0.01 A PF 1",
	"load 1 A PF 0.5 L",
	"load 1 A sin φ 1 L",
	"frequency 65 Hz PF 0.5 L",
];

/** Meters, their loads, and their other tests. */
const METERS: readonly (readonly [number, readonly string[], readonly EventTest[]])[] = [
	[20250001, SUBSET, [noLoad(2), burst, loadSteps, tariffs]],
	[31415926, SAMPLE, []],
];

let examinations: Examination[];

/**
 * The examination as one file: in Vitest's own form, mains model and front end take three times as
 * long.
 */
async function bundledExaminer(): Promise<typeof import("../../lab/accuracy/examine.ts")> {
	const outfile = join(root, "build/accuracy/examine.mjs");
	await bundleForNode(join(root, "lab/accuracy/examine.ts"), outfile);
	return import(pathToFileURL(outfile).href);
}

beforeAll(async () => {
	const engine = program(await buildEngine(), [await bundleFirmware()]);
	const { examine } = await bundledExaminer();
	examinations = await Promise.all(
		METERS.map(([serialNumber, ids, events]) => {
			const cases = allCases().filter(({ id }) => ids.includes(id));
			expect(cases).toHaveLength(ids.length);
			return examine(engine, serialNumber, { cases, events });
		}),
	);
}, 600_000);

describe.each(METERS.map(([serialNumber], index) => ({ serialNumber, index })))(
	"meter $serialNumber on XS",
	({ index }) => {
		const examination = (): Examination => {
			const one = examinations[index];
			if (!one) throw new Error("not examined");
			return one;
		};

		it("a meter is wrong by more than 0.5 % before its calibration", () => {
			const { voltage, current, unity, inductive } = examination().uncalibrated;
			expect(Math.max(...[voltage, current, unity, inductive].map(Math.abs))).toBeGreaterThan(
				UNCALIBRATED,
			);
		});

		it("a calibrated meter stays within half of class C and the project's own limits", () => {
			const { outcomes, findings } = examination();
			expect(faults(outcomes, findings)).toEqual([]);
		});

		it("a calibrated meter has at most 0.1 % of active and 0.3 % of reactive error", () => {
			const { outcomes } = examination();
			expect(Math.abs(worstActive(outcomes) ?? Number.NaN)).toBeLessThanOrEqual(OWN_LIMITS.active);
			expect(Math.abs(worstReactive(outcomes) ?? Number.NaN)).toBeLessThanOrEqual(
				OWN_LIMITS.reactive,
			);
		});

		it("errors come from the energy registers wherever these resolve the load", () => {
			const quantities = examination().outcomes.map(({ case: { id }, quantity }) => [id, quantity]);
			expect(quantities).toContainEqual(["load 1 A PF 0.5 L", "energy"]);
			expect(quantities).toContainEqual(["load 0.01 A PF 1", "averages"]);
		});
	},
);
