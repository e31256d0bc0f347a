import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RESULTS } from "metrology/results";
import { HALVES, PEAKS, RESULTS as QUALITY_RESULTS, SUBGROUPS, WINDOWS } from "quality/results";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import ByteCodeSamplePath from "../../../boards/virtual/byte-code-sample-path.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { compileNative, runNative } from "../compile-native.ts";
import { KernelReference, noisyMains, takenIn } from "../kernel-reference.ts";
import { COUNTED, fetched, frame, STALE, ZERO } from "./frames.ts";

/** Frames of mains: more than ten windows, and whole batches of 24. */
const MAINS = noisyMains(18_000);
const FETCHED_MAINS = MAINS.map((samples) => fetched(samples));

/** Windows in the ring. */
const RING_WINDOWS = 8;

describe("the native collector of frames, on the desktop", () => {
	let folder: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "ambit-native-"));
		for (const name of ["harness", "threads"]) {
			const sources = ["window-ring.c", "messenger.c"].map((file) => `boards/esp32s3/${file}`);
			const harness = `test/boards/esp32s3/${name}.c`;
			await compileNative(
				[harness, ...(name === "harness" ? sources : sources.slice(0, 1))],
				join(folder, name),
			);
		}
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});

	/** Output lines of commands of `harness.c`. */
	const run = (...commands: string[]): string[] => runNative(join(folder, "harness"), commands);

	/** Frame by which the kernel as byte code has closed `count` windows of MAINS. */
	const framesFor = (count: number): number => {
		const reference = new KernelReference();
		return (
			1 +
			MAINS.findIndex((samples) => {
				reference.add(samples);
				return reference.windows.length === count;
			})
		);
	};

	it.each([
		[[0, 0, 0, 0, 0, 0]],
		[[1, -1, 0x7fffff, -0x800000, -0x800000, 0x7fffff]],
		[[123456, -654321, -2048, -64, 2047, 63]],
	])("the collector gives the samples %j to the kernel", (samples) => {
		expect(run(...STALE, ...fetched(samples), "samples")).toEqual([takenIn(samples)]);
	});

	it("the collector discards frames buffered before the start and sums the rest", () => {
		expect(run(...STALE, "samples", ...fetched(COUNTED), ...fetched(ZERO), "samples")).toEqual([
			"none",
			takenIn(COUNTED, ZERO),
		]);
	});

	it("the collector drops and counts a frame whose CRC is wrong", () => {
		const commands = [
			...STALE,
			...fetched(ZERO, { damage: 1 }),
			...fetched(COUNTED),
			"samples",
			"state",
		];
		expect(run(...commands)).toEqual([takenIn(COUNTED), "1 0 0 0 0"]);
	});

	it("the collector reports at once that the converter was reset, and sums nothing then", () => {
		const reset = fetched(COUNTED, { status: 0x0500 });
		expect(run(...STALE, ...reset, ...fetched(ZERO), "samples", "state")).toEqual([
			"none",
			"2 1 1 0 0",
		]);
		expect(run(...STALE, ...fetched(ZERO, { status: 0x0100 }), "state")).toEqual(["0 0 0 0 0"]);
	});

	it("a full queue of XS stops no frame, and the message comes when there is room", () => {
		const first = FETCHED_MAINS.slice(0, framesFor(1) + 24).flat();
		const second = FETCHED_MAINS.slice(framesFor(1) + 24, framesFor(2) + 24).flat();
		const flooded = ["full", ...first, "state", ...second, "state", "room", "state"];
		expect(run(...STALE, ...flooded, "deliver", "state")).toEqual([
			"0 0 0 0 1",
			"0 0 0 0 2",
			"0 0 1 0 2",
			"0 0 1 1 2",
		]);
	});

	it("windows are those of the kernel as byte code, bit for bit", () => {
		const reference = new KernelReference();
		const commands = MAINS.flatMap((samples, n) => {
			const before = reference.windows.length;
			reference.add(samples);
			const closed = reference.windows.length > before;
			// Frames are summed in batches, so that a window may be late by one.
			return closed || n % 24 === 23 ? [...FETCHED_MAINS[n], "take"] : FETCHED_MAINS[n];
		});
		const taken = run(...STALE, ...commands).filter((line) => line !== "none");
		expect(taken.length).toBeGreaterThan(10);
		expect(taken).toEqual(reference.windows.slice(0, taken.length));
		expect(reference.windows.length - taken.length).toBeLessThanOrEqual(1);
	});

	it("a lost frame voids its window, and what follows is as after the kernel's restart", () => {
		const lossAt = 4000;
		const reference = new KernelReference();
		const commands: string[] = [];
		for (const [n, samples] of MAINS.slice(0, 10_000).entries()) {
			if (n === lossAt) reference.restart();
			else reference.add(samples);
			commands.push(...fetched(samples, n === lossAt ? { damage: 0x80 } : {}));
			if (n % 24 === 0) commands.push("take");
		}
		const lines = run(...STALE, ...commands, "state");
		expect(lines.pop()).toMatch(/^1 0 /);
		const taken = lines.filter((line) => line !== "none");
		expect(taken.length).toBeGreaterThan(4);
		expect(taken).toEqual(reference.windows.slice(0, taken.length));
	});

	it("XS reads the analyser's results as of the newest window when it takes one", () => {
		const path = new ByteCodeSamplePath();
		path.analyser.enable(true);
		const commands = ["analyse"];
		const places = [...Array(QUALITY_RESULTS).keys()];
		let seen = places.map(() => 0);
		for (const [n, samples] of MAINS.slice(0, 10_000).entries()) {
			commands.push(...FETCHED_MAINS[n]);
			samples.forEach((sample, channel) => {
				path.samples[CHANNELS * path.end + channel] = sample;
			});
			path.accept(1);
			// In the collector's batches: the analyser begins with the next one after a first window.
			if (n % 24 !== 23) continue;
			while (path.take(new Array(RESULTS).fill(0))) seen = places.map((at) => path.analyser.at(at));
		}
		commands.push("take", ...places.map((at) => `quality ${at}`));
		const lines = run(...STALE, ...commands);
		const found = lines.slice(-QUALITY_RESULTS).map(Number);
		expect(found[WINDOWS]).toBeGreaterThan(3);
		expect(found[WINDOWS]).toBe(seen[WINDOWS]);
		const harmonics = (results: number[]) => results.slice(SUBGROUPS, PEAKS);
		expect(harmonics(found)).toEqual(harmonics(seen));
	});

	it("XS reads the analyser's results of one window until it takes another", () => {
		const first = framesFor(4) + 24;
		const second = framesFor(6) + 24;
		const read = `quality ${HALVES}`;
		const lines = run(
			...["analyse", ...STALE],
			...[...FETCHED_MAINS.slice(0, first).flat(), "take", read],
			...[...FETCHED_MAINS.slice(first, second).flat(), read, "take", read],
		);
		const [atFirst, later, atNext] = lines.filter((line) => /^\d+$/.test(line)).map(Number);
		expect(atFirst).toBeGreaterThan(40);
		expect(later).toBe(atFirst);
		expect(atNext).toBeGreaterThan(atFirst + 30);
	});

	it("XS's requests are obeyed between two frames", () => {
		const reference = new KernelReference();
		const commands: string[] = [];
		// The second window has just closed, in a batch that is not summed yet.
		const requestedAt = framesFor(2);
		expect(requestedAt % 24).not.toBe(0);
		for (const [n, samples] of MAINS.slice(0, 14_000).entries()) {
			if (n === requestedAt) {
				reference.setReference(2);
				commands.push("reference 2");
			}
			if (n === 8654) {
				reference.restart();
				commands.push("restart");
			}
			if (n === 8800) commands.push("reference 7");
			reference.add(samples);
			commands.push(...FETCHED_MAINS[n]);
			if (n % 100 === 0) commands.push("take");
		}
		const taken = run(...STALE, ...commands).filter((line) => line !== "none");
		expect(taken.length).toBeGreaterThan(6);
		expect(taken).toEqual(reference.windows.slice(0, taken.length));
	});

	it("the collector posts a message per window, and none while one is pending", () => {
		// The batch of frames in which the window ends has at most 24.
		const first = FETCHED_MAINS.slice(0, framesFor(1) + 24).flat();
		const second = FETCHED_MAINS.slice(framesFor(1) + 24, framesFor(2) + 24).flat();
		const quiet = FETCHED_MAINS.slice(0, framesFor(1) - 1).flat();
		expect(run(...STALE, ...quiet, "state")).toEqual(["0 0 0 0 0"]);
		expect(run(...STALE, ...first, "state", ...second, "state")).toEqual([
			"0 0 1 0 1",
			"0 0 1 0 2",
		]);
		const taking = run(...STALE, ...first, "deliver", "take", "state", ...second, "state");
		expect(taking.slice(1)).toEqual(["0 0 1 1 0", "0 0 2 1 1"]);
	});

	it("the ring keeps the oldest windows while XS is busy, and counts the others' frames", () => {
		const reference = new KernelReference();
		for (const samples of MAINS) reference.add(samples);
		const { windows, lengths } = reference;
		expect(windows.length).toBeGreaterThan(RING_WINDOWS + 2);
		const last = FETCHED_MAINS.slice(framesFor(windows.length) + 24);
		const takes = new Array(RING_WINDOWS + 1).fill("take");
		const upToLast = FETCHED_MAINS.slice(0, framesFor(windows.length) + 24);
		const lines = run(...STALE, ...upToLast.flat(), "state", ...takes, ...last.flat(), "take");
		const lost = lengths.slice(RING_WINDOWS).reduce((sum, length) => sum + Math.round(length), 0);
		expect(lines[0]).toBe(`${lost} 0 1 0 ${RING_WINDOWS}`);
		expect(lines.slice(1, 1 + RING_WINDOWS)).toEqual(windows.slice(0, RING_WINDOWS));
		expect(lines[1 + RING_WINDOWS]).toBe("none");
	});

	it("after an overflow of the ring the next window is whole again", () => {
		const reference = new KernelReference();
		for (const samples of MAINS) reference.add(samples);
		const { windows } = reference;
		const full = framesFor(RING_WINDOWS + 1) + 24;
		const commands = [...FETCHED_MAINS.slice(0, full), ["take"], ...FETCHED_MAINS.slice(full)];
		const takes = new Array(RING_WINDOWS).fill("take");
		const lines = run(...STALE, ...commands.flat(), ...takes);
		expect(lines).toEqual([...windows.slice(0, RING_WINDOWS), windows[RING_WINDOWS + 1]]);
	});

	it("with collector and XS in threads, windows are whole and in order, or counted as lost", () => {
		const reference = new KernelReference();
		for (const samples of MAINS) reference.add(samples);
		const { windows, lengths } = reference;
		const frames = MAINS.map((samples) => frame(samples));
		for (let round = 0; round < 5; round++) {
			const taken = runNative(join(folder, "threads"), frames);
			let lost = Number(taken.pop());
			for (const [i, window] of windows.entries())
				if (window === taken[0]) taken.shift();
				else lost -= Math.round(lengths[i]);
			expect([taken, lost]).toEqual([[], 0]);
		}
	});

	it("the collector neither sums nor calls back while stopped; that time is lost", () => {
		const commands = [
			...STALE,
			...fetched(ZERO),
			"stop",
			"pass 20000",
			...STALE,
			...fetched(COUNTED),
		];
		expect(run(...commands, "samples", "state")).toEqual([
			takenIn(COUNTED),
			`${0.02 * FRAME_RATE_HZ + 1} 0 0 0 0`,
		]);
	});
});
