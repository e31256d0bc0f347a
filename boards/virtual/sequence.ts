/** Sequence numbers wrap at this. */
const SEQUENCES = 0x10000;

/** Sequence numbers of FRAMES: tells new messages from old ones and counts missing ones. */
export default class Sequence {
	private next = 0;

	/**
	 * Handles the number (0..65535) of the next message.
	 * @returns how many messages before it are lost; −1 if the message is not new (a repetition, or
	 *   overtaken by later ones) and must be dropped, since its time has already passed
	 */
	take(sequence: number): number {
		const ahead = (sequence - this.next) & (SEQUENCES - 1);
		if (ahead >= SEQUENCES / 2) return -1;
		this.next = (sequence + 1) & (SEQUENCES - 1);
		return ahead;
	}
}
