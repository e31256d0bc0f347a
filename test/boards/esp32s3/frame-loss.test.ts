import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { compileNative, runNative } from "../compile-native.ts";
import { takenIn } from "../kernel-reference.ts";
import { COUNTED, fetched, frame, STALE, ZERO } from "./frames.ts";

/** `count` frames while no interrupt comes through. */
const missed = (count: number): string[] => [
	"mask",
	...new Array(count).fill(`frame ${frame(ZERO)}`),
	"unmask",
];

describe("frames that the collector does not get", () => {
	let folder: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "ambit-native-"));
		const sources = ["window-ring.c", "messenger.c"].map((file) => `boards/esp32s3/${file}`);
		await compileNative(["test/boards/esp32s3/harness.c", ...sources], join(folder, "harness"));
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});
	const run = (...commands: string[]): string[] => runNative(join(folder, "harness"), commands);

	it("a frame that waits while interrupts are off is read after them", () => {
		const two = ["mask", ...fetched(COUNTED), ...fetched(ZERO), "unmask"];
		expect(run(...STALE, ...two, "samples", "state")).toEqual([
			takenIn(COUNTED, ZERO),
			"0 0 0 0 0",
		]);
	});

	it.each([3, 5, 180, 31_999, 40_000])(
		"%i frames converted while interrupts are off are lost",
		(count) => {
			const lines = run(...STALE, ...missed(count), ...fetched(COUNTED), "samples", "state");
			expect(lines).toEqual([takenIn(COUNTED), `${count} 0 0 0 0`]);
		},
	);

	it("a third frame that comes while two are read makes all three lost", () => {
		const late = ["mask", ...fetched(ZERO), ...fetched(ZERO), "busy 1", "unmask"];
		expect(run(...STALE, ...late, ...fetched(COUNTED), "samples", "state")).toEqual([
			takenIn(COUNTED),
			"3 0 0 0 0",
		]);
	});

	it("frames that a silent converter does not make are lost, by the chip's clock", () => {
		// One second; the last look was at the frame before.
		const lines = run(...STALE, ...fetched(ZERO), "pass 1000000", ...fetched(COUNTED), "state");
		expect(lines).toEqual([`${FRAME_RATE_HZ} 0 0 0 0`]);
	});

	it("more than 2^31 lost frames are counted without a sign", () => {
		const lines = run(...STALE, "stop", "days 4", "start", ...fetched(ZERO), "state");
		expect(lines).toEqual([`${4 * 86_400 * FRAME_RATE_HZ + 1} 0 0 0 0`]);
	});

	it("DRDY's interrupt is on the collector's core, not on that of XS", () => {
		expect(run(...STALE, "core")).toEqual(["1"]);
	});

	it("every frame from a reset of the converter to the end of its set-up is lost", () => {
		const reset = fetched(COUNTED, { status: 0x0500 });
		const frames = new Array(100).fill(fetched(ZERO)).flat();
		const setUp = ["stop", "pass 1500000", "start", ...fetched(ZERO)];
		const lines = run(
			...STALE,
			...reset,
			...frames,
			...setUp,
			...fetched(COUNTED),
			"samples",
			"state",
		);
		// With the frame that DRDY announced after the set-up.
		expect(lines).toEqual([takenIn(COUNTED), `${1 + 100 + 1.5 * FRAME_RATE_HZ + 1} 0 1 0 0`]);
	});
});
