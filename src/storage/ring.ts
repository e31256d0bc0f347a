/**
 * An area of the flash as a ring of records. Each goes to the next slot; the sector after that in
 * use is erased in advance, so that no write waits for an erase. The newest record is the one with
 * the highest sequence.
 */
import type { Flash } from "board";
import type Eraser from "storage/eraser";
import { Fault } from "storage/fault";
import { type Area, VERSION } from "storage/format";
import type Page from "storage/page";
import { Slot, Slots } from "storage/page";

/** Slots of a sector in which a record may fail before the sector is taken out of use. */
const TRIES = 2;

export default class Ring {
	/** Sequence of the newest record; 0 if there is none. */
	sequence = 0;
	/** The faults of {@link Fault} that concern a ring, as bits. */
	faults = 0;
	private readonly eraser: Eraser;
	private readonly page: Page;
	private readonly area: Area;
	private readonly slots: Slots;
	/** Sector in use, counted from 0 in the area, and the next slot in it, counted from 1. */
	private sector: number;
	private slot: number;
	/** Offset of the newest record in the flash. */
	private newest = 0;
	/** True if the sector after the one in use is erased and has its head. */
	private prepared = false;
	/** Sectors out of use, as bits. */
	private bad = 0;

	constructor(flash: Flash, eraser: Eraser, page: Page, area: Area) {
		this.eraser = eraser;
		this.page = page;
		this.area = area;
		this.slots = new Slots(flash, page, area);
		this.sector = area.sectors - 1;
		this.slot = this.slots.count + 1;
	}

	/** Finds the newest record. */
	open(): void {
		let best = -1;
		for (let sector = 0; sector < this.area.sectors; sector++) {
			const first = this.firstSequence(sector);
			if (first <= this.sequence) continue;
			this.sequence = first;
			best = sector;
		}
		if (best < 0) {
			this.openEmpty();
			return;
		}
		this.faults &= ~Fault.INCOMPLETE;
		let last = this.scanBackward(best);
		const next = this.preparedAfter(best);
		this.sector = best;
		if (last === this.slots.count) {
			// The last slot is written only after the next sector has been prepared (see append).
			if (next < 0) {
				if (this.newest === this.slots.offset(best, last)) this.faults |= Fault.INCOMPLETE;
			} else if (!this.slots.isBlank(next, 1) && this.firstSequence(next) === 0) {
				last = this.scanBackward(next);
				this.sector = next;
				// With two sectors, the next to be erased has the newest record.
				this.faults |= Fault.STRANDED;
			}
		}
		this.slot = last + 1;
		this.prepared = this.isPrepared(this.sectorAfter(this.sector));
	}

	/** Lends the newest record to `decode`; false if there is none, or if `decode` returns false. */
	read<Data>(decode: (page: Page, data: Data) => unknown, data: Data): boolean {
		if (this.sequence === 0 || this.slots.readAt(this.newest) !== Slot.RECORD) return false;
		return decode(this.page, data) !== false;
	}

	/**
	 * Finds the latest record that matches; false if none does.
	 * @param back number of newer records that are skipped
	 * @param matches is lent a record; returns more than 0 if it matches, less than 0 to end the
	 * search
	 */
	find(back: number, matches: (page: Page) => number): boolean {
		let [sector, slot] = [this.sector, this.slot - 1 - back];
		for (let left = this.area.sectors * this.slots.count; left > 0; left--) {
			while (slot < 1) {
				sector = (sector + this.area.sectors - 1) % this.area.sectors;
				slot += this.slots.count;
			}
			if (this.slots.read(sector, slot) === Slot.RECORD) {
				const answer = matches(this.page);
				if (answer !== 0) return answer > 0;
			}
			slot--;
		}
		return false;
	}

	/**
	 * Writes the record that `encode` makes of `data` as the newest; false if it was not stored.
	 * @param encode is lent the page for this call; must call `begin` of the page first
	 */
	write<Data>(encode: (page: Page, data: Data) => void, data: Data): boolean {
		encode(this.page, data);
		return this.append(this.page, this.sequence + 1);
	}

	/**
	 * Writes the record in `page` as the newest, reads it back and compares; false if it could not
	 * be stored. Changes the head and the checksum in the page only.
	 */
	append(page: Page, sequence: number): boolean {
		const { kind, sectors } = this.area;
		const check = page.finish(kind, sequence);
		for (let tries = 0, left = TRIES * sectors; left > 0; left--) {
			if (this.slot >= this.slots.count && !this.prepareNow()) break;
			if (this.slot > this.slots.count) this.enterNextSector();
			const offset = this.slots.offset(this.sector, this.slot++);
			if (this.slots.program(offset, check)) {
				this.sequence = sequence;
				this.newest = offset;
				return true;
			}
			this.faults |= Fault.FAILED;
			if (++tries % TRIES === 0) {
				this.bad |= 1 << this.sector;
				this.slot = this.slots.count + 1;
			}
		}
		this.faults |= Fault.FAILED;
		return false;
	}

	/**
	 * Mends a ring that lags, or has something else after its newest record: copies the newest record
	 * of `source`, the other ring or this one. Where neither has one, or a permanent area no readable
	 * one, the damage is erased; waits for the chip.
	 */
	repair(source: Ring): void {
		const isDamaged = (this.faults & Fault.INCOMPLETE) !== 0 && this.sequence === 0;
		if (isDamaged && (source.sequence === 0 || this.area.permanent)) this.clear();
		source.read((page) => this.append(page, source.sequence), undefined);
	}

	/** Prepares a sector at the start if the next record would have to wait for an erase. */
	prepare(): void {
		if (this.slot >= this.slots.count) this.prepareNow();
	}

	/** Sector of the chip to be erased now; −1 if there is none. */
	get sectorToErase(): number {
		if (this.prepared || this.sequence === 0) return -1;
		const next = this.sectorAfter(this.sector);
		return next !== this.sector && this.mayErase(next) ? this.area.first + next : -1;
	}

	/** Marks an erased sector as prepared, or takes it out of use. Leaves the record in the page. */
	eraseEnded(succeeded: boolean): void {
		const { sectors } = this.area;
		const next = this.sectorAfter(this.sector);
		const leftOut = (next - this.sector - 1 + sectors) % sectors;
		this.prepared = succeeded && this.slots.writeHead(next, leftOut);
		if (this.prepared) return;
		this.faults |= Fault.FAILED;
		this.bad |= 1 << next;
	}

	/** Erases what is in the area. */
	private clear(): void {
		const { first, sectors } = this.area;
		for (let sector = 0; sector < sectors; sector++)
			if (!this.slots.isErased(sector) && !this.eraser.erase(first + sector))
				this.faults |= Fault.FAILED;
		this.sector = sectors - 1;
		this.slot = this.slots.count + 1;
		this.prepared = false;
	}

	/** The prepared successor of a sector, past sectors out of use; −1 if there is none. */
	private preparedAfter(sector: number): number {
		const { sectors } = this.area;
		for (let leftOut = 0; leftOut < sectors - 1; leftOut++) {
			const next = (sector + 1 + leftOut) % sectors;
			if (this.hasHead(next) && this.slots.leftOutBefore(next) === leftOut) return next;
		}
		return -1;
	}

	/** Continues in the first sector if it is prepared: a write has begun there and failed. */
	private openEmpty(): void {
		if (!this.hasHead(0)) {
			// The head was there before the slot: a write that was interrupted does not hide its damage.
			if (!this.slots.isBlank(0, 1)) this.faults |= Fault.INCOMPLETE;
			return;
		}
		this.sector = 0;
		this.slot = this.scanBackward(0) + 1;
		this.prepared = this.isPrepared(this.sectorAfter(0));
	}

	/** Sequence of a sector's first record; 0 if it has none. */
	private firstSequence(sector: number): number {
		const headed = this.hasHead(sector);
		for (let slot = 1; slot <= this.slots.count; slot++) {
			const state = this.slots.read(sector, slot);
			if (state === Slot.RECORD) return this.page.sequence;
			if (state === Slot.BLANK && (headed || slot === 1)) break;
			if (state === Slot.BROKEN) this.faults |= Fault.INCOMPLETE;
		}
		return 0;
	}

	/**
	 * Finds the newest record of a sector, and broken slots after it. Returns the sector's last slot
	 * that is not blank.
	 */
	private scanBackward(sector: number): number {
		let last = this.slots.count;
		while (last > 0 && this.slots.isBlank(sector, last)) last--;
		for (let slot = last; slot > 0; slot--) {
			const state = this.slots.read(sector, slot);
			if (state === Slot.BROKEN) this.faults |= Fault.INCOMPLETE;
			if (state !== Slot.RECORD) continue;
			this.sequence = this.page.sequence;
			this.newest = this.slots.offset(sector, slot);
			break;
		}
		return last;
	}

	/** Continues in the next sector, which is prepared. */
	private enterNextSector(): void {
		this.sector = this.sectorAfter(this.sector);
		this.slot = 1;
		this.prepared = false;
	}

	/** Prepares the next sector, waiting for the chip if necessary. Leaves the record in the page. */
	private prepareNow(): boolean {
		if (this.prepared) return true;
		this.eraser.settle();
		while (!this.prepared) {
			const next = this.sectorAfter(this.sector);
			// No other sector is left: an erase of this one could take the only copy of its records.
			if (next === this.sector && this.sequence > 0) return false;
			if (this.bad & (1 << next) || !this.mayErase(next)) return false;
			// The bits of an interrupted erase may read as blank and be weak: only a sector of an area
			// without records is used without an erase.
			const isNew = this.sequence === 0 && this.slots.isErased(next);
			this.eraseEnded(isNew || this.eraser.erase(this.area.first + next));
		}
		return true;
	}

	/** False for a sector of a permanent area that holds a record. */
	private mayErase(sector: number): boolean {
		return !this.area.permanent || this.slots.isBlank(sector, 1);
	}

	/** The next sector that is in use; the same sector if there is no other. */
	private sectorAfter(sector: number): number {
		let next = sector;
		do next = (next + 1) % this.area.sectors;
		while (next !== sector && this.bad & (1 << next));
		return next;
	}

	/** True if a sector has a head of this area's kind, of any version. */
	private hasHead(sector: number): boolean {
		const version = this.slots.versionOf(sector);
		if (version > 0 && version !== VERSION) this.faults |= Fault.OTHER_VERSION;
		return version > 0;
	}

	private isPrepared(sector: number): boolean {
		return sector !== this.sector && this.hasHead(sector) && this.slots.isBlank(sector, 1);
	}
}
