/**
 * The page, which all areas share: the buffer of one record. An area lends it to a function for the
 * length of one call; nobody else keeps it. And the slots of an area, which it is read from and
 * programmed into.
 */
import type { Flash } from "board";
import crc32 from "checksum";
import {
	type Area,
	BLANK,
	CHECK_LENGTH,
	MARK,
	PAGE_LENGTH,
	RecordHead,
	SectorHead,
	VERSION,
} from "storage/format";

/** A slot counts as damaged if that many reads say so: a bus may have disturbed one. */
const READS = 2;

/** Contents of a slot. */
export const Slot = Object.freeze({
	BLANK: 0,
	/** A record whose writing was interrupted; it was never part of the stored data. */
	TORN: 1,
	/** Damaged: it was a record. */
	BROKEN: 2,
	RECORD: 3,
} as const);

export type Slot = (typeof Slot)[keyof typeof Slot];

export default class Page {
	readonly bytes = new Uint8Array(PAGE_LENGTH);
	readonly view = new DataView(this.bytes.buffer);
	/** Bytes that were read back. */
	readonly echo = new Uint8Array(PAGE_LENGTH);
	readonly echoView = new DataView(this.echo.buffer);

	/** Sequence of the record. */
	get sequence(): number {
		return this.view.getUint32(RecordHead.SEQUENCE);
	}

	/** Bytes of head and payload. */
	get length(): number {
		return RecordHead.PAYLOAD + this.view.getUint16(RecordHead.LENGTH);
	}

	/** Starts a record with a payload of `payloadBytes` zeros. */
	begin(payloadBytes: number): void {
		this.bytes.fill(0);
		this.view.setUint16(RecordHead.LENGTH, payloadBytes);
	}

	/** Completes the head; returns the checksum to be programmed. */
	finish(kind: number, sequence: number): number {
		const { view } = this;
		view.setUint8(RecordHead.KIND, kind);
		view.setUint8(RecordHead.VERSION, VERSION);
		view.setUint32(RecordHead.SEQUENCE, sequence);
		return this.checksum;
	}

	/** Classifies the slot in the first `slotLength` bytes. */
	classify(kind: number, slotLength: number): Slot {
		const { bytes, view } = this;
		const stored = view.getUint32(slotLength - CHECK_LENGTH);
		if (stored === BLANK)
			return view.getUint32(0) === BLANK && view.getUint32(RecordHead.SEQUENCE) === BLANK
				? Slot.BLANK
				: Slot.TORN;
		if (
			bytes[RecordHead.KIND] !== kind ||
			bytes[RecordHead.VERSION] !== VERSION ||
			this.length > slotLength - CHECK_LENGTH
		)
			return Slot.BROKEN;
		const checksum = this.checksum;
		const difference = (stored ^ checksum) >>> 0;
		// A single wrong bit is an error of the checksum itself: the record is intact.
		if ((difference & (difference - 1)) === 0) return Slot.RECORD;
		// An interrupted programming has cleared only some of the bits.
		return (stored & checksum) >>> 0 === checksum ? Slot.TORN : Slot.BROKEN;
	}

	/**
	 * Checksum of head and payload. Never that of a blank slot, since one wrong bit is accepted
	 * anyway.
	 */
	get checksum(): number {
		const checksum = crc32(this.bytes, 0, this.length);
		return checksum === BLANK ? BLANK - 1 : checksum;
	}
}

/** The sectors and slots of one area: what is in them, and what is programmed into them. */
export class Slots {
	/** Slots of a sector for records: all but that of the head. */
	readonly count: number;
	private readonly flash: Flash;
	private readonly page: Page;
	private readonly area: Area;

	constructor(flash: Flash, page: Page, area: Area) {
		this.count = flash.sectorBytes / area.slotLength - 1;
		this.flash = flash;
		this.page = page;
		this.area = area;
	}

	/** Reads a slot into the page. */
	read(sector: number, slot: number): Slot {
		return this.readAt(this.offset(sector, slot));
	}

	/**
	 * Reads the slot at an offset in the flash into the page; twice, if it seems to be damaged, or
	 * blank although its head is not.
	 */
	readAt(offset: number): Slot {
		const { kind, slotLength } = this.area;
		let slot: Slot = Slot.BROKEN;
		for (let tries = 0; tries < READS && slot === Slot.BROKEN; tries++) {
			this.flash.read(offset, this.page.bytes.subarray(0, slotLength));
			slot = this.page.classify(kind, slotLength);
			if (slot === Slot.BLANK && !this.areBlank(offset, RecordHead.PAYLOAD)) slot = Slot.BROKEN;
		}
		// A head is programmed before the checksum: without one, stuck bits only look like a record.
		if (slot === Slot.BROKEN && this.areBlank(offset, RecordHead.PAYLOAD)) return Slot.TORN;
		return slot;
	}

	/** Offset in the flash. Slots count from 0, which has the head of the sector. */
	offset(sector: number, slot: number): number {
		return (this.area.first + sector) * this.flash.sectorBytes + slot * this.area.slotLength;
	}

	/** True if the head of a slot's record is blank. */
	isBlank(sector: number, slot: number): boolean {
		return this.areBlank(this.offset(sector, slot), RecordHead.PAYLOAD);
	}

	/** True if all of a sector is blank. */
	isErased(sector: number): boolean {
		return this.areBlank(this.offset(sector, 0), this.flash.sectorBytes);
	}

	/** Version in a sector's head; 0 if there is no intact head of this area's kind. */
	versionOf(sector: number): number {
		const { echo, echoView } = this.page;
		this.readHead(sector);
		if (echoView.getUint32(0) !== MARK || echo[SectorHead.KIND] !== this.area.kind) return 0;
		const check = crc32(echo, 0, SectorHead.CHECK);
		return echoView.getUint32(SectorHead.CHECK) === check ? echo[SectorHead.VERSION] : 0;
	}

	/** Sectors before one with a head that were out of use when the head was written. */
	leftOutBefore(sector: number): number {
		this.readHead(sector);
		return this.page.echoView.getUint16(SectorHead.LEFT_OUT);
	}

	/** Programs the head of an erased sector. Leaves the record in the page. */
	writeHead(sector: number, leftOut: number): boolean {
		const bytes = new Uint8Array(SectorHead.LENGTH);
		const view = new DataView(bytes.buffer);
		view.setUint32(0, MARK);
		view.setUint8(SectorHead.VERSION, VERSION);
		view.setUint8(SectorHead.KIND, this.area.kind);
		view.setUint16(SectorHead.LEFT_OUT, leftOut);
		view.setUint32(SectorHead.CHECK, crc32(bytes, 0, SectorHead.CHECK));
		return this.programAndCompare(this.offset(sector, 0), bytes);
	}

	/** Programs the record in the page at an offset, then its checksum, which makes it valid. */
	program(offset: number, checksum: number): boolean {
		const { bytes, length, view } = this.page;
		if (!this.programAndCompare(offset, bytes.subarray(0, length))) return false;
		const place = this.area.slotLength - CHECK_LENGTH;
		view.setUint32(place, checksum);
		return this.programAndCompare(offset + place, bytes.subarray(place, place + CHECK_LENGTH));
	}

	private readHead(sector: number): void {
		this.flash.read(this.offset(sector, 0), this.page.echo.subarray(0, SectorHead.LENGTH));
	}

	/** True if the bytes, at most a page, read back as they should. */
	private programAndCompare(offset: number, bytes: Uint8Array): boolean {
		const { echo } = this.page;
		if (!this.flash.program(offset, bytes)) return false;
		this.flash.read(offset, echo.subarray(0, bytes.length));
		for (let i = 0; i < bytes.length; i++) if (echo[i] !== bytes[i]) return false;
		return true;
	}

	/** True if `count` bytes from an offset are blank. */
	private areBlank(offset: number, count: number): boolean {
		const { echo } = this.page;
		for (let start = 0; start < count; start += PAGE_LENGTH) {
			const length = Math.min(PAGE_LENGTH, count - start);
			this.flash.read(offset + start, echo.subarray(0, length));
			for (let i = 0; i < length; i++) if (echo[i] !== 0xff) return false;
		}
		return true;
	}
}
