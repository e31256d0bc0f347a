/** The front end's WebAssembly gives the bytes of its TypeScript, to the last bit. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { MakeConversion } from "../../../bench/front-end/block.ts";
import { compiledConversion } from "../../../bench/front-end/compiled.ts";
import { CT_CLASSES } from "../../../bench/front-end/current-transformer.ts";
import { FrontEnd, type FrontEndOptions } from "../../../bench/front-end/front-end.ts";
import { buildFrontEndModule } from "../../../scripts/front-end-module.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";

let compiled: MakeConversion;
beforeAll(async () => {
	compiled = compiledConversion(readFileSync(await buildFrontEndModule(() => {})));
});

/** The two forms of one front end. */
function pair(options: FrontEndOptions): [FrontEnd, FrontEnd] {
	return [new FrontEnd(options), new FrontEnd({ ...options, conversion: compiled })];
}

function convert(frontEnd: FrontEnd, samples: Float64Array): Buffer {
	const frames = samples.length / CHANNELS;
	const bytes = Buffer.alloc(frames * 18);
	frontEnd.convert(samples, frames, bytes);
	return bytes;
}

/** Waves from nothing to twice full scale, steps, spikes and numbers without meaning. */
const SHAPES: readonly ((at: number, size: number) => number)[] = [
	(at, size) => size * Math.sin(at / 13),
	(at, size) => size * Math.sign(Math.sin(at / 97)),
	(at, size) => (at % 1001 === 0 ? size : 0),
	(at, size) => size * (((at * 7919) % 1009) / 504.5 - 1),
	(_, size) => size,
	() => 0,
	(at) => (at % 2 === 0 ? 1e-300 : -5e-324),
	(at, size) => (at % 500 < 250 ? 1e9 * size : -1e9 * size),
];

const faults = fc.record({
	ctClass: fc.constantFrom(...CT_CLASSES),
	ctCoupling: fc.boolean(),
	flickerNoise: fc.boolean(),
});

describe("the compiled front end", () => {
	it("equals its TypeScript for any input, fault, temperature and block", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 2 ** 32 - 1 }),
				faults,
				fc.boolean(),
				fc.constantFrom(0, 6.7e-6, 1e-3),
				fc.array(
					fc.record({
						shape: fc.constantFrom(...SHAPES),
						size: fc.constantFrom(1e-3, 0.5, 20, 700, 1600),
						frames: fc.integer({ min: 1, max: 600 }),
						temperature: fc.constantFrom(-40, 23, 61.5),
					}),
					{ minLength: 1, maxLength: 6 },
				),
				(seed, itsFaults, ideal, inputNoise, blocks) => {
					const [script, machine] = pair({ seed, faults: itsFaults, ideal, inputNoise });
					for (const { shape, size, frames, temperature } of blocks) {
						const samples = Float64Array.from({ length: frames * CHANNELS }, (_, at) =>
							shape(at, at % 2 === 0 ? size : size / 50),
						);
						script.temperature = temperature;
						machine.temperature = temperature;
						expect(convert(machine, samples).equals(convert(script, samples))).toBe(true);
					}
				},
			),
			{ numRuns: 150 },
		);
	});

	it("equals it over half a minute of mains, with the noise of every state", () => {
		const [script, machine] = pair({
			seed: 99,
			faults: { ctClass: "ordinary", ctCoupling: true, flickerNoise: true },
		});
		for (let second = 0; second < 30; second++) {
			const samples = Float64Array.from(
				{ length: FRAME_RATE_HZ * CHANNELS },
				(_, at) =>
					(at % 2 === 0 ? 325 : second / 5) * Math.sin(Math.floor(at / 6) / 12.7 + (at % 6)),
			);
			expect(convert(machine, samples).equals(convert(script, samples))).toBe(true);
		}
	});

	it("keeps front ends apart that share a module", () => {
		const samples = Float64Array.from({ length: 100 * CHANNELS }, (_, at) => 5 * Math.sin(at / 40));
		const [aScript, a] = pair({ seed: 1 });
		const [bScript, b] = pair({ seed: 2 });
		for (let turn = 0; turn < 5; turn++) {
			expect(convert(a, samples).equals(convert(aScript, samples))).toBe(true);
			expect(convert(b, samples).equals(convert(bScript, samples))).toBe(true);
		}
		expect(convert(a, samples).equals(convert(b, samples))).toBe(false);
	});
});
