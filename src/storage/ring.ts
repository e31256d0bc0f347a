/**
 * An area of the flash as a ring of records: each goes to the next slot, and the sector behind the one in use is
 * erased in advance, so that writing never waits for it. The newest record is found by its sequence.
 */
import type { Flash } from "board";
import crc32 from "checksum";
import type Eraser from "storage/eraser";
import { type Area, CHECK_LENGTH, MARK, RecordHead, SectorHead, VERSION } from "storage/format";
import type Page from "storage/page";
import { Slot } from "storage/page";

/** Slots of a sector in which a record may fail before the sector is given up. */
const TRIES = 2;

export default class Ring {
	/** Of the newest record; 0: there is none. */
	sequence = 0;
	/** Whether a record that was newer than the newest, or all of them, cannot be read any more. */
	incomplete = false;
	/** Whether a sector could not be erased or a record not be programmed since the start. */
	failed = false;
	/** Whether a sector was prepared by another version of the format. */
	otherVersion = false;
	readonly #flash: Flash;
	readonly #eraser: Eraser;
	readonly #page: Page;
	readonly #area: Area;
	/** Slots of a sector, the head's not counted. */
	readonly #slots: number;
	/** Sector in use, counted from the area's first, and the next slot in it, from 1 on. */
	#sector: number;
	#slot: number;
	/** Where the newest record is. */
	#newest = 0;
	/** Whether the sector behind the one in use is erased and has its head. */
	#prepared = false;
	/** Sectors that are given up, as bits. */
	#bad = 0;

	constructor(flash: Flash, eraser: Eraser, page: Page, area: Area) {
		this.#flash = flash;
		this.#eraser = eraser;
		this.#page = page;
		this.#area = area;
		this.#slots = flash.sectorBytes / area.slotLength - 1;
		this.#sector = area.sectors - 1;
		this.#slot = this.#slots + 1;
	}

	/** Finds the newest record. */
	open(): void {
		let best = -1;
		for (let sector = 0; sector < this.#area.sectors; sector++) {
			const first = this.#firstSequence(sector);
			if (first <= this.sequence) continue;
			this.sequence = first;
			best = sector;
		}
		if (best < 0) {
			this.#openEmpty();
			return;
		}
		this.incomplete = false;
		let last = this.#lookThrough(best);
		const next = this.#preparedBehind(best);
		this.#sector = best;
		if (last === this.#slots) {
			// The last slot is only written when a sector behind it is prepared (see append).
			if (next < 0) this.incomplete ||= this.#newest === this.#offset(best, last);
			else if (!this.#isBlank(next, 1) && this.#firstSequence(next) === 0) {
				last = this.#lookThrough(next);
				this.#sector = next;
			}
		}
		this.#slot = last + 1;
		this.#prepared = this.#isPrepared(this.#after(this.#sector));
	}

	/** Reads the newest record into the page. @returns false: there is none */
	load(): boolean {
		if (this.sequence === 0) return false;
		this.#flash.read(this.#newest, this.#page.bytes.subarray(0, this.#area.slotLength));
		return true;
	}

	/**
	 * Reads the latest record that matches into the page.
	 * @param back records by which it lies before the newest at least
	 * @param matches asked with the record in the page: more than 0 if it is the one, less than 0 to give up
	 */
	find(back: number, matches: (page: Page) => number): boolean {
		const { slotLength } = this.#area;
		let [sector, slot] = [this.#sector, this.#slot - 1 - back];
		for (let left = this.#area.sectors * this.#slots; left > 0; left--) {
			while (slot < 1) {
				sector = (sector + this.#area.sectors - 1) % this.#area.sectors;
				slot += this.#slots;
			}
			this.#read(sector, slot);
			if (this.#page.judge(this.#area.kind, slotLength) === Slot.RECORD) {
				const answer = matches(this.#page);
				if (answer !== 0) return answer > 0;
			}
			slot--;
		}
		return false;
	}

	/**
	 * Writes the record in the page as the newest; the page stays as it is but for the head.
	 * @returns whether it was read back as it should be
	 */
	append(sequence: number): boolean {
		const { kind, sectors, slotLength } = this.#area;
		const check = this.#page.seal(kind, sequence);
		for (let tries = 0, left = TRIES * sectors; left > 0; left--) {
			if (this.#slot >= this.#slots && !this.#prepareNow()) break;
			if (this.#slot > this.#slots) this.#enter();
			const offset = this.#offset(this.#sector, this.#slot++);
			if (this.#write(offset, slotLength, check)) {
				this.sequence = sequence;
				this.#newest = offset;
				return true;
			}
			this.failed = true;
			if (++tries % TRIES === 0) {
				this.#bad |= 1 << this.#sector;
				this.#slot = this.#slots + 1;
			}
		}
		this.failed = true;
		return false;
	}

	/**
	 * Sees to it, at the start, that the next record waits for nothing: in an area that was never written, say. The page
	 * stays as it is.
	 */
	prepare(): void {
		if (this.#slot >= this.#slots) this.#prepareNow();
	}

	/** Sector of the chip that is to be erased now; −1: none. */
	get toBeErased(): number {
		if (this.#prepared || this.sequence === 0) return -1;
		const next = this.#after(this.#sector);
		return next !== this.#sector && this.#mayErase(next) ? this.#area.first + next : -1;
	}

	/** The sector that was to be erased is, or cannot be. The page stays as it is. */
	takeErased(succeeded: boolean): void {
		const next = this.#after(this.#sector);
		this.#prepared = succeeded && this.#writeHead(next);
		if (this.#prepared) return;
		this.failed = true;
		this.#bad |= 1 << next;
	}

	/** The sector that was prepared behind another; between them only such as were out of use then. −1: there is none. */
	#preparedBehind(sector: number): number {
		const { sectors } = this.#area;
		for (let leftOut = 0; leftOut < sectors - 1; leftOut++) {
			const next = (sector + 1 + leftOut) % sectors;
			if (
				this.#hasHead(next) &&
				new DataView(this.#page.echo.buffer).getUint16(SectorHead.LEFT_OUT) === leftOut
			)
				return next;
		}
		return -1;
	}

	/** Goes on in the first sector, if writing has begun there and come to nothing. */
	#openEmpty(): void {
		if (!this.#hasHead(0)) return;
		this.#sector = 0;
		this.#slot = this.#lookThrough(0) + 1;
		this.#prepared = this.#isPrepared(this.#after(0));
	}

	/** Sequence of a sector's first record; 0: it has none. */
	#firstSequence(sector: number): number {
		const { kind, slotLength } = this.#area;
		const headed = this.#hasHead(sector);
		for (let slot = 1; slot <= this.#slots; slot++) {
			this.#read(sector, slot);
			const state = this.#page.judge(kind, slotLength);
			if (state === Slot.RECORD) return this.#page.sequence;
			if (state === Slot.BLANK && (headed || slot === 1)) break;
			if (state === Slot.BROKEN) this.incomplete = true;
		}
		return 0;
	}

	/** Finds the newest record in a sector, and what is broken behind it. @returns its last slot that is not blank */
	#lookThrough(sector: number): number {
		const { kind, slotLength } = this.#area;
		let last = this.#slots;
		while (last > 0 && this.#isBlank(sector, last)) last--;
		for (let slot = last; slot > 0; slot--) {
			this.#read(sector, slot);
			const state = this.#page.judge(kind, slotLength);
			if (state === Slot.BROKEN) this.incomplete = true;
			if (state !== Slot.RECORD) continue;
			this.sequence = this.#page.sequence;
			this.#newest = this.#offset(sector, slot);
			break;
		}
		return last;
	}

	/** Goes on to the sector behind, which is prepared. */
	#enter(): void {
		this.#sector = this.#after(this.#sector);
		this.#slot = 1;
		this.#prepared = false;
	}

	/** Sees to it that the sector behind is prepared, and waits for the chip if it has to. The page stays as it is. */
	#prepareNow(): boolean {
		if (this.#prepared) return true;
		this.#eraser.settle();
		while (!this.#prepared) {
			const next = this.#after(this.#sector);
			if (this.#bad & (1 << next) || !this.#mayErase(next)) return false;
			// An erase that was interrupted may read as blank, and its bits be weak: only what is new may be taken as it is.
			const isNew = this.sequence === 0 && this.#isErased(next);
			this.takeErased(isNew || this.#eraser.erase(this.#area.first + next));
		}
		return true;
	}

	/** A permanent area is only erased where it holds nothing. */
	#mayErase(sector: number): boolean {
		return !this.#area.permanent || this.#isBlank(sector, 1);
	}

	/** The sector behind another, those that are given up left out; itself if there is no other. */
	#after(sector: number): number {
		let next = sector;
		do next = (next + 1) % this.#area.sectors;
		while (next !== sector && this.#bad & (1 << next));
		return next;
	}

	/** Programs the page's record, and its checksum when the record is right. */
	#write(offset: number, slotLength: number, check: number): boolean {
		const { bytes, length, view } = this.#page;
		if (!this.#program(offset, bytes.subarray(0, length))) return false;
		const place = slotLength - CHECK_LENGTH;
		view.setUint32(place, check);
		return this.#program(offset + place, bytes.subarray(place, slotLength));
	}

	/** Programs and reads back. */
	#program(offset: number, bytes: Uint8Array): boolean {
		const echo = this.#page.echo.subarray(0, bytes.length);
		if (!this.#flash.program(offset, bytes)) return false;
		this.#flash.read(offset, echo);
		for (let i = 0; i < bytes.length; i++) if (echo[i] !== bytes[i]) return false;
		return true;
	}

	/** Programs the head of a sector that is erased. */
	#writeHead(sector: number): boolean {
		const { sectors } = this.#area;
		const head = new DataView(new ArrayBuffer(SectorHead.LENGTH));
		const bytes = new Uint8Array(head.buffer);
		head.setUint32(0, MARK);
		head.setUint8(SectorHead.VERSION, VERSION);
		head.setUint8(SectorHead.KIND, this.#area.kind);
		head.setUint16(SectorHead.LEFT_OUT, (sector - this.#sector - 1 + sectors) % sectors);
		head.setUint32(SectorHead.CHECK, crc32(bytes, 0, SectorHead.CHECK));
		return this.#program(this.#offset(sector, 0), bytes);
	}

	/** Whether a sector was prepared, by whatever version. */
	#hasHead(sector: number): boolean {
		const { echo } = this.#page;
		const bytes = echo.subarray(0, SectorHead.LENGTH);
		this.#flash.read(this.#offset(sector, 0), bytes);
		const view = new DataView(echo.buffer);
		if (view.getUint32(0) !== MARK) return false;
		if (view.getUint32(SectorHead.CHECK) !== crc32(echo, 0, SectorHead.CHECK)) return false;
		if (view.getUint8(SectorHead.VERSION) !== VERSION) this.otherVersion = true;
		return view.getUint8(SectorHead.KIND) === this.#area.kind;
	}

	#isPrepared(sector: number): boolean {
		return sector !== this.#sector && this.#hasHead(sector) && this.#isBlank(sector, 1);
	}

	/** Whether all of a sector is blank. */
	#isErased(sector: number): boolean {
		const { echo } = this.#page;
		const start = this.#offset(sector, 0);
		for (let at = 0; at < this.#flash.sectorBytes; at += echo.length) {
			this.#flash.read(start + at, echo);
			for (let i = 0; i < echo.length; i++) if (echo[i] !== 0xff) return false;
		}
		return true;
	}

	/** Whether nothing stands at the beginning of a slot. */
	#isBlank(sector: number, slot: number): boolean {
		const { echo } = this.#page;
		this.#flash.read(this.#offset(sector, slot), echo.subarray(0, RecordHead.PAYLOAD));
		for (let i = 0; i < RecordHead.PAYLOAD; i++) if (echo[i] !== 0xff) return false;
		return true;
	}

	#read(sector: number, slot: number): void {
		this.#flash.read(
			this.#offset(sector, slot),
			this.#page.bytes.subarray(0, this.#area.slotLength),
		);
	}

	#offset(sector: number, slot: number): number {
		return (this.#area.first + sector) * this.#flash.sectorBytes + slot * this.#area.slotLength;
	}
}
