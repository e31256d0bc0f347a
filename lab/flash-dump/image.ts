/**
 * Reads a flash image by docs/storage.md alone, without a line of the firmware, as an independent
 * program would. The torture compares the firmware with it.
 */

/** Bytes of a sector and of the image. */
const SECTOR = 4096;
export const IMAGE = 64 * SECTOR;

/** Energy counters in a record. */
export const COUNTERS = 52;

/** The areas: their contents, position and length of a slot. */
const AREAS = [
	{ name: "energy", copy: "main", kind: "E", first: 0, sectors: 12, slot: 256 },
	{ name: "energy", copy: "backup", kind: "E", first: 12, sectors: 12, slot: 256 },
	{ name: "mantissa", copy: "", kind: "M", first: 24, sectors: 4, slot: 256 },
	{ name: "settings", copy: "main", kind: "S", first: 28, sectors: 4, slot: 256 },
	{ name: "settings", copy: "backup", kind: "S", first: 32, sectors: 4, slot: 256 },
	{ name: "calibration", copy: "main", kind: "K", first: 36, sectors: 2, slot: 256 },
	{ name: "calibration", copy: "backup", kind: "K", first: 38, sectors: 2, slot: 256 },
	{ name: "resets", copy: "main", kind: "R", first: 40, sectors: 2, slot: 256 },
	{ name: "resets", copy: "backup", kind: "R", first: 42, sectors: 2, slot: 256 },
	{ name: "CT history", copy: "main", kind: "C", first: 44, sectors: 2, slot: 256 },
	{ name: "CT history", copy: "backup", kind: "C", first: 46, sectors: 2, slot: 256 },
	{ name: "events", copy: "main", kind: "L", first: 48, sectors: 8, slot: 32 },
	{ name: "events", copy: "backup", kind: "L", first: 56, sectors: 8, slot: 32 },
] as const;

export type AreaName = (typeof AREAS)[number]["name"];

/** A complete record. */
export interface StoredRecord {
	readonly sequence: number;
	/** Offset of the slot in the image. */
	readonly offset: number;
	/** All of the slot. */
	readonly bytes: Buffer;
}

/** The contents of an area. */
export interface StoredArea {
	readonly name: AreaName;
	readonly copy: string;
	readonly first: number;
	readonly sectors: number;
	/** In order of their sequence. */
	readonly records: readonly StoredRecord[];
	/** Slots that are not blank and hold no complete record. */
	readonly incomplete: number;
}

/** CRC-32 bit by bit, as the standard defines it. */
function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes)
		for (let bit = 0; bit < 8; bit++) {
			const mix = (crc ^ (byte >> bit)) & 1;
			crc = mix ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
		}
	return (crc ^ 0xffffffff) >>> 0;
}

/** The complete record in a slot; undefined if there is none. */
function recordIn(bytes: Buffer, kind: string, offset: number): StoredRecord | undefined {
	const length = 8 + bytes.readUInt16BE(2);
	if (bytes[0] !== kind.charCodeAt(0) || bytes[1] !== 1 || length > bytes.length - 4)
		return undefined;
	const difference =
		(bytes.readUInt32BE(bytes.length - 4) ^ crc32(bytes.subarray(0, length))) >>> 0;
	// A single wrong bit in the checksum itself does not invalidate the record.
	if (difference.toString(2).replace(/[^1]/g, "").length > 1) return undefined;
	return { sequence: bytes.readUInt32BE(4), offset, bytes };
}

/**
 * Finds all complete records.
 * @param only the name of the areas to read; undefined: all
 */
export function readImage(image: Uint8Array, only?: AreaName): StoredArea[] {
	const all = Buffer.from(image.buffer, image.byteOffset, image.length);
	return AREAS.filter(({ name }) => only === undefined || name === only).map(
		({ name, copy, kind, first, sectors, slot }) => {
			const records: StoredRecord[] = [];
			let incomplete = 0;
			for (let sector = first; sector < first + sectors; sector++)
				for (let at = slot; at < SECTOR; at += slot) {
					const offset = sector * SECTOR + at;
					const bytes = all.subarray(offset, offset + slot);
					if (bytes.every((byte) => byte === 0xff)) continue;
					const record = recordIn(bytes, kind, offset);
					if (record) records.push(record);
					else incomplete++;
				}
			records.sort((a, b) => a.sequence - b.sequence);
			return { name, copy, first, sectors, records, incomplete };
		},
	);
}

/** The newest record of an area in either copy. */
export function newestOf(image: Uint8Array, name: AreaName): StoredRecord | undefined {
	return readImage(image, name)
		.flatMap(({ records }) => records.slice(-1))
		.sort((a, b) => b.sequence - a.sequence)[0];
}

/** Decodes an energy record. */
export function energyOf({ sequence, bytes }: StoredRecord) {
	return {
		sequence,
		operatingSeconds: bytes.readUInt32BE(8),
		powerDowns: bytes.readUInt16BE(12),
		tariff: bytes.readUInt8(14),
		combinationCode: bytes.readUInt8(15),
		ctRatio: `${bytes.readUInt16BE(16)}/${bytes.readUInt8(18)}`,
		ctChanges: bytes.readUInt8(19),
		whole: Array.from({ length: COUNTERS }, (_, i) => bytes.readUInt32BE(32 + 4 * i)),
	};
}

/** Decodes a mantissa record. */
export function mantissaOf({ bytes }: StoredRecord) {
	return {
		energySequence: bytes.readUInt32BE(8),
		fractions: Array.from({ length: COUNTERS }, (_, i) => bytes.readUInt32BE(12 + 4 * i) / 2 ** 32),
		pulses: [0, 1, 2].map((i) => bytes.readDoubleBE(220 + 8 * i)),
	};
}

/** Decodes an event. */
export function eventOf({ sequence, bytes }: StoredRecord) {
	return {
		number: sequence,
		seconds: bytes.readUInt32BE(8),
		detail: bytes.readUInt32BE(12),
		code: bytes.readUInt16BE(16),
	};
}
