/** The sectors and slots of one area: what is in them, and what is programmed into them. */
import type { Flash } from "board";
import { type Area, CHECK_LENGTH, RecordHead, SectorHead } from "storage/format";
import type Page from "storage/page";
import type { Slot } from "storage/page";
import { isBlank, programAndCompare } from "storage/read-back";
import { encodeHead, isHead, leftOutOf } from "storage/sector-head";

export default class Slots {
	/** Slots of a sector for records: all but that of the head. */
	readonly count: number;
	readonly #flash: Flash;
	readonly #page: Page;
	readonly #area: Area;

	constructor(flash: Flash, page: Page, area: Area) {
		this.count = flash.sectorBytes / area.slotLength - 1;
		this.#flash = flash;
		this.#page = page;
		this.#area = area;
	}

	/** Reads a slot into the page. */
	read(sector: number, slot: number): Slot {
		this.readAt(this.offset(sector, slot));
		return this.#page.classify(this.#area.kind, this.#area.slotLength);
	}

	/** Reads the slot at an offset in the flash into the page. */
	readAt(offset: number): void {
		this.#flash.read(offset, this.#page.bytes.subarray(0, this.#area.slotLength));
	}

	/** Offset in the flash. Slots count from 0, which has the head of the sector. */
	offset(sector: number, slot: number): number {
		return (this.#area.first + sector) * this.#flash.sectorBytes + slot * this.#area.slotLength;
	}

	/** True if the head of a slot's record is blank. */
	isBlank(sector: number, slot: number): boolean {
		const offset = this.offset(sector, slot);
		return isBlank(this.#flash, this.#page.echo, offset, RecordHead.PAYLOAD);
	}

	/** True if all of a sector is blank. */
	isErased(sector: number): boolean {
		const { sectorBytes } = this.#flash;
		return isBlank(this.#flash, this.#page.echo, this.offset(sector, 0), sectorBytes);
	}

	/** Version in a sector's head; 0 if there is no head of this area's kind. */
	versionOf(sector: number): number {
		const { echo } = this.#page;
		this.#flash.read(this.offset(sector, 0), echo.subarray(0, SectorHead.LENGTH));
		return isHead(echo) && echo[SectorHead.KIND] === this.#area.kind ? echo[SectorHead.VERSION] : 0;
	}

	/** Sectors before one with a head that were out of use when the head was written. */
	leftOutBefore(sector: number): number {
		const { echo } = this.#page;
		this.#flash.read(this.offset(sector, 0), echo.subarray(0, SectorHead.LENGTH));
		return leftOutOf(echo);
	}

	/** Programs the head of an erased sector. Leaves the record in the page. */
	writeHead(sector: number, leftOut: number): boolean {
		const head = encodeHead(this.#area.kind, leftOut);
		return programAndCompare(this.#flash, this.#page.echo, this.offset(sector, 0), head);
	}

	/** Programs the record in the page at an offset, then its checksum, which makes it valid. */
	program(offset: number, checksum: number): boolean {
		const { bytes, echo, length, view } = this.#page;
		if (!programAndCompare(this.#flash, echo, offset, bytes.subarray(0, length))) return false;
		const place = this.#area.slotLength - CHECK_LENGTH;
		view.setUint32(place, checksum);
		const check = bytes.subarray(place, place + CHECK_LENGTH);
		return programAndCompare(this.#flash, echo, offset + place, check);
	}
}
