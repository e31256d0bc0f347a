import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { progressOf } from "../../lab/accuracy/progress.ts";
import { examineAll } from "../../lab/accuracy/workers.ts";

/**
 * A worker that examines nothing: it says a step, then fails on meter 13, dies of meter 99, and
 * gives its process's number for the others.
 */
const WORKER = `
process.on("message", ({ serialNumber }) => {
	process.send({ step: "looked at" });
	if (serialNumber === 99) process.exit(3);
	if (serialNumber === 13) process.send({ failure: "meter 13: no answer" });
	else process.send({ examination: { serialNumber, process: process.pid } });
});
process.on("disconnect", () => process.exit(0));
`;

let folder: string;
let worker: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "ambit-workers-"));
	worker = join(folder, "worker.mjs");
	writeFileSync(worker, WORKER);
});
afterAll(() => rmSync(folder, { recursive: true }));

const examine = (meters: readonly number[], workers: number, steps: string[] = []) =>
	examineAll(worker, { engine: "", firmware: "", frontEnd: "" }, meters, workers, (meter, what) =>
		steps.push(`${meter} ${what}`),
	);

describe("workers", () => {
	it("share the meters, and the examinations keep their order", async () => {
		const steps: string[] = [];
		const all = await examine([5, 4, 3, 2, 1], 2, steps);
		expect(all.map(({ serialNumber }) => serialNumber)).toEqual([5, 4, 3, 2, 1]);
		const processes = all.map((one) => (one as unknown as { process: number }).process);
		expect(new Set(processes).size).toBeLessThanOrEqual(2);
		expect(steps.toSorted()).toEqual([1, 2, 3, 4, 5].map((meter) => `${meter} looked at`));
	});

	it("that fail or die end it all with one line that names the meter", async () => {
		await expect(examine([1, 13], 1)).rejects.toThrow("meter 13: no answer");
		await expect(examine([99, 1], 1)).rejects.toThrow("meter 99: its worker has ended");
	});
});

it("without a terminal, progress is a line for each case of a meter, and one for a curve", () => {
	const said = vi.spyOn(console, "error").mockImplementation(() => {});
	try {
		const progress = progressOf(6);
		for (const what of ["load 1 A", "curve", "curve", "load 2 A"]) progress.step(1, what);
		progress.step(2, "load 2 A");
		progress.end();
		expect(said.mock.calls.flat()).toEqual([
			"meter 1: load 1 A",
			"meter 1: curve",
			"meter 1: load 2 A",
			"meter 2: load 2 A",
		]);
	} finally {
		said.mockRestore();
	}
});
