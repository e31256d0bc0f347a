import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOM_FRAMES } from "metrology/kernel";
import { RESULTS } from "metrology/results";
import { RESULTS as QUALITY_RESULTS, WINDOWS } from "quality/results";
import { CHANNELS } from "sampling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import ByteCodeSamplePath from "../../../boards/virtual/byte-code-sample-path.ts";
import { compileNative, runNative } from "../compile-native.ts";
import { KernelReference, noisyMains } from "../kernel-reference.ts";

const MAINS = noisyMains(10_000);

const block = (frames: readonly (readonly number[])[], count = frames.length): string =>
	`block ${count} ${frames.flat().join(" ")}`;

describe("the compiled kernel of the simulator, on the desktop", () => {
	let folder: string;
	const harness = () => join(folder, "harness");
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "ambit-native-"));
		await compileNative(["test/boards/simulator/harness.c"], harness());
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});

	/**
	 * Windows of MAINS in blocks, and the frames lost, with a block in between that is refused after
	 * `at` frames; and the windows of the kernel as byte code, which restarts there.
	 */
	const withRefused = (at: number, refused: string) => {
		const reference = new KernelReference();
		const commands: string[] = [];
		for (let first = 0; first < MAINS.length; first += 160) {
			if (first === at) {
				commands.push(refused);
				reference.restart();
			}
			const frames = MAINS.slice(first, first + 160);
			for (const frame of frames) reference.add(frame);
			commands.push(block(frames), "take", "take");
		}
		const lines = runNative(harness(), [...commands, "lost"]);
		const lost = lines.pop();
		const windows = lines.filter((line) => line !== "none");
		return { windows, expected: reference.windows, lost };
	};

	it("windows are those of the kernel as byte code, bit for bit, and no frame is lost", () => {
		const { windows, expected, lost } = withRefused(-1, "");
		expect(windows.length).toBeGreaterThan(5);
		expect(windows).toEqual(expected);
		expect(lost).toBe("0");
	});

	it.each([
		["with a sample above 24 bits", block([[0, 0, 0, 0x800000, 0, 0]]), 1],
		["with a sample below 24 bits", block([MAINS[0], [-0x800001, 0, 0, 0, 0, 0]]), 2],
		["shorter than its count says", block([MAINS[0], MAINS[1]], 3), 3],
		["of no whole frame", `block 1 1 2 3 4 5`, 1],
		["longer than the kernel's room", block(MAINS.slice(0, ROOM_FRAMES + 1)), ROOM_FRAMES + 1],
		// Six times these counts are 4 and 2 in 32 bits.
		["whose count is negative", block([MAINS[0]], -715827882), 0],
		["whose count is huge", block([MAINS[0]], 715827883), 715827883],
	])("a block %s is refused and counted, and metering continues", (_, refused, frames) => {
		const { windows, expected, lost } = withRefused(4800, refused);
		expect(windows.length).toBeGreaterThan(4);
		expect(windows).toEqual(expected);
		expect(lost).toBe(String(frames));
	});

	it("the largest and the smallest sample are taken in", () => {
		const lines = runNative(harness(), [block([[0x7fffff, -0x800000, 0, 0, 0, 0]]), "lost"]);
		expect(lines).toEqual(["0"]);
	});

	it("the analyser's results are those of the analyser as byte code", () => {
		const path = new ByteCodeSamplePath();
		path.analyser.enable(true);
		const commands = ["analyse"];
		for (let first = 0; first < MAINS.length; first += 80) {
			const frames = MAINS.slice(first, first + 80);
			commands.push(block(frames), "take", "take");
			frames.flat().forEach((sample, i) => {
				path.samples[CHANNELS * path.end + i] = sample;
			});
			path.accept(frames.length);
			while (path.take(new Array(RESULTS).fill(0)));
		}
		const places = [...Array(QUALITY_RESULTS).keys()];
		const lines = runNative(harness(), [...commands, ...places.map((at) => `quality ${at}`)]);
		const results = places.map((at) => path.analyser.at(at));
		expect(results[WINDOWS]).toBeGreaterThan(3);
		expect(lines.slice(-QUALITY_RESULTS).map(Number)).toEqual(results);
	});

	it("a restart and another reference act as on the kernel as byte code", () => {
		const reference = new KernelReference();
		const commands: string[] = [];
		for (let first = 0; first < MAINS.length; first += 80) {
			if (first === 1200) {
				commands.push("reference 1");
				reference.setReference(1);
			}
			if (first === 6000) {
				commands.push("restart");
				reference.restart();
			}
			const frames = MAINS.slice(first, first + 80);
			for (const frame of frames) reference.add(frame);
			commands.push(block(frames), "take", "take");
		}
		const windows = runNative(harness(), commands).filter((line) => line !== "none");
		expect(windows.length).toBeGreaterThan(4);
		expect(windows).toEqual(reference.windows);
	});
});
