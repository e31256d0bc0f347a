/**
 * Modbus PDUs in pieces that fit the MTU. A fragment is the transaction that the client has numbered (1 byte), a head
 * (1 byte: number of the fragment from 0 on in bits 0–5, {@link FAULT}, {@link MORE}) and part of the PDU (1 byte at least).
 */
import PduBuffer, { MAXIMUM_PDU } from "modbus/pdu-buffer";

/** Bytes before the part of the PDU. */
export const FRAGMENT_HEAD = 2;

/** Highest number of a fragment. */
const LAST_NUMBER = 0x3f;

/** Bits of the head: an answer that is a {@link Fault} instead of a PDU; fragments follow this one. */
export const FAULT = 0x40;
export const MORE = 0x80;

/** What is wrong with a client's fragment. */
export const Fault = Object.freeze({
	/** Shorter than 3 bytes, or FAULT set. */
	MALFORMED: 1,
	/** Not the fragment that was to come next. */
	OUT_OF_ORDER: 2,
	/** The PDU is longer than 253 bytes. */
	TOO_LONG: 3,
} as const);

export type Fault = (typeof Fault)[keyof typeof Fault];

/** What came of a fragment, beside a {@link Fault}. */
export const WHOLE = 0;
export const UNFINISHED = -1;

/** A request as it comes. */
export default class Request {
	/** The bytes so far; all of them once the request is whole. */
	readonly pdu = new PduBuffer();
	/** The client's number of it. */
	transaction = 0;
	/** Number of the fragment that is to come next; 0: none is under way. */
	#next = 0;

	/** Forgets what is under way. */
	reset(): void {
		this.#next = 0;
	}

	/** Takes a client's fragment, at least 1 byte. A fragment 0 begins anew, whatever was under way. */
	take(fragment: Uint8Array): typeof WHOLE | typeof UNFINISHED | Fault {
		const transaction = fragment[0];
		const head = fragment[1];
		const expected = this.#next;
		const sameTransaction = transaction === this.transaction;
		this.transaction = transaction;
		this.#next = 0;
		if (fragment.length <= FRAGMENT_HEAD || (head & FAULT) !== 0) return Fault.MALFORMED;
		const number = head & LAST_NUMBER;
		const { pdu } = this;
		if (number === 0) pdu.length = 0;
		else if (number !== expected || !sameTransaction) return Fault.OUT_OF_ORDER;
		if (pdu.length + fragment.length - FRAGMENT_HEAD > MAXIMUM_PDU) return Fault.TOO_LONG;
		for (let i = FRAGMENT_HEAD; i < fragment.length; i++) pdu.putByte(fragment[i]);
		if ((head & MORE) === 0) return WHOLE;
		// After number 63 only a new request can come: 64 is none that a fragment can have.
		this.#next = number + 1;
		return UNFINISHED;
	}
}
