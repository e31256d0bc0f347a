/**
 * Ends the firmware, which then restarts with an event, when an invariant of the program does not
 * hold. Nothing that comes from outside the program (a bus, flash, a button) is ever checked with
 * it.
 *
 * @throws Error naming the invariant
 */
export default function invariant(holds: boolean, text: string): void {
	if (!holds) throw new Error(`invariant: ${text}`);
}
