/**
 * `node scripts/boot.mjs run lab/front-end/main.ts`: processor time that the mains model and the
 * front end take for one meter second, pure sine and with harmonics. It should stay below 6 ms.
 */

import { FrontEnd } from "../../bench/front-end/front-end.ts";
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
	const before = process.cpuUsage();
	for (let frames = 0; frames < SECONDS * FRAME_RATE_HZ; frames += MAXIMUM_FRAMES) step();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / SECONDS;
}

for (const count of [0, 5, 39]) {
	const harmonics = Array.from({ length: count }, (_, index) => ({
		order: index + 2,
		currentPercent: 1,
	}));
	const mains = new Mains(
		patchMains(DEFAULT_MAINS, { phases: [{ harmonics }, { harmonics }, { harmonics }] }),
	);
	const frontEnd = new FrontEnd({ seed: 12345678 });
	const alone = cost(() => mains.fill(samples, MAXIMUM_FRAMES));
	const both = cost(() => {
		mains.fill(samples, MAXIMUM_FRAMES);
		frontEnd.convert(samples, MAXIMUM_FRAMES, bytes);
	});
	console.log(
		`${count} harmonics: mains ${alone.toFixed(2)} ms, ` +
			`mains and front end ${both.toFixed(2)} ms a meter second`,
	);
}
