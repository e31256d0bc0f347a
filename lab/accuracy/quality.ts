/**
 * `npm run accuracy -- quality`: signals of known truth through the front end with all faults of
 * real hardware and the analyser, next to the limits of IEC 61000-4-30 class S (from memory).
 * Values are relative to the fundamental that the meter finds: gains are calibrated.
 */
import {
	DISTORTIONS,
	HALF_SQUARES,
	HALVES,
	HALVES_KEPT,
	HARMONICS,
	SUBGROUPS,
	WINDOWS,
} from "quality/results";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { ALL_FAULTS } from "../../bench/front-end/faults.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import ByteCodeSamplePath from "../../boards/virtual/byte-code-sample-path.ts";
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";

const BLOCK_FRAMES = 160;
const SECOND = FRAME_RATE_HZ;
const VOLTS = 230;
const AMPS = 5;
const PERCENT = 100;

/** V of a frame; the current is the same in A, of 5 A. */
type Wave = (seconds: number) => number;

/** A part of a wave: order, and RMS as a part of the fundamental's. */
interface Part {
	readonly order: number;
	readonly part: number;
}

const FUNDAMENTAL: Part = { order: 1, part: 1 };
const ORDERS = Array.from({ length: HARMONICS - 1 }, (_, at) => at + 2);

/** Frequencies of the report, Hz. */
const FREQUENCIES = [42.5, 45, 47.5, 49.244, 50, 50.271, 52.5, 54.9, 57.5, 60, 60.435, 62.5, 65];

function waveOf(parts: readonly Part[], frequency: number): Wave {
	return (seconds) =>
		parts.reduce((sum, { order, part }) => {
			const angle = 2 * Math.PI * frequency * order * seconds + order * order;
			return sum + part * Math.SQRT2 * Math.sin(angle);
		}, 0);
}

/** Runs a meter's front end and the analyser over a wave on L1, the others being sines. */
function analyse(serialNumber: number, frequency: number, wave: Wave, seconds: number) {
	const frontEnd = new FrontEnd({ seed: serialNumber, faults: ALL_FAULTS });
	const path = new ByteCodeSamplePath();
	path.analyser.enable(true);
	const sine = waveOf([FUNDAMENTAL], frequency);
	const values = new Float64Array(CHANNELS * BLOCK_FRAMES);
	const bytes = new Uint8Array(BYTES_PER_FRAME * BLOCK_FRAMES);
	const view = Buffer.from(bytes.buffer);
	const window: number[] = new Array(64).fill(0);
	for (let frame = 0; frame < seconds * SECOND; frame += BLOCK_FRAMES) {
		for (let i = 0; i < BLOCK_FRAMES; i++)
			for (let channel = 0; channel < CHANNELS; channel++) {
				const of = channel < 2 ? wave : sine;
				const size = channel % 2 === 0 ? VOLTS : AMPS;
				values[CHANNELS * i + channel] = size * of((frame + i) / SECOND);
			}
		frontEnd.convert(values, BLOCK_FRAMES, bytes);
		for (let i = 0; i < CHANNELS * BLOCK_FRAMES; i++)
			path.samples[CHANNELS * path.end + i] = view.readIntLE(3 * i, 3);
		path.accept(BLOCK_FRAMES);
		while (path.take(window));
	}
	if (path.analyser.at(WINDOWS) < 2) throw new Error("no window was analysed");
	return (place: number): number => path.analyser.at(place);
}

/** Largest error of the harmonics of a channel, and that of THD, in percent of the fundamental. */
function errorsOf(at: (place: number) => number, channel: number, parts: readonly Part[]) {
	const first = SUBGROUPS + HARMONICS * channel;
	const found = (order: number): number => Math.sqrt(at(first + order - 1) / at(first));
	const truth = (order: number): number =>
		Math.hypot(
			...parts.filter((each) => Math.abs(each.order - order) < 0.15).map(({ part }) => part),
		);
	const worst = Math.max(...ORDERS.map((order) => Math.abs(found(order) - truth(order))));
	const thd = Math.hypot(...ORDERS.map(truth));
	return {
		harmonic: PERCENT * worst,
		thd: PERCENT * Math.abs(Math.sqrt(at(DISTORTIONS + channel) / at(first)) - thd),
	};
}

const comb = (part: number): Part[] => [FUNDAMENTAL, ...ORDERS.map((order) => ({ order, part }))];

/** A part on the line next to harmonic 7, and one half way between two. */
const between = (frequency: number): Part[] => [
	FUNDAMENTAL,
	{ order: 7 + 1 / (frequency < 55 ? 10 : 12), part: 0.04 },
	{ order: 10.5, part: 0.05 },
];

/** Signals of the harmonics' table; the limit is in percent of the fundamental. */
const SIGNALS: readonly {
	name: string;
	parts: (frequency: number) => readonly Part[];
	limit: number;
}[] = [
	{ name: "sine", parts: () => [FUNDAMENTAL], limit: 0.15 },
	{ name: "2..40 of 1 %", parts: () => comb(0.01), limit: 0.15 },
	{ name: "2..40 of 5 %", parts: () => comb(0.05), limit: 0.25 },
	{ name: "interharmonics next to 7, and at 10.5", parts: between, limit: 0.2 },
];

function printHarmonics(serialNumber: number): void {
	console.log("harmonics 2..40 and THD, worst error, % of the fundamental; V, I");
	for (const { name, parts: partsAt, limit } of SIGNALS) {
		console.log(`  ${name}   class S: ${limit} %, THD aim 0.1 %`);
		for (const frequency of FREQUENCIES) {
			const parts = partsAt(frequency);
			const at = analyse(serialNumber, frequency, waveOf(parts, frequency), 1);
			const [volts, amps] = [0, 1].map((channel) => errorsOf(at, channel, parts));
			const cell = (of: "harmonic" | "thd"): string =>
				[volts, amps].map((errors) => (errors?.[of] ?? Number.NaN).toFixed(4)).join(" ");
			console.log(
				`    ${frequency.toFixed(3).padStart(7)} Hz   ${cell("harmonic")}   THD ${cell("thd")}`,
			);
		}
	}
}

/** Cycles of a dip of the report. */
const DIP_CYCLES = 5;

/** Lowest RMS of a cycle, and half cycles below 90 %, of a dip that begins at `degrees`. */
function dipOf(serialNumber: number, depth: number, degrees: number) {
	const start = 0.8 + degrees / 360 / 50;
	const sine = waveOf([FUNDAMENTAL], 50);
	const inside = (seconds: number) => seconds >= start && seconds < start + DIP_CYCLES / 50;
	const wave: Wave = (seconds) => (inside(seconds) ? depth : 1) * sine(seconds);
	const at = analyse(serialNumber, 50, wave, 1.04);
	const last = at(HALVES);
	const values = Array.from({ length: HALVES_KEPT }, (_, i) =>
		Math.sqrt(at(HALF_SQUARES + 3 * ((last - HALVES_KEPT + i) & (HALVES_KEPT - 1)))),
	);
	const before = values[0] ?? Number.NaN;
	const parts = values.map((value) => value / before);
	return { lowest: Math.min(...parts), halves: parts.filter((part) => part < 0.9).length };
}

function printDips(serialNumber: number): void {
	console.log("dips of five cycles at eight phases, worst; class S: 1 % of nominal, one cycle");
	for (const depth of [0.05, 0.4, 0.7, 0.85]) {
		const dips = [0, 45, 90, 135, 180, 225, 270, 315].map((degrees) =>
			dipOf(serialNumber, depth, degrees),
		);
		const error = Math.max(...dips.map(({ lowest }) => Math.abs(lowest - depth)));
		const halves = Math.max(...dips.map((dip) => Math.abs(dip.halves - 2 * DIP_CYCLES)));
		const lowest = `${(PERCENT * error).toFixed(3)} % of nominal`;
		console.log(`    to ${PERCENT * depth} %   ${lowest}, ${halves} half cycles`);
	}
}

/** Prints the report of one meter. Returns the exit code. */
export function printQuality(serialNumber: number): number {
	printHarmonics(serialNumber);
	printDips(serialNumber);
	return 0;
}
