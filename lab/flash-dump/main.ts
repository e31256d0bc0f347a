/** `npm run flash-dump IMAGE`: prints the contents of a flash image. */
import { readFileSync } from "node:fs";
import { fileReasonOf, reasonOf } from "../../bench/fault.ts";
import {
	energyOf,
	eventOf,
	IMAGE,
	mantissaOf,
	newestOf,
	readImage,
	SHORT_IMAGES,
	settingsOf,
	statisticsOf,
	stepsOf,
} from "../../bench/flash/image.ts";
import { type Trail, trailOf } from "./trail.ts";

/** Names of the events by their codes (docs/storage.md). */
const EVENTS: Readonly<Record<number, string>> = {
	1: "power up",
	2: "power down",
	3: "seal opened",
	4: "seal closed",
	5: "calibration",
	6: "CT ratio",
	7: "combination code",
	8: "password",
	9: "storage fault",
	10: "resettable counters",
	11: "power-down counter",
	12: "wiring",
	13: "locked",
	14: "restart",
	15: "over-range",
	16: "parameter lock",
	17: "temperature in doubt",
	18: "dip",
	19: "swell",
	20: "interruption",
};

/** The settings in the order of their record. */
const SETTINGS = [
	"modbusId",
	"baudRate",
	"parity",
	"s0Rate",
	"pulseWidth",
	"pulseType",
	"combinationCode",
	"lcdCycleTime",
	"dataType",
	"screenDirection",
	"obisCodes",
	"backlight",
	"wiring",
	"password",
	"broadcast",
	"mbusAddress",
	"mbusBaudRate",
	"mbusIdentification",
	"laterTariffs",
	"parameterLock",
	"demandPeriod",
	"bonds",
	"nominalVoltage",
	"dipLimit",
	"swellLimit",
	"interruptionLimit",
];

const PER_TARIFF = [
	"forward",
	"reverse",
	"net forward",
	"net reverse",
	"Q1",
	"Q2",
	"Q3",
	"Q4",
	"net forward reactive",
	"net reverse reactive",
];
const PER_PHASE = ["forward", "reverse", "forward reactive", "reverse reactive"];

/** Name of a counter by its index in the record. */
function counterName(index: number): string {
	if (index < 40) return `T${Math.floor(index / 10) + 1} ${PER_TARIFF[index % 10]}`;
	return `L${Math.floor((index - 40) / 4) + 1} ${PER_PHASE[index % 4]}`;
}

/** Describes an image in lines of text. */
export function describe(image: Uint8Array): string[] {
	return [
		"areas: newest sequence, complete records, slots that are not blank and hold none",
		...areaLines(image),
		...energyLines(image),
		...settingsLines(image),
		...statisticsLines(image),
		"events:",
		...eventLines(image),
		...trailLines(trailOf(image)),
	];
}

function areaLines(image: Uint8Array): string[] {
	return readImage(image).map(({ name, copy, first, sectors, records, incomplete }) => {
		const where = `sectors ${first}..${first + sectors - 1}`;
		const area = `  ${`${name} ${copy}`.padEnd(20)} ${where.padEnd(15)}`;
		return `${area} ${records.at(-1)?.sequence ?? 0} ${records.length} ${incomplete}`;
	});
}

function energyLines(image: Uint8Array): string[] {
	const energy = newestOf(image, "energy");
	if (!energy) return [];
	const newestMantissa = newestOf(image, "mantissa");
	const mantissa = newestMantissa && mantissaOf(newestMantissa);
	const { whole, ...rest } = energyOf(energy);
	const belongs = mantissa?.energySequence === rest.sequence;
	const whose = belongs ? "belongs to it" : "of another record or none";
	const lines = [`energy: ${JSON.stringify(rest)}, mantissa ${whose}`];
	for (const [i, value] of whole.entries()) {
		const exact = value + (belongs ? (mantissa.fractions[i] ?? 0) : 0);
		if (exact > 0)
			lines.push(`  ${counterName(i).padEnd(24)} ${exact.toFixed(belongs ? 6 : 0)} Wh`);
	}
	if (belongs) lines.push(`  pulses due: ${mantissa.pulses.join(", ")}`);
	return lines;
}

function settingsLines(image: Uint8Array): string[] {
	const settings = newestOf(image, "settings");
	if (!settings) return [];
	const values = settingsOf(settings);
	const steps = stepsOf(settings);
	const energy = newestOf(image, "energy");
	const interrupted = energy && energyOf(energy).settingsSequence < settings.sequence;
	return [
		`settings: ${interrupted ? "of an interrupted write" : "carried out"}`,
		...SETTINGS.map((name, i) => ({ name, value: values[i] ?? Number.NaN }))
			.filter(({ value }) => !Number.isNaN(value))
			.map(({ name, value }) => `  ${name.padEnd(20)} ${value}`),
		...(steps ? [`  steps of the write: ${JSON.stringify(steps)}`] : []),
	];
}

function statisticsLines(image: Uint8Array): string[] {
	const record = newestOf(image, "statistics");
	if (!record) return [];
	const entries = Object.entries(statisticsOf(record));
	return ["statistics:", ...entries.map(([name, value]) => `  ${name.padEnd(20)} ${value}`)];
}

function trailLines({ entries, breaks }: Trail): string[] {
	const [first, last] = [entries[0]?.number ?? 0, entries.at(-1)?.number ?? 0];
	const state = breaks.length > 0 ? "broken" : "whole";
	return [
		`audit trail, entries ${first} to ${last}: the chain is ${state}`,
		...breaks.map((line) => `  broken: ${line}`),
		...entries.map(({ number, seconds, code, detail, checksum, changes, values }) => {
			const { seal, calibration, ctRatio, combinationCode, wiring, parameterLock } = values;
			const ratio = `${ctRatio >>> 16}/${ctRatio & 0xffff}`;
			return (
				`  ${number} at ${seconds} s: ${eventText(code, detail)}; checksum ${hex(checksum)}, ` +
				`${changes} changes; seal ${seal}, calibration ${hex(calibration)}, CT ${ratio}, ` +
				`combination code ${combinationCode}, wiring ${wiring}, lock ${parameterLock}`
			);
		}),
	];
}

function hex(value: number): string {
	return value.toString(16).padStart(8, "0");
}

function eventText(code: number, detail: number): string {
	return `${EVENTS[code] ?? `event ${code}`}, ${detail} (${detail.toString(16)}h)`;
}

function eventLines(image: Uint8Array): string[] {
	const events = new Map<number, string>();
	for (const { records } of readImage(image, "events"))
		for (const record of records) {
			const { number, seconds, code, detail } = eventOf(record);
			events.set(number, `  ${number} at ${seconds} s: ${eventText(code, detail)}`);
		}
	return [...events].sort(([a], [b]) => a - b).map(([, line]) => line);
}

/** @throws Error of one line that names the file */
function imageIn(path: string): Uint8Array {
	let image: Uint8Array;
	try {
		image = readFileSync(path);
	} catch (error) {
		throw new Error(`${path}: ${fileReasonOf(error)}`);
	}
	if (image.length !== IMAGE && !SHORT_IMAGES.includes(image.length))
		throw new Error(`${path} has ${image.length} bytes, an image has ${IMAGE}`);
	return image;
}

/**
 * Prints the image. The process ends with 1 if the chain of the audit trail is broken, with 2 if
 * the image cannot be read.
 */
export function main([path, ...rest]: string[]): void {
	let image: Uint8Array;
	try {
		if (path === undefined || rest.length > 0) throw new Error("name one image");
		image = imageIn(path);
	} catch (error) {
		console.error(`flash-dump: ${reasonOf(error)}`);
		process.exitCode = 2;
		return;
	}
	console.log(describe(image).join("\n"));
	if (trailOf(image).breaks.length > 0) process.exitCode = 1;
}
