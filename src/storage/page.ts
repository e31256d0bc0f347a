/** The buffers that all areas share: one record that is being made or looked at, and what was read back of it. */
import crc32 from "checksum";
import { BLANK, CHECK_LENGTH, PAGE_LENGTH, RecordHead, VERSION } from "storage/format";

/** What a slot holds. */
export const Slot = Object.freeze({
	/** Nothing. */
	BLANK: 0,
	/** A record whose writing was interrupted: it was never part of what is stored. */
	TORN: 1,
	/** What was a record, and is not any more. */
	BROKEN: 2,
	RECORD: 3,
} as const);

export type Slot = (typeof Slot)[keyof typeof Slot];

export default class Page {
	readonly bytes = new Uint8Array(PAGE_LENGTH);
	readonly view = new DataView(this.bytes.buffer);
	/** What was read back. */
	readonly echo = new Uint8Array(PAGE_LENGTH);

	/** Of the record in it. */
	get sequence(): number {
		return this.view.getUint32(RecordHead.SEQUENCE);
	}

	/** Bytes of head and payload. */
	get length(): number {
		return RecordHead.PAYLOAD + this.view.getUint16(RecordHead.LENGTH);
	}

	/** Begins a record with a payload of zeros. @param payload its length in bytes */
	begin(payload: number): void {
		this.bytes.fill(0);
		this.view.setUint16(RecordHead.LENGTH, payload);
	}

	/** Completes the head. @returns the checksum to be programmed */
	seal(kind: number, sequence: number): number {
		const { view } = this;
		view.setUint8(RecordHead.KIND, kind);
		view.setUint8(RecordHead.VERSION, VERSION);
		view.setUint32(RecordHead.SEQUENCE, sequence);
		return this.#checksum();
	}

	/** Says what stands in the first `slotLength` bytes. */
	judge(kind: number, slotLength: number): Slot {
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
		const checksum = this.#checksum();
		const difference = (stored ^ checksum) >>> 0;
		// One bit that has flipped in the checksum itself says nothing against the rest.
		if ((difference & (difference - 1)) === 0) return Slot.RECORD;
		// Programming has only cleared some of the bits that it should have.
		return (stored & checksum) >>> 0 === checksum ? Slot.TORN : Slot.BROKEN;
	}

	/** Never that of a blank slot: one bit beside is as good. */
	#checksum(): number {
		const checksum = crc32(this.bytes, 0, this.length);
		return checksum === BLANK ? BLANK - 1 : checksum;
	}
}
