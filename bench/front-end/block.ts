/** Runs conversion.ts on the numbers of one front end, as TypeScript. */
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CHANNELS } from "../../src/sampling.ts";
import { Conversion, ConversionMemory, WORK } from "./conversion.ts";
import { BLOCK } from "./layout.ts";
import { NOISE_TABLE } from "./noise.ts";

/** Frames of CHANNELS numbers in V and A, from which a block is converted. */
export interface Frames {
	readonly samples: Float64Array;
	readonly first: number;
	/** At most BLOCK. */
	readonly count: number;
}

/** Converts frames to BYTES_PER_FRAME bytes each, written from byte `at` onwards. */
export type ConvertBlock = (frames: Frames, bytes: Uint8Array, at: number) => void;

/**
 * Makes the conversion of a front end with these parameters and this state (layout.ts), which it
 * reads and changes.
 */
export type MakeConversion = (parameters: number[], state: number[]) => ConvertBlock;

/** Room for intermediate results, which all front ends share. */
const samples = zeros(BLOCK * CHANNELS);
const work = zeros(WORK);
const output = zeros(BLOCK * BYTES_PER_FRAME);

/** As TypeScript. */
export const scriptConversion: MakeConversion = (parameters, state) => {
	const memory = new ConversionMemory(parameters, state, samples, work, NOISE_TABLE, output);
	const conversion = new Conversion(memory);
	return ({ samples: from, first, count }, bytes, at) => {
		for (let i = 0; i < count * CHANNELS; i++) samples[i] = from[first * CHANNELS + i] as number;
		conversion.run(count);
		for (let i = 0; i < count * BYTES_PER_FRAME; i++) bytes[at + i] = output[i] as number;
	};
};

/** An array of zeros. */
export function zeros(length: number): number[] {
	return Array.from({ length }, () => 0);
}
