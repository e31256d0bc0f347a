/** Reads the state in a flash image by the independent reader of lab/flash-dump. */
import {
	energyOf,
	eventOf,
	mantissaOf,
	newestOf,
	readImage,
	resetOf,
	type StoredRecord,
} from "../../bench/flash/image.ts";
import { COUNTERS } from "./energies.ts";

/** Data of the newest records of energy and mantissa. */
export interface Stored {
	/** Wh and varh, with their fractions if those belong to them. */
	readonly counters: readonly number[];
	/** Pulses that are owed; undefined: unknown. */
	readonly owed: readonly number[] | undefined;
	readonly operatingSeconds: number;
	readonly powerDowns: number;
}

const NOTHING: Stored = {
	counters: new Array(COUNTERS).fill(0),
	owed: undefined,
	operatingSeconds: 0,
	powerDowns: 0,
};

/** Reads what the meter continues from. */
export function storedIn(image: Uint8Array): Stored {
	const energy = newestOf(image, "energy");
	if (!energy) return NOTHING;
	const { sequence, whole, operatingSeconds, powerDowns, settingsSequence } = energyOf(energy);
	// A write that was interrupted came after the warning of the mantissa.
	const interrupted = (newestOf(image, "settings")?.sequence ?? 0) > settingsSequence;
	const mantissa = newestOf(image, "mantissa");
	const rest = mantissa && mantissaOf(mantissa);
	const known = rest !== undefined && rest.energySequence === sequence;
	return {
		counters: known ? whole.map((value, i) => value + (rest.fractions[i] ?? 0)) : whole,
		owed: known && !interrupted ? rest.pulses : undefined,
		operatingSeconds,
		powerDowns,
	};
}

/** Reads the counters at the last reset. */
export function resetIn(image: Uint8Array): readonly number[] {
	const record = newestOf(image, "resets");
	return record ? resetOf(record) : NOTHING.counters;
}

/** Events of the newest ones that a start is judged by. */
const LATEST = 16;

const POWER_UP = 1;
const RESTART = 14;

/**
 * Judges the event log after a start.
 * @param from number of an event that older ones need not be kept to
 * @param restart reason of a restart without a power cut
 */
export function logFault(
	image: Uint8Array,
	from: number,
	powerDowns: number,
	restart: number | undefined,
): string | undefined {
	const byNumber = new Map<number, StoredRecord>();
	for (const { records } of readImage(image, "events"))
		for (const record of records) byNumber.set(record.sequence, record);
	const numbers = [...byNumber.keys()].filter((number) => number > from).sort((a, b) => a - b);
	const gap = numbers.findIndex((number, i) => i > 0 && number !== (numbers[i - 1] ?? 0) + 1);
	if (gap > 0) return `the event log has a gap before event ${numbers[gap]}`;
	const latest = numbers.slice(-LATEST).flatMap((number) => {
		const record = byNumber.get(number);
		return record ? [eventOf(record)] : [];
	});
	const [code, detail] = restart === undefined ? [POWER_UP, powerDowns] : [RESTART, restart];
	return latest.some((event) => event.code === code && event.detail === detail)
		? undefined
		: `the event log has no event ${code}, ${detail} of the start`;
}
