/**
 * `node scripts/boot.mjs run lab/front-end/main.ts`: processor time that the mains model and the
 * front end take for one meter second, pure sine and with harmonics, with all faults, as TypeScript
 * and as WebAssembly.
 */
import { join } from "node:path";
import { conversionOf } from "../../bench/engines.ts";
import { scriptConversion } from "../../bench/front-end/block.ts";
import { ALL_FAULTS, NO_FAULTS } from "../../bench/front-end/faults.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { builtIn } from "../../bench/installation.ts";
import { Mains } from "../../bench/mains/model.ts";
import { DEFAULT_MAINS } from "../../bench/mains/settings.ts";
import { patchMains } from "../../bench/mains/validation.ts";
import { BYTES_PER_FRAME, MAXIMUM_FRAMES } from "../../boards/virtual/link.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";

const SECONDS = 200;

const samples = new Float64Array(MAXIMUM_FRAMES * CHANNELS);
const bytes = new Uint8Array(MAXIMUM_FRAMES * BYTES_PER_FRAME);

/** Milliseconds of processor time a meter second. */
function cost(step: () => void): number {
	for (let warmUp = 0; warmUp < 1000; warmUp++) step();
	const before = process.cpuUsage();
	for (let frames = 0; frames < SECONDS * FRAME_RATE_HZ; frames += MAXIMUM_FRAMES) step();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / SECONDS;
}

function print(what: string, milliseconds: number): void {
	console.log(`${what.padEnd(38)} ${milliseconds.toFixed(2)} ms a meter second`);
}

const compiled = conversionOf(builtIn(join(process.cwd(), "build")));
for (const count of [0, 5, 39]) {
	const harmonics = Array.from({ length: count }, (_, index) => ({
		order: index + 2,
		currentPercent: 1,
	}));
	const mains = new Mains(
		patchMains(DEFAULT_MAINS, { phases: [{ harmonics }, { harmonics }, { harmonics }] }),
	);
	print(
		`mains with ${count} harmonics`,
		cost(() => mains.fill(samples, MAXIMUM_FRAMES)),
	);
}
for (const [form, conversion] of [
	["TypeScript", scriptConversion],
	["WebAssembly", compiled],
] as const)
	for (const [what, faults] of [
		["no faults", NO_FAULTS],
		["all faults", ALL_FAULTS],
	] as const) {
		const frontEnd = new FrontEnd({ seed: 12345678, faults, conversion });
		print(
			`front end as ${form}, ${what}`,
			cost(() => frontEnd.convert(samples, MAXIMUM_FRAMES, bytes)),
		);
	}
