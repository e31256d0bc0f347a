/** Something that lasts until it has been calm for a minute, so that its events stay rare. */

/** Windows of a minute, about. */
export const MINUTE_WINDOWS = 300;

export default class Episode {
	/** Windows left until it is over; 0: it is. */
	private windows = 0;

	/**
	 * Takes the next window.
	 * @param active true while its cause lasts
	 * @returns true if the episode begins or ends with it
	 */
	changes(active: boolean): boolean {
		const lasted = this.windows > 0;
		this.windows = active ? MINUTE_WINDOWS : Math.max(0, this.windows - 1);
		return lasted !== this.windows > 0;
	}
}
