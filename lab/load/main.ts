/**
 * `npm run load -- [MINUTES]`: the firmware on the microcontroller under full load, for an hour of
 * meter time by default.
 */
import { reasonOf } from "../../bench/fault.ts";
import { FRAMES_HELD, type LoadResult, loadTest } from "./load-test.ts";

const DEFAULT_MINUTES = 60;
const MOST_MINUTES = 24 * 60;

function print(result: LoadResult): void {
	const perHour = (3600 * result.collections) / result.seconds;
	const lines = [
		["meter time", `${(result.seconds / 60).toFixed(2)} min, on 250 MIPS`],
		["load of the processor", `${result.load.toFixed(1)} %`],
		["longest message", `${result.longest.toFixed(2)} ms`],
		["frames waiting, at most", `${result.waiting} of ${FRAMES_HELD}`],
		["Modbus answers of 125 registers", `${result.answers}`],
		["M-Bus telegrams", `${result.telegrams}`],
		["Bluetooth notifications", `${result.notifications}`],
		["changes of the display", `${result.pictures}`],
		["garbage collections", `${result.collections}, ${perHour.toFixed(0)} an hour`],
		["garbage collection of all", `${result.collection.toFixed(2)} ms at most`],
		["frames lost", `${result.lostFrames}`],
	];
	for (const [name = "", value] of lines) console.log(`${name.padEnd(34)}${value}`);
}

/** Runs the test; returns the exit code. @param buildImage builds the image and returns its path */
export async function main(
	args: readonly string[],
	buildImage: () => Promise<string>,
): Promise<number> {
	const [text = `${DEFAULT_MINUTES}`, ...rest] = args;
	const minutes = Number(text);
	if (!(minutes > 0 && minutes <= MOST_MINUTES) || rest.length > 0) {
		console.error(`load: ${args.join(" ")}: minutes must be above 0, up to ${MOST_MINUTES}`);
		return 2;
	}
	let interrupted = false;
	// not `once`: npm forwards the terminal's SIGINT a second time
	process.on("SIGINT", () => {
		interrupted = true;
	});
	try {
		const image = await buildImage();
		const begin = Date.now();
		const result = await loadTest(image, {
			seconds: minutes * 60,
			isOver: () => interrupted,
			onMinute: (minute, load) => {
				const taken = (Date.now() - begin) / 60_000;
				const left = Math.ceil((taken / minute) * (minutes - minute));
				const progress = `minute ${minute} of ${minutes}`;
				console.error(`${progress}: ${load.toFixed(1)} %, about ${left} min left`);
			},
		});
		print(result);
		const kept = result.lostFrames === 0 && result.waiting <= FRAMES_HELD && result.load < 100;
		return kept && !interrupted ? 0 : 1;
	} catch (error) {
		console.error(`load: ${reasonOf(error)}`);
		return 1;
	}
}
