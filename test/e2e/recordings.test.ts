/** `npm run recordings` as its user runs it: a table on standard output, a verdict as exit code. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SegmentReference } from "../../testkit/waveforms/reference.ts";
import { waveform } from "../bench/comtrade/waveforms.ts";

const LIMIT_MS = 300_000;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NAME = "transformer-60hz";

describe("npm run recordings", () => {
	let folder = "";
	const run = (...args: string[]) =>
		spawnSync(process.execPath, ["scripts/boot.mjs", "recordings", ...args], {
			cwd: ROOT,
			encoding: "utf8",
		});
	const [segment] = JSON.parse(readFileSync(waveform("truth.json"), "utf8")).recordings[
		NAME
	] as SegmentReference[];
	const judge = (truth: unknown) => {
		writeFileSync(join(folder, "truth.json"), JSON.stringify({ recordings: { [NAME]: [truth] } }));
		return run(folder);
	};
	/** The truth with the active power of phase B changed by a factor. */
	const withPower = (factor: number) => {
		if (!segment) throw new Error("no segment");
		const { phases } = segment;
		return {
			...segment,
			phases: { ...phases, B: { ...phases.B, P: phases.B.P * factor } },
		};
	};

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "recordings-"));
		for (const extension of ["cfg", "dat"])
			copyFileSync(waveform(`${NAME}.${extension}`), join(folder, `${NAME}.${extension}`));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	it(
		"the recordings command prints a line per segment and ends with 0 if all are within limits",
		() => {
			const { status, stdout } = judge(segment);
			expect(stdout).toMatch(/^transformer-60hz, first 10 cycles( +\d+\.\d+){4};( +\d+\.\d+){5}$/m);
			expect(stdout).toMatch(/^1 of 1 segments within/m);
			expect(status).toBe(0);
		},
		LIMIT_MS,
	);

	it(
		"the recordings command names a segment outside the limits and ends with 1",
		() => {
			const { status, stdout } = judge(withPower(1.002));
			expect(stdout).toMatch(/^transformer-60hz, first 10 cycles.*outside the limits$/m);
			expect(status).toBe(1);
		},
		LIMIT_MS,
	);

	it("the recordings command ends with 2 and one line if the folder cannot be judged", () => {
		const incomplete = { ...segment, phases: { A: segment?.phases.A } };
		expect(judge(incomplete)).toMatchObject({
			status: 2,
			stderr: `recordings: ${join(folder, "truth.json")}: ${NAME}, segment 1: no phases.B.V_rms\n`,
		});
		writeFileSync(join(folder, "truth.json"), "{}");
		expect(run(folder)).toMatchObject({
			status: 2,
			stderr: `recordings: ${join(folder, "truth.json")}: no recordings\n`,
		});
		expect(run(join(folder, "none"))).toMatchObject({
			status: 2,
			stderr: `recordings: ${join(folder, "none/truth.json")}: no such file or directory\n`,
		});
		expect(run()).toMatchObject({
			status: 2,
			stderr: "recordings: needs one folder with recordings and a truth.json\n",
		});
	});
});
