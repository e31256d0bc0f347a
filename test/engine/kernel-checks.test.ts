/** The comparison of kernels catches errors, and the build names a source it cannot compile. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { RESULTS } from "metrology/results";
import { RESULTS as QUALITY_RESULTS, RECORD_SAMPLES } from "quality/results";
import { CHANNELS } from "sampling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import ByteCodeSamplePath from "../../boards/virtual/byte-code-sample-path.ts";
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { buildKernelModule, compileToWebAssembly } from "../../engine/image/kernel.ts";
import { SamplePath } from "../../engine/node/sample-path.ts";
import { ROOT } from "../../engine/root.ts";

const BLOCK_FRAMES = 160;
const BLOCKS = 60;

/** Blocks of three phases that drift through the whole range, with noise: 24-bit samples. */
function signal(): number[][] {
	let state = 7;
	const noise = (): number => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 31 - 1;
	};
	return Array.from({ length: BLOCKS }, (_, block) =>
		Array.from({ length: BLOCK_FRAMES * CHANNELS }, (_, i) => {
			const frame = block * BLOCK_FRAMES + Math.floor(i / CHANNELS);
			const channel = i % CHANNELS;
			const angle = 2 * Math.PI * (frame / 155.4 - Math.floor(channel / 2) / 3) - channel / 3;
			const size = 2 ** 22 * (1 + channel / 8) + 2 ** 20 * noise();
			return Math.max(-(2 ** 23), Math.min(2 ** 23 - 1, Math.round(size * Math.sin(angle) + 9e4)));
		}),
	);
}

const samples = signal();

function bytesOf(block: readonly number[]): Buffer {
	const bytes = Buffer.alloc((block.length / CHANNELS) * BYTES_PER_FRAME);
	block.forEach((sample, i) => {
		bytes.writeIntLE(sample, 3 * i, 3);
	});
	return bytes;
}

/** Limits beyond which waveforms are recorded: the signal is beyond them now and then. */
const LOW = 2e9;
const HIGH = 2e10;

/** All results of the analyser. */
function qualityOf(at: (place: number) => number): number[] {
	return Array.from({ length: QUALITY_RESULTS + 2 * RECORD_SAMPLES }, (_, place) => at(place));
}

/** The windows of the reference. */
function expected(): number[][] {
	const kernel = new ByteCodeSamplePath();
	kernel.analyser.enable(true);
	for (let phase = 0; phase < 3; phase++) kernel.analyser.setLimits(phase, LOW, HIGH);
	const windows: number[][] = [];
	const results: number[] = new Array(RESULTS).fill(0);
	for (const block of samples) {
		block.forEach((sample, i) => {
			kernel.samples[CHANNELS * kernel.end + i] = sample;
		});
		kernel.accept(BLOCK_FRAMES);
		while (kernel.take(results)) windows.push([...results]);
	}
	windows.push(qualityOf((place) => kernel.analyser.at(place)));
	return windows;
}

/** The windows of a module; undefined if it traps. */
function windowsOf(module: string): number[][] | undefined {
	const path = new SamplePath(readFileSync(module));
	path.enableQuality(true);
	for (let phase = 0; phase < 3; phase++) path.setQualityLimits(phase, LOW, HIGH);
	const windows: number[][] = [];
	const results: number[] = new Array(RESULTS).fill(0);
	try {
		for (const block of samples) {
			path.setFrames(bytesOf(block));
			while (path.meter(results)) windows.push([...results]);
		}
		windows.push(qualityOf((place) => path.quality(place)));
	} catch {
		return undefined;
	}
	return windows;
}

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(ROOT, "build", "kernel-test-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("a kernel that was compiled wrongly", () => {
	it("every change of a sum in the generated code changes a window", async () => {
		const module = await buildKernelModule(() => {});
		const reference = expected();
		expect(reference.length).toBeGreaterThan(5);
		expect(windowsOf(module)).toEqual(reference);
		const text = execFileSync("wasm2wat", [module], { encoding: "utf8" });
		const places = [...text.matchAll(/\bi64\.(add|mul)\b/g)];
		expect(places.length).toBeGreaterThan(10);
		const missed = places.filter(({ index, 1: operation }) => {
			const other = operation === "add" ? "i64.sub" : "i64.add";
			const changed = join(folder, "changed.wasm");
			const source = join(folder, "changed.wat");
			writeFileSync(source, text.slice(0, index) + other + text.slice(index + other.length));
			execFileSync("wat2wasm", [source, "-o", changed]);
			return JSON.stringify(windowsOf(changed)) === JSON.stringify(reference);
		});
		expect(missed.map(({ index }) => text.slice(index - 200, index + 8))).toEqual([]);
	});

	it("no access is outside its array, with the compiler's checks of each", async () => {
		const checked = join(folder, "checked.wasm");
		await compileToWebAssembly(checked);
		expect(windowsOf(checked)).toEqual(expected());
	});
});

describe("a source outside the subset", () => {
	it.each([
		[
			"a closure",
			"export function f(): i32 {\n\n\tlet n: i32 = 1;\n\treturn ((): i32 => n)();\n}",
			/:4: /,
		],
		["a private name", "export class A {\n\t#n: i32 = 0;\n}", /:2: /],
		["a missing type", "export function f(n): i32 {\n\treturn 1;\n}", /:1: Type expected/],
		["an unknown name", "export function f(): i32 {\n\n\treturn Intl;\n}", /:3: .*Intl/],
	])("the build names the line and the rule of %s", async (_, text, says) => {
		const source = join(folder, "source.ts");
		writeFileSync(source, text);
		const entry = relative(ROOT, source);
		await expect(compileToWebAssembly(join(folder, "out.wasm"), [], entry)).rejects.toThrow(says);
		await expect(compileToWebAssembly(join(folder, "out.wasm"), [], entry)).rejects.toThrow(
			`kernel: ${entry}`,
		);
	});
});
