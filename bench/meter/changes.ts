/** When the settings of a meter may have changed last, by a road that its lines do not see. */
export class Changes {
	#frame = 0;
	readonly #padsDown = new Set<number>();

	/** Meter time of the last such event; Infinity while a button is held: a menu may act. */
	get frame(): number {
		return this.#padsDown.size > 0 ? Number.POSITIVE_INFINITY : this.#frame;
	}

	/** Something that may change settings happens at `frame`. */
	note(frame: number): void {
		this.#frame = frame;
	}

	/** The same, by a button. */
	touch(frame: number, pad: number, down: boolean): void {
		this.note(frame);
		if (down) this.#padsDown.add(pad);
		else this.#padsDown.delete(pad);
	}

	/** The meter powers up: its settings are those that it kept, and no button counts as held. */
	restart(frame: number): void {
		this.#padsDown.clear();
		this.note(frame);
	}
}
