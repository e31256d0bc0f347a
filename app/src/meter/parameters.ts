/** Parameter files: a meter's settings, to be compared with and loaded into others. */
import type { RegisterName } from "../../../client/register-table.ts";
import { isAllowed, SETTINGS, type Setting } from "./settings.ts";

/** First field of a file, and its value. */
const KIND = "ambit-parameters";

export interface Parameters {
	/** Of the meter that the settings were read from. */
	readonly serialNumber: string;
	/** Time of the phone in ISO 8601. */
	readonly time: string;
	/** In the register's unit. */
	readonly values: ReadonlyMap<RegisterName, number>;
	/** A line for each value in the file that cannot be used. */
	readonly problems: readonly string[];
}

/** A setting that a file has. */
export interface Difference {
	readonly setting: Setting;
	readonly present: number;
	readonly value: number;
}

/** Settings that files carry: all but the counters. */
const CARRIED = SETTINGS.filter(({ kind }) => kind !== "reset");

/** Returns the text of a file with these settings. */
export function parameterFile(
	serialNumber: string,
	settings: ReadonlyMap<RegisterName, number>,
): string {
	const values = CARRIED.map(({ row }) => [row.name, settings.get(row.name)]);
	const time = new Date().toISOString();
	const file = { kind: KIND, serialNumber, time, settings: Object.fromEntries(values) };
	return `${JSON.stringify(file, null, "\t")}\n`;
}

/** Reads a file. @throws Error with a sentence for the user if it is none */
export function readParameters(text: string): Parameters {
	let file: { kind?: unknown; serialNumber?: unknown; time?: unknown; settings?: unknown };
	try {
		file = JSON.parse(text) ?? {};
	} catch {
		throw new Error("This is no parameter file: it is not JSON.");
	}
	if (file.kind !== KIND || typeof file.settings !== "object" || file.settings === null)
		throw new Error("This is no parameter file of Meter Manager.");
	const values = new Map<RegisterName, number>();
	const problems: string[] = [];
	for (const [name, value] of Object.entries(file.settings)) {
		const setting = CARRIED.find(({ row }) => row.name === name);
		if (!setting) problems.push(`“${name}” is no setting of this meter.`);
		else if (typeof value !== "number" || !isAllowed(setting, value))
			problems.push(`${setting.label} cannot be ${JSON.stringify(value)}.`);
		else values.set(setting.row.name, value);
	}
	const { serialNumber = "unknown" } = file;
	return { serialNumber: `${serialNumber}`, time: `${file.time}`, values, problems };
}

/** Returns a line for each setting of a file that the meter does not have. */
export function lacking(
	{ values }: Parameters,
	settings: ReadonlyMap<RegisterName, number>,
): string[] {
	return CARRIED.filter(({ row }) => values.has(row.name) && !settings.has(row.name)).map(
		({ label }) => `This meter does not have ${label}.`,
	);
}

/** Returns a line for each setting in which the meter differs from a file for ever. */
export function unchangeable(
	file: Parameters,
	settings: ReadonlyMap<RegisterName, number>,
): string[] {
	return allDifferences(file, settings)
		.filter(isFinal)
		.map(({ setting }) => `${setting.label} of this meter cannot be changed any more.`);
}

/** Returns the settings in which a file differs from the meter and that can be changed. */
export function differences(
	file: Parameters,
	settings: ReadonlyMap<RegisterName, number>,
): Difference[] {
	return allDifferences(file, settings).filter((each) => !isFinal(each));
}

function isFinal({ setting, present }: Difference): boolean {
	return setting.isFinal?.(present) ?? false;
}

function allDifferences(
	{ values }: Parameters,
	settings: ReadonlyMap<RegisterName, number>,
): Difference[] {
	return CARRIED.flatMap((setting) => {
		const value = values.get(setting.row.name);
		const present = settings.get(setting.row.name);
		if (value === undefined || present === undefined) return [];
		return Math.fround(value) === Math.fround(present) ? [] : [{ setting, present, value }];
	});
}
