/**
 * Verifies the audit trail of an image by docs/storage.md alone, without a line of the firmware:
 * each entry carries the checksum of the one before.
 */

import {
	energyOf,
	eventOf,
	newestOf,
	readImage,
	type StoredRecord,
} from "../../bench/flash/image.ts";
import { ByteReader } from "../../client/bytes.ts";

/** The legally relevant values after an entry. */
export interface LegalValues {
	readonly seal: number;
	readonly calibration: number;
	readonly ctRatio: number;
	readonly combinationCode: number;
	readonly wiring: number;
	readonly parameterLock: number;
}

/** One entry. */
export interface Entry {
	readonly number: number;
	readonly seconds: number;
	readonly code: number;
	readonly detail: number;
	/** Changes since the seal was opened. */
	readonly changes: number;
	/** Checksum of the entry before; 0: there was none. */
	readonly before: number;
	/** Its own checksum. */
	readonly checksum: number;
	readonly values: LegalValues;
}

/** The trail in an image. */
export interface Trail {
	/** In order of their numbers. */
	readonly entries: readonly Entry[];
	/** Where the chain breaks, one line each. */
	readonly breaks: readonly string[];
}

/** Checksum of a record, as it is programmed. */
function checksumOf({ checksum }: StoredRecord): number {
	return checksum === 0xffffffff ? 0xfffffffe : checksum;
}

function entryOf(record: StoredRecord): Entry {
	const reader = new ByteReader(record.bytes).seek(18);
	return {
		...eventOf(record),
		changes: reader.uint16(),
		before: reader.uint32(),
		checksum: checksumOf(record),
		values: {
			seal: reader.uint32(),
			calibration: reader.uint32(),
			ctRatio: reader.uint32(),
			combinationCode: reader.uint32(),
			wiring: reader.uint32(),
			parameterLock: reader.uint32(),
		},
	};
}

/** Reads the trail and verifies its chain. */
export function trailOf(image: Uint8Array): Trail {
	const byNumber = new Map<number, Entry>();
	const breaks: string[] = [];
	for (const { records } of readImage(image, "audit trail"))
		for (const record of records) {
			const { sequence } = record;
			const checksum = byNumber.get(sequence)?.checksum;
			// Nearly all entries of the second copy.
			if (checksum === checksumOf(record)) continue;
			if (checksum !== undefined) breaks.push(`entry ${sequence} exists in two versions`);
			byNumber.set(sequence, entryOf(record));
		}
	const entries = [...byNumber.values()].sort((a, b) => a.number - b.number);
	entries.forEach((entry, i) => {
		const found = breakAt(entries[i - 1], entry);
		if (found) breaks.push(found);
	});
	const energy = newestOf(image, "energy");
	const last = entries.at(-1)?.number ?? 0;
	const known = energy ? energyOf(energy).trail : 0;
	if (last < known) breaks.push(`entries ${last + 1} to ${known} are missing`);
	return { entries, breaks };
}

/** @param before undefined: the entry is the oldest that is kept */
function breakAt(before: Entry | undefined, entry: Entry): string | undefined {
	if (!before)
		return entry.number === 1 && entry.before !== 0 ? "entry 1 follows another entry" : undefined;
	if (entry.number > before.number + 1)
		return `entries ${before.number + 1} to ${entry.number - 1} are missing`;
	return entry.before === before.checksum
		? undefined
		: `entry ${entry.number} does not follow entry ${before.number}`;
}
