/** The kernel is the same, bit for bit, as byte code, as WebAssembly and as machine code. */
import { readFileSync } from "node:fs";
import { CARRIER, CYCLES, FRAMES, OVER_RANGE, REFERENCE, RESULTS } from "metrology/results";
import { OUTSIDE, RESULTS as QUALITY_RESULTS, RECORDS, WINDOWS } from "quality/results";
import { CHANNELS } from "sampling";
import { beforeAll, describe, expect, it } from "vitest";
import { framesMessage, startMessage } from "../../bench/meter/link.ts";
import { BYTES_PER_FRAME, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { buildImage } from "../../engine/image/image.ts";
import { bundleWindowProbe } from "../../scripts/bundle.ts";
import { runImage } from "../../testkit/emulated-engine.ts";
import { type EngineName, encode, type Message, runEngine } from "../../testkit/run-engine.ts";

const HIGHEST = 2 ** 23 - 1;
const LOWEST = -(2 ** 23);

/** A signal: the sample of a channel in a frame, before it is clipped to 24 bits. */
type Signal = (frame: number, channel: number) => number;

/** Pseudo-random numbers, 0..1, the same at each run (generator of Numerical Recipes). */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

const random = generator(15);
const extreme = (): number => (random() < 0.5 ? HIGHEST : LOWEST);

/** Three phases at `perCycle` frames a cycle; `turn` is 1 for L1 L2 L3, −1 for L1 L3 L2. */
function sine(voltage: number, current: number, perCycle: number, lag: number, turn = 1): Signal {
	return (frame, channel) => {
		const phase = Math.floor(channel / 2);
		const angle = 2 * Math.PI * (frame / perCycle - (turn * phase) / 3);
		return channel % 2 === 0 ? voltage * Math.sin(angle) : current * Math.sin(angle - lag);
	};
}

const nominal = sine(3.4e6, 1.1e6, 160, 0.5);

const SIGNALS: Readonly<Record<string, Signal>> = {
	nominal,
	"a sine beyond full scale": sine(1.2 * HIGHEST, 1.2 * HIGHEST, 158.3, 1),
	"a square at full scale": (frame) => (Math.floor(frame / 80) % 2 ? HIGHEST : LOWEST),
	"white noise": () => LOWEST + 2 ** 24 * random(),
	"extremes by chance": () => extreme(),
	"extremes in turn": (frame) => (frame % 2 ? HIGHEST : LOWEST),
	"direct current, positive": () => HIGHEST,
	"direct current, negative": () => LOWEST,
	"direct current, opposed": (_, channel) => (channel % 2 ? LOWEST : HIGHEST),
	nothing: () => 0,
	"noise near zero": () => 300 * (random() - 0.5),
	"a lost reference": (frame, channel) =>
		channel < 2 && frame > 3000 ? 0 : nominal(frame, channel),
	"a reversed sequence": sine(3.4e6, 1.1e6, 133.7, 2, -1),
	"bursts of extremes": (frame, channel) => (random() < 0.05 ? extreme() : nominal(frame, channel)),
	"the lowest frequency": sine(3e6, 2e6, 198.7, 0),
	"the highest frequency": sine(3e6, 2e6, 115.3, 3),
};

const FRAMES_EACH = 8000;

function frameBytes(signal: Signal, first: number, count: number): Buffer {
	const bytes = Buffer.alloc(BYTES_PER_FRAME * count);
	for (let frame = 0; frame < count; frame++)
		for (let channel = 0; channel < CHANNELS; channel++) {
			const sample = Math.round(signal(first + frame, channel));
			const clipped = Math.max(LOWEST, Math.min(HIGHEST, sample));
			bytes.writeIntLE(clipped, BYTES_PER_FRAME * frame + 3 * channel, 3);
		}
	return bytes;
}

/**
 * Every signal in blocks of random lengths; now and then a block is lost, the reference moves or
 * the kernel is restarted.
 */
function inputOf(signals: readonly Signal[], longestBlock: number): Buffer {
	const messages = [startMessage({ serialNumber: 1, modbusId: 1, mbusAddress: 0 })];
	let sequence = 0;
	for (const signal of signals)
		for (let frame = 0; frame < FRAMES_EACH; ) {
			const count = 1 + Math.floor(longestBlock * random());
			if (random() < 5e-5 * count) sequence++;
			messages.push(framesMessage(sequence++ % 65_536, frameBytes(signal, frame, count)));
			if (random() < 3e-4 * count)
				messages.push(encode(ToBoard.INPUT, [Math.floor(4 * random()), 1]));
			frame += count;
		}
	return Buffer.concat(messages);
}

/** The results of each window, the analyser's, and some samples of its waveforms. */
function windowsOf(messages: readonly Message[]): number[][] {
	return messages
		.filter(({ type }) => type === ToBench.OUTPUT)
		.map(({ payload }) =>
			Array.from({ length: payload.length / 8 }, (_, i) => payload.readDoubleLE(8 * i)),
		);
}

function windowsOn(engine: EngineName, bundle: string, input: Buffer): number[][] {
	const { status, messages, stderr } = runEngine(engine, readFileSync(bundle, "utf8"), input);
	expect([stderr, status]).toEqual(["", 0]);
	return windowsOf(messages);
}

describe("the compiled kernel", () => {
	let input: Buffer;
	let compiled: string;
	let reference: number[][];

	beforeAll(async () => {
		input = inputOf(Object.values(SIGNALS), 200);
		compiled = await bundleWindowProbe();
		reference = windowsOn("xs", await bundleWindowProbe(true), input);
	});

	it("the kernel as byte code gives every kind of window", () => {
		expect(reference.length).toBeGreaterThan(60);
		const count = (place: number) => new Set(reference.map((window) => window[place])).size;
		expect(count(REFERENCE)).toBe(3);
		expect(count(CARRIER)).toBeGreaterThan(5);
		expect(count(OVER_RANGE)).toBeGreaterThan(5);
		expect(count(FRAMES)).toBeGreaterThan(30);
		expect(reference.some((window) => window[CYCLES] === 0)).toBe(true);
		expect(count(RESULTS + WINDOWS)).toBeGreaterThan(50);
		expect(count(RESULTS + OUTSIDE)).toBeGreaterThan(5);
		expect(count(RESULTS + RECORDS)).toBeGreaterThan(2);
		expect(count(RESULTS + QUALITY_RESULTS + 5)).toBeGreaterThan(1);
		expect(reference.flat().every(Number.isFinite)).toBe(true);
		expect(Math.max(...reference.flat().map(Math.abs))).toBeLessThan(2 ** 53);
	});

	it("the kernel on Node, as JavaScript, gives every number of every window", async () => {
		expect(windowsOn("node", await bundleWindowProbe(true), input)).toEqual(reference);
	});

	it("the kernel as WebAssembly gives every number of every window", () => {
		expect(windowsOn("node", compiled, input)).toEqual(reference);
	});

	it("the kernel as machine code of this machine gives every number of every window", () => {
		expect(windowsOn("xs", compiled, input)).toEqual(reference);
	});

	it("the kernel as machine code of the Cortex-M7 gives every number of every window", async () => {
		const image = await buildImage(compiled, () => {}, compiled.replace(/js$/, "elf"));
		expect(windowsOf(await runImage(image, input))).toEqual(reference);
	});

	it.each([1, 2, 3, 79, 80, 200])(
		"the kernels agree on blocks of up to %i frames",
		async (most) => {
			const blocks = inputOf([nominal, SIGNALS["white noise"]], most);
			const windows = windowsOn("xs", await bundleWindowProbe(true), blocks);
			expect(windows.length).toBeGreaterThan(5);
			expect(windowsOn("xs", compiled, blocks)).toEqual(windows);
			expect(windowsOn("node", compiled, blocks)).toEqual(windows);
		},
	);
});
