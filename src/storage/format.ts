/**
 * The format of the flash (docs/storage.md). The chip is divided into areas of whole sectors. The
 * first slot of a sector begins with a head; each other slot holds a record. The most significant
 * byte of a number comes first.
 */

/** Version of the format, in the head of every sector and in every record. */
export const VERSION = 1;

/** "AMBT", the first four bytes of a prepared sector. */
export const MARK = 0x414d4254;

/**
 * A sector's head: mark u32, version u8, kind u8, sectors before it that were out of use and left
 * out u16, CRC-32 of these.
 */
export const SectorHead = Object.freeze({
	VERSION: 4,
	KIND: 5,
	LEFT_OUT: 6,
	CHECK: 8,
	LENGTH: 12,
} as const);

/**
 * A record: kind u8, version u8, length of the payload u16, sequence u32, payload; the last four
 * bytes of the slot are the CRC-32 of these.
 */
export const RecordHead = Object.freeze({
	KIND: 0,
	VERSION: 1,
	LENGTH: 2,
	SEQUENCE: 4,
	PAYLOAD: 8,
} as const);

/** Bytes of the CRC-32. It is programmed after the rest and makes the record valid. */
export const CHECK_LENGTH = 4;

/** Four erased bytes. */
export const BLANK = 0xffffffff;

/** Bytes of a page, and of a slot in all areas except the two logs. */
export const PAGE_LENGTH = 256;
const EVENT_LENGTH = 32;
const ENTRY_LENGTH = 64;

/** Position of an area, and its records. */
export interface Area {
	/** Kind of the records, an ASCII letter. */
	readonly kind: number;
	/** First sector, and number of sectors. */
	readonly first: number;
	readonly sectors: number;
	/** Bytes of a slot. */
	readonly slotLength: number;
	/** True if records are never erased: a full area takes no more. */
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

/** The areas; all except mantissa and statistics have two copies, main and backup. */
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
	auditTrail: Object.freeze([
		area("A", 64, 8, ENTRY_LENGTH),
		area("A", 72, 8, ENTRY_LENGTH),
	] as const),
	statistics: area("D", 80, 8),
});
