/**
 * What stands where in the flash (docs/storage.md). The chip is divided into areas of whole sectors. A sector begins
 * with a head; behind it, from the second slot on, lie records, one a slot. All numbers have their most significant
 * byte first.
 */

/** Version of the format; it stands in every sector's head and in every record. */
export const VERSION = 1;

/** "AMBT", the first four bytes of a sector that was prepared. */
export const MARK = 0x414d4254;

/**
 * A sector's head: mark u32, version u8, kind u8, u16 sectors before it that were out of use and left out, CRC-32 of
 * these.
 */
export const SectorHead = Object.freeze({
	VERSION: 4,
	KIND: 5,
	LEFT_OUT: 6,
	CHECK: 8,
	LENGTH: 12,
} as const);

/** A record: kind u8, version u8, length of the payload u16, sequence u32, payload; its CRC-32 ends the slot. */
export const RecordHead = Object.freeze({
	KIND: 0,
	VERSION: 1,
	LENGTH: 2,
	SEQUENCE: 4,
	PAYLOAD: 8,
} as const);

/** Bytes of the CRC-32, which is programmed by itself when the rest is in its place: it makes the record. */
export const CHECK_LENGTH = 4;

/** Four bytes that are erased. */
export const BLANK = 0xffffffff;

/** Bytes of a page, and of the slots of all areas but the event log's. */
export const PAGE_LENGTH = 256;
const EVENT_LENGTH = 32;

/** Where an area lies and what its records are. */
export interface Area {
	/** Letter of the records' kind. */
	readonly kind: number;
	/** First sector, and number of sectors. */
	readonly first: number;
	readonly sectors: number;
	/** Bytes of a slot. */
	readonly slotLength: number;
	/** Records are never erased: when the area is full, it takes no more. */
	readonly permanent?: boolean;
}

function area(
	letter: string,
	first: number,
	sectors: number,
	slotLength = PAGE_LENGTH,
	permanent = false,
): Area {
	return Object.freeze({ kind: letter.charCodeAt(0), first, sectors, slotLength, permanent });
}

/** Areas by what they hold; all but the mantissa's twice. */
export const Areas = Object.freeze({
	energy: Object.freeze([area("E", 0, 12), area("E", 12, 12)] as const),
	mantissa: area("M", 24, 4),
	settings: Object.freeze([area("S", 28, 4), area("S", 32, 4)] as const),
	calibration: Object.freeze([area("K", 36, 2), area("K", 38, 2)] as const),
	resets: Object.freeze([area("R", 40, 2), area("R", 42, 2)] as const),
	ctPages: Object.freeze([
		area("C", 44, 2, PAGE_LENGTH, true),
		area("C", 46, 2, PAGE_LENGTH, true),
	] as const),
	events: Object.freeze([area("L", 48, 8, EVENT_LENGTH), area("L", 56, 8, EVENT_LENGTH)] as const),
});
