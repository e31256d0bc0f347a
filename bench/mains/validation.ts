/**
 * Checks the requests to `/api/mains`. Whole settings and parts pass the same checks; the settings
 * in force are never changed in place, so a refused request leaves no trace.
 */
import {
	type Harmonic,
	type MainsSettings,
	type PhaseSettings,
	RANGES,
	type Range,
	SEQUENCES,
	STAR_VOLTAGE,
	WIRINGS,
	type Wiring,
} from "./settings.ts";

/** An invalid request; the message is one line that names the field. */
export class MainsError extends Error {
	override readonly name = "MainsError";
	constructor(field: string, problem: string) {
		super(`${field === "" ? "mains" : field}: ${problem}`);
	}
}

const TOP_FIELDS = ["wiring", "frequency", "sequence", "tariffInput", "phases"];
const PHASE_FIELDS = ["voltage", "current", "angle", "harmonics"];
const HARMONIC_FIELDS = [
	"order",
	"voltagePercent",
	"currentPercent",
	"voltageAngle",
	"currentAngle",
];

/**
 * Checks whole settings, the body of `PUT`. Every field is required except `harmonics` (none by
 * default) and a harmonic's percentages and angles (0 by default).
 * @param candidate anything, usually parsed JSON; it is not kept
 * @returns the settings, independent of the candidate
 * @throws {MainsError} when anything is wrong
 */
export function validateMains(candidate: unknown): MainsSettings {
	const top = record(candidate, "", TOP_FIELDS);
	const wiring = oneOf(top.wiring, "wiring", WIRINGS);
	const frequency = number(top.frequency, "frequency", RANGES.frequency);
	const sequence = oneOf(top.sequence, "sequence", SEQUENCES);
	const tariffInput = boolean(top.tariffInput, "tariffInput");
	const phases = array(top.phases, "phases");
	if (phases.length !== 3)
		throw new MainsError("phases", `3 phases are needed, not ${phases.length}`);
	const [first, second, third] = phases;
	return {
		wiring,
		frequency,
		sequence,
		tariffInput,
		phases: [
			phase(first, "phases[0]", wiring),
			phase(second, "phases[1]", wiring),
			phase(third, "phases[2]", wiring),
		],
	};
}

/**
 * Applies a part of the settings, the body of `PATCH`, to those in force. Missing fields stay as
 * they are. `phases` has up to three elements, starting with L1; each is a part of a phase, or
 * null for no change. `harmonics` replaces the phase's list.
 * @param current settings in force; not changed
 * @param patch anything, usually parsed JSON; it is not kept
 * @returns new settings
 * @throws {MainsError} when anything in the patch or in the resulting settings is wrong
 */
export function patchMains(current: MainsSettings, patch: unknown): MainsSettings {
	const top = record(patch, "", TOP_FIELDS);
	if (top.phases === undefined)
		return validateMains({ ...current, ...top, phases: current.phases });
	const parts = array(top.phases, "phases");
	if (parts.length > 3) throw new MainsError("phases", `3 phases at most, not ${parts.length}`);
	const phases = current.phases.map((present, index) => {
		const part = parts[index] ?? {};
		return { ...present, ...record(part, `phases[${index}]`, PHASE_FIELDS) };
	});
	return validateMains({ ...current, ...top, phases });
}

function phase(value: unknown, field: string, wiring: Wiring): PhaseSettings {
	const fields = record(value, field, PHASE_FIELDS);
	const voltage = number(fields.voltage, `${field}.voltage`, RANGES.voltage);
	if (wiring === "3P3W" && voltage > STAR_VOLTAGE.maximum) {
		throw new MainsError(`${field}.voltage`, `${outOfRange(voltage, STAR_VOLTAGE)} in 3P3W`);
	}
	return {
		voltage,
		current: number(fields.current, `${field}.current`, RANGES.current),
		angle: number(fields.angle, `${field}.angle`, RANGES.angle),
		harmonics:
			fields.harmonics === undefined ? [] : harmonics(fields.harmonics, `${field}.harmonics`),
	};
}

function harmonics(value: unknown, field: string): Harmonic[] {
	const seen = new Set<number>();
	return array(value, field).map((element, index) => {
		const name = `${field}[${index}]`;
		const result = harmonic(element, name);
		if (seen.has(result.order))
			throw new MainsError(`${name}.order`, `${result.order} is given twice`);
		seen.add(result.order);
		return result;
	});
}

function harmonic(value: unknown, field: string): Harmonic {
	const fields = record(value, field, HARMONIC_FIELDS);
	const order = number(fields.order, `${field}.order`, RANGES.order);
	if (!Number.isInteger(order))
		throw new MainsError(`${field}.order`, `${order} is not a whole number`);
	return {
		order,
		voltagePercent: optional(fields.voltagePercent, `${field}.voltagePercent`, RANGES.percent),
		currentPercent: optional(fields.currentPercent, `${field}.currentPercent`, RANGES.percent),
		voltageAngle: optional(fields.voltageAngle, `${field}.voltageAngle`, RANGES.angle),
		currentAngle: optional(fields.currentAngle, `${field}.currentAngle`, RANGES.angle),
	};
}

function record(
	value: unknown,
	field: string,
	known: readonly string[],
): Readonly<Record<string, unknown>> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new MainsError(field, `must be an object, not ${kind(value)}`);
	}
	for (const name of Object.keys(value)) {
		if (known.includes(name)) continue;
		const prefix = field === "" ? "" : `${field}.`;
		throw new MainsError(`${prefix}${printable(name)}`, "is not a known field");
	}
	return value as Readonly<Record<string, unknown>>;
}

function array(value: unknown, field: string): readonly unknown[] {
	if (!Array.isArray(value)) throw new MainsError(field, wrongKind(value, "an array"));
	return value;
}

function number(value: unknown, field: string, range: Range): number {
	if (typeof value !== "number") throw new MainsError(field, wrongKind(value, "a number"));
	// NaN compares false with everything: in this form it is refused.
	if (!(value >= range.minimum && value <= range.maximum)) {
		throw new MainsError(field, outOfRange(value, range));
	}
	return value;
}

function optional(value: unknown, field: string, range: Range): number {
	return value === undefined ? 0 : number(value, field, range);
}

function boolean(value: unknown, field: string): boolean {
	if (typeof value !== "boolean") throw new MainsError(field, wrongKind(value, "true or false"));
	return value;
}

function oneOf<T extends string>(value: unknown, field: string, choices: readonly T[]): T {
	const choice = choices.find((name) => name === value);
	if (choice !== undefined) return choice;
	const list = choices.map((name) => `"${name}"`).join(", ");
	if (typeof value !== "string") throw new MainsError(field, wrongKind(value, `one of ${list}`));
	throw new MainsError(field, `"${printable(value)}" is none of ${list}`);
}

function outOfRange(value: number, range: Range): string {
	const unit = range.unit === "" ? "" : ` ${range.unit}`;
	return `${value} is out of range ${range.minimum}..${range.maximum}${unit}`;
}

function wrongKind(value: unknown, wanted: string): string {
	return value === undefined ? "is missing" : `must be ${wanted}, not ${kind(value)}`;
}

function kind(value: unknown): string {
	if (value === null) return "null";
	if (value === undefined) return "nothing";
	if (Array.isArray(value)) return "an array";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Shortens a text from outside for a message, on one line. */
function printable(text: string): string {
	const line = text.replace(/[^\x20-\x7e]/g, "?");
	return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}
