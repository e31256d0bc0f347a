/**
 * The buffers that all areas share: one record, and the bytes that are read back for comparison.
 * An area lends the page to a function for the length of one call; nobody else keeps it.
 */
import crc32 from "checksum";
import { BLANK, CHECK_LENGTH, PAGE_LENGTH, RecordHead, VERSION } from "storage/format";

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
		return this.#checksum();
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
		const checksum = this.#checksum();
		const difference = (stored ^ checksum) >>> 0;
		// A single wrong bit is an error of the checksum itself: the record is intact.
		if ((difference & (difference - 1)) === 0) return Slot.RECORD;
		// An interrupted programming has cleared only some of the bits.
		return (stored & checksum) >>> 0 === checksum ? Slot.TORN : Slot.BROKEN;
	}

	/** Never that of a blank slot, since one wrong bit is accepted anyway. */
	#checksum(): number {
		const checksum = crc32(this.bytes, 0, this.length);
		return checksum === BLANK ? BLANK - 1 : checksum;
	}
}
