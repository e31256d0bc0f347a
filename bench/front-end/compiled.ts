/** Runs conversion.ts as WebAssembly: the module that AssemblyScript makes of module.ts. */
/// <reference path="../../engine/kernel/web-assembly.d.ts" />
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CHANNELS } from "../../src/sampling.ts";
import type { MakeConversion } from "./block.ts";
import { BLOCK, NOISE_TABLE_LENGTH, PARAMETERS, STATE } from "./layout.ts";
import { NOISE_TABLE } from "./noise.ts";

/** Exports of module.ts. */
interface FrontEndModule {
	readonly memory: WebAssembly.Memory;
	parametersAt(): number;
	stateAt(): number;
	samplesAt(): number;
	tableAt(): number;
	bytesAt(): number;
	run(frames: number): void;
}

/**
 * Returns what makes conversions that run in one instance of the module, which all front ends
 * share: it keeps nothing of them between two blocks.
 * @param code of the module
 */
export function compiledConversion(code: Uint8Array<ArrayBuffer>): MakeConversion {
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
	const module = exports as unknown as FrontEndModule;
	const { buffer } = module.memory;
	const doubles = (at: number, length: number) => new Float64Array(buffer, at, length);
	const parameters = doubles(module.parametersAt(), PARAMETERS);
	const state = doubles(module.stateAt(), STATE);
	const samples = doubles(module.samplesAt(), BLOCK * CHANNELS);
	const output = new Uint8Array(buffer, module.bytesAt(), BLOCK * BYTES_PER_FRAME);
	new Float32Array(buffer, module.tableAt(), NOISE_TABLE_LENGTH).set(NOISE_TABLE);
	return (itsParameters, itsState) =>
		({ samples: from, first, count }, bytes, at) => {
			parameters.set(itsParameters);
			state.set(itsState);
			samples.set(from.subarray(first * CHANNELS, (first + count) * CHANNELS));
			module.run(count);
			for (let i = 0; i < STATE; i++) itsState[i] = state[i] as number;
			bytes.set(output.subarray(0, count * BYTES_PER_FRAME), at);
		};
}
