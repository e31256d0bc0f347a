/** The interface between the register model and the owner of a row's value. */

/** Result of a write. */
export const Outcome = Object.freeze({
	DONE: 0,
	/** The row does not exist or is read only. */
	NO_REGISTER: 1,
	/** The value is outside the row's range, or only part of a value. */
	BAD_VALUE: 2,
	/** Not possible in the present state. */
	REFUSED: 3,
	/** Possible, but not now: too many changes have been stored already. */
	BUSY: 4,
} as const);

export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** The staged part of the write that is being judged. */
export interface StagedWrite {
	/** True if it was sent to every meter on a bus at once. */
	readonly isBroadcast: boolean;
	/** Value that the row will have after the commit; its present value if it is not staged. */
	valueOf(index: number): number;
	/** Stages a row that follows from the one being judged, without judging it. */
	imply(index: number, value: number): void;
}

/** Answers for rows. A row without a binding has the value that was written or set last. */
export interface Binding {
	/** Present value in the model's unit; without it the model keeps the value. */
	read?(index: number): number;
	/**
	 * Replaces {@link read} for an owner of many rows: stores the values of the rows from `first`,
	 * which is one of the owner's, to before `last` at their indices in `values`, and stops at a row
	 * that is not the owner's. Returns the index it stopped at.
	 */
	readMany?(first: number, last: number, values: number[]): number;
	/** True if the row may be written now, with any value. */
	isWritable?(index: number): boolean;
	/** Judges a value that the row's range allows: DONE, BAD_VALUE or REFUSED. Changes nothing. */
	judge?(index: number, value: number, staged: StagedWrite): Outcome;
	/** Applies a value that was judged. */
	apply?(index: number, value: number): void;
}

/** A write as a whole: all of its rows are judged and staged, none is applied. */
export interface ProposedWrite extends StagedWrite {
	/** Number of staged rows. */
	readonly count: number;
	/** A staged row, `place` 0..count − 1. */
	rowAt(place: number): number;
	/** True if the write would change the value of this row, or resets it. */
	changes(index: number): boolean;
}

/** Keeps writes: decides on each as a whole. */
export interface Custodian {
	/** Stores what must be stored first. Anything but DONE discards the write. */
	admit(write: ProposedWrite): Outcome;
	/** The admitted write is in force; no listener has been told yet. */
	complete(): void;
}

/** The rows that one commit has changed. Valid during the call of the listener only. */
export interface Changes {
	readonly count: number;
	/** Row of a change, `place` 0..count − 1. */
	rowAt(place: number): number;
	/** True if the commit changed this row or wrote a row of resets. */
	has(index: number): boolean;
	/** Value before the commit of a row that it changed. */
	previous(index: number): number;
}

export type ChangeListener = (changes: Changes) => void;
