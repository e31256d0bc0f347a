/**
 * Modbus PDUs in fragments that fit the MTU. A fragment is the client's number of the transaction
 * (1 byte), a head (1 byte: number of the fragment from 0 in bits 0–5, {@link FAULT}, {@link MORE})
 * and part of the PDU (at least 1 byte).
 */
import { MAXIMUM_PDU, PduBuffer } from "modbus/pdu";

/** Bytes before the part of the PDU. */
export const FRAGMENT_HEAD = 2;

/** Highest number of a fragment. */
const LAST_NUMBER = 0x3f;

/** Bit of the head of a response: a {@link Fault} follows instead of a PDU. */
export const FAULT = 0x40;

/** Bit of the head: more fragments follow. */
export const MORE = 0x80;

/** Error in a client's fragment, as it is sent to the client. */
export const Fault = Object.freeze({
	NONE: 0,
	/** Shorter than 3 bytes, or FAULT set. */
	MALFORMED: 1,
	/** Not the next fragment of the request. */
	OUT_OF_ORDER: 2,
	/** The PDU is longer than 253 bytes. */
	TOO_LONG: 3,
} as const);

export type Fault = (typeof Fault)[keyof typeof Fault];

/** A request that arrives in fragments. */
export default class Request {
	/** The bytes so far. */
	readonly pdu = new PduBuffer();
	/** Chosen by the client. */
	transaction = 0;
	/** True if the last fragment has arrived. */
	complete = false;
	/** Number of the next fragment; 0 if no request is under way. */
	private next = 0;

	/** Discards a request under way. */
	reset(): void {
		this.complete = false;
		this.next = 0;
	}

	/** Takes a fragment of at least 1 byte. Fragment 0 begins a new request in any case. */
	take(fragment: Uint8Array): Fault {
		const transaction = fragment[0];
		const head = fragment[1];
		const expected = this.next;
		const sameTransaction = transaction === this.transaction;
		this.transaction = transaction;
		this.reset();
		if (fragment.length <= FRAGMENT_HEAD || (head & FAULT) !== 0) return Fault.MALFORMED;
		const number = head & LAST_NUMBER;
		const { pdu } = this;
		if (number === 0) pdu.length = 0;
		else if (number !== expected || !sameTransaction) return Fault.OUT_OF_ORDER;
		if (pdu.length + fragment.length - FRAGMENT_HEAD > MAXIMUM_PDU) return Fault.TOO_LONG;
		for (let i = FRAGMENT_HEAD; i < fragment.length; i++) pdu.putByte(fragment[i]);
		this.complete = (head & MORE) === 0;
		// 64, after fragment 63, is a number that no fragment can have.
		if (!this.complete) this.next = number + 1;
		return Fault.NONE;
	}
}
