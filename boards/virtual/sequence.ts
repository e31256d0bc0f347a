/** The sequence numbers of FRAMES: which messages are new, and how many are missing. */

/** Sequence numbers wrap at this. */
const SEQUENCES = 0x10000;

/** See the file's head. */
export default class Sequence {
	#next = 0;

	/**
	 * Takes the number of the next message, 0..65535.
	 * @returns how many before it are missing, for good; −1 for a message that is not new (the last once more,
	 *   or one that others have overtaken), which must be dropped: its time has passed already
	 */
	take(sequence: number): number {
		const ahead = (sequence - this.#next) & (SEQUENCES - 1);
		if (ahead >= SEQUENCES / 2) return -1;
		this.#next = (sequence + 1) & (SEQUENCES - 1);
		return ahead;
	}
}
