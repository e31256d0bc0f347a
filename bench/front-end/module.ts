/**
 * The conversion as a WebAssembly module, compiled by AssemblyScript: one set of arrays, into which
 * compiled.ts copies the numbers of the front end that is to be converted.
 */
/// <reference path="../../engine/kernel/assembly.d.ts" />
/// <reference path="../../src/widths.d.ts" />
/// <reference path="./widths.d.ts" />
import { CHANNELS } from "sampling";
import { Conversion, ConversionMemory, WORK } from "./conversion";
import { BLOCK, NOISE_TABLE_LENGTH, PARAMETERS, STATE } from "./layout";

const parameters = new StaticArray<f64>(PARAMETERS);
const state = new StaticArray<f64>(STATE);
const samples = new StaticArray<f64>(BLOCK * CHANNELS);
const table = new StaticArray<f32>(NOISE_TABLE_LENGTH);
const bytes = new StaticArray<u8>(BLOCK * CHANNELS * 3);
const conversion = new Conversion(
	new ConversionMemory(parameters, state, samples, new StaticArray<f64>(WORK), table, bytes),
);

/** Addresses of the arrays. */
export function parametersAt(): usize {
	return changetype<usize>(parameters);
}

export function stateAt(): usize {
	return changetype<usize>(state);
}

export function samplesAt(): usize {
	return changetype<usize>(samples);
}

export function tableAt(): usize {
	return changetype<usize>(table);
}

export function bytesAt(): usize {
	return changetype<usize>(bytes);
}

export function run(frames: i32): void {
	conversion.run(frames);
}
