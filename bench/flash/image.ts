/**
 * Reads a flash image by docs/storage.md alone, without a line of the firmware, as an independent
 * program would. The torture compares the firmware with it.
 */
import { ByteReader } from "../../client/bytes.ts";

/** Bytes of a sector, of an image, and of those without an audit trail or statistics. */
const SECTOR = 4096;
export const IMAGE = 88 * SECTOR;
export const SHORT_IMAGES: readonly number[] = [64 * SECTOR, 80 * SECTOR];

/** Bytes of a record before its payload: kind, version, length, sequence; and of its checksum. */
export const HEAD_LENGTH = 8;
const CHECK_LENGTH = 4;
const LENGTH_AT = 2;
const SEQUENCE_AT = 4;

/** Energy counters in a record. */
const COUNTERS = 52;

/** Place and number of the steps of a write to several records, between settings. */
const FIRST_STEP = 25;
const STEPS = 3;

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
	{ name: "audit trail", copy: "main", kind: "A", first: 64, sectors: 8, slot: 64 },
	{ name: "audit trail", copy: "backup", kind: "A", first: 72, sectors: 8, slot: 64 },
	{ name: "statistics", copy: "", kind: "D", first: 80, sectors: 8, slot: 256 },
] as const;

export type AreaName = (typeof AREAS)[number]["name"];

/** True if some of the bytes from `offset` belong to an area, in either copy. */
export function touches(name: AreaName, offset: number, length: number): boolean {
	return AREAS.some(
		(area) =>
			area.name === name &&
			offset < (area.first + area.sectors) * SECTOR &&
			offset + length > area.first * SECTOR,
	);
}

/** A complete record. */
export interface StoredRecord {
	readonly sequence: number;
	/** Offset of the slot in the image. */
	readonly offset: number;
	/** All of the slot. */
	readonly bytes: Uint8Array;
	/** CRC-32 of head and payload, computed: what is stored may have one wrong bit. */
	readonly checksum: number;
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

/** CRC-32 of each byte, bit by bit, as the standard defines it. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	return crc;
});

/** CRC-32 (ISO-HDLC). */
export function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (let i = 0; i < bytes.length; i++)
		crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
	return (crc ^ 0xffffffff) >>> 0;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
	return new DataView(buffer, byteOffset, byteLength);
}

function isBlank(image: Uint8Array, offset: number, length: number): boolean {
	for (let i = offset; i < offset + length; i++) if (image[i] !== 0xff) return false;
	return true;
}

/** The complete record in a slot; undefined if there is none. */
function recordIn(
	view: DataView,
	{ kind, slot }: (typeof AREAS)[number],
	offset: number,
): StoredRecord | undefined {
	const isOfKind = view.getUint8(offset) === kind.charCodeAt(0) && view.getUint8(offset + 1) === 1;
	const length = HEAD_LENGTH + view.getUint16(offset + LENGTH_AT);
	const sequence = view.getUint32(offset + SEQUENCE_AT);
	if (!isOfKind || length > slot - CHECK_LENGTH) return undefined;
	const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, slot);
	const checksum = crc32(bytes.subarray(0, length));
	const stored = view.getUint32(offset + slot - CHECK_LENGTH);
	const difference = (stored ^ checksum) >>> 0;
	// A single wrong bit in the checksum itself does not invalidate the record.
	if (difference !== 0 && difference.toString(2).replace(/[^1]/g, "").length > 1) return undefined;
	return { sequence, offset, bytes, checksum };
}

/**
 * Finds all complete records.
 * @param only the name of the areas to read; undefined: all
 */
export function readImage(image: Uint8Array, only?: AreaName): StoredArea[] {
	const view = viewOf(image);
	return AREAS.filter(({ name }) => only === undefined || name === only).map((area) => {
		const { name, copy, first, sectors, slot } = area;
		const records: StoredRecord[] = [];
		let incomplete = 0;
		const end = Math.min(first + sectors, image.length / SECTOR);
		for (let sector = first; sector < end; sector++)
			for (let at = slot; at < SECTOR; at += slot) {
				const offset = sector * SECTOR + at;
				if (isBlank(image, offset, slot)) continue;
				const record = recordIn(view, area, offset);
				if (record) records.push(record);
				else incomplete++;
			}
		records.sort((a, b) => a.sequence - b.sequence);
		return { name, copy, first, sectors, records, incomplete };
	});
}

/** The newest record of an area in either copy. */
export function newestOf(image: Uint8Array, name: AreaName): StoredRecord | undefined {
	const newest = AREAS.filter((area) => area.name === name).flatMap(
		(area) => newestIn(image, area) ?? [],
	);
	return newest.sort((a, b) => b.sequence - a.sequence)[0];
}

/** The newest complete record of one copy, without the checksums of older ones. */
function newestIn(image: Uint8Array, area: (typeof AREAS)[number]): StoredRecord | undefined {
	const { kind, first, sectors, slot } = area;
	const view = viewOf(image);
	const end = Math.min((first + sectors) * SECTOR, image.length);
	const slots: { offset: number; sequence: number }[] = [];
	for (let offset = first * SECTOR; offset < end; offset += slot)
		if (offset % SECTOR !== 0 && image[offset] === kind.charCodeAt(0))
			slots.push({ offset, sequence: view.getUint32(offset + SEQUENCE_AT) });
	slots.sort((a, b) => a.sequence - b.sequence);
	for (let at = slots.length - 1; at >= 0; at--) {
		const offset = slots[at]?.offset ?? 0;
		const record = recordIn(view, area, offset);
		if (record) return record;
	}
	return undefined;
}

/** Decodes an energy record. */
export function energyOf({ sequence, bytes }: StoredRecord) {
	const reader = payloadOf(bytes);
	return {
		sequence,
		operatingSeconds: reader.uint32(),
		powerDowns: reader.uint16(),
		tariff: reader.uint8(),
		combinationCode: reader.uint8(),
		ctRatio: `${reader.uint16()}/${reader.uint8()}`,
		ctChanges: reader.uint8(),
		settingsSequence: reader.uint32(),
		whole: counters(reader.seek(32)),
		// Records of software without an audit trail are shorter.
		trail: lengthOf(bytes) >= 240 ? reader.seek(244).uint32() : 0,
	};
}

/** Decodes a mantissa record. */
export function mantissaOf({ bytes }: StoredRecord) {
	const reader = payloadOf(bytes);
	return {
		energySequence: reader.uint32(),
		fractions: counters(reader).map((fraction) => fraction / 2 ** 32),
		pulses: [0, 1, 2].map(() => reader.float64()),
	};
}

/** Decodes the counters at the last reset. */
export function resetOf({ bytes }: StoredRecord): number[] {
	return counters(payloadOf(bytes));
}

/** Decodes the settings of their record, in the order of docs/storage.md; NaN: it has none. */
export function settingsOf(record: StoredRecord): number[] {
	const values = valuesOf(record);
	values.splice(FIRST_STEP, STEPS);
	return values;
}

/** Decodes the steps of a write to several records; undefined if the record has none. */
export function stepsOf(record: StoredRecord) {
	const values = valuesOf(record);
	if (values.length < FIRST_STEP + STEPS) return undefined;
	const [tariff = 0, ctRatio = 0, events = 0] = values.slice(FIRST_STEP);
	if (tariff === 0 && ctRatio === 0 && events === 0) return undefined;
	return {
		tariff,
		ctRatio,
		resetCounters: (events & 1) !== 0,
		resetPowerDowns: (events & 2) !== 0,
		newPassword: (events & 4) !== 0,
		firstEvent: Math.floor(events / 8),
	};
}

function valuesOf({ bytes }: StoredRecord): number[] {
	const reader = payloadOf(bytes);
	return Array.from({ length: lengthOf(bytes) / 8 }, () => reader.float64());
}

/** Decodes a record of statistics: extremes in pairs, demand as registers 73A2–73B8 show it. */
export function statisticsOf({ bytes }: StoredRecord) {
	const reader = payloadOf(bytes);
	return {
		ctRatio: reader.uint32(),
		periodMinutes: reader.uint32(),
		extremesResetAt: reader.uint32(),
		extremes: Array.from({ length: 16 }, () => reader.float32()),
		frames: reader.float64(),
		energyWh: [reader.float64(), reader.float64()],
		demand: Array.from({ length: 12 }, () => reader.float64()),
		// Older software leaves it out.
		...(lengthOf(bytes) > 196 && { wiring: reader.uint8() }),
	};
}

/** Decodes an event. */
export function eventOf({ sequence, bytes }: StoredRecord) {
	const reader = payloadOf(bytes);
	return {
		number: sequence,
		seconds: reader.uint32(),
		detail: reader.uint32(),
		code: reader.uint16(),
	};
}

/** Bytes of a record's payload, as its head says. */
export function lengthOf(bytes: Uint8Array): number {
	return new ByteReader(bytes).skip(2).uint16();
}

function payloadOf(bytes: Uint8Array): ByteReader {
	return new ByteReader(bytes).skip(HEAD_LENGTH);
}

function counters(reader: ByteReader): number[] {
	return Array.from({ length: COUNTERS }, () => reader.uint32());
}
