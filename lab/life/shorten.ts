/** Shortens a script that fails: leaves out as many events as it can. */

/**
 * Leaves out halves, then quarters, down to single events, as long as the rest still fails.
 * @param script events of a life; the last is where it fails
 * @param fails lives a script
 * @param goesOn asked before each script; what has been left out by then stays out
 */
export async function shorten<Event>(
	script: readonly Event[],
	fails: (script: readonly Event[]) => Promise<boolean>,
	goesOn: () => boolean,
): Promise<readonly Event[]> {
	let kept = script;
	for (
		let size = Math.ceil(kept.length / 2);
		size >= 1;
		size = size === 1 ? 0 : Math.ceil(size / 2)
	) {
		// From the end: what came long before is left out at once.
		for (let end = kept.length - 1; end > 0 && goesOn(); end -= size) {
			const from = Math.max(0, end - size);
			const rest = [...kept.slice(0, from), ...kept.slice(end)];
			if (await fails(rest)) kept = rest;
		}
	}
	return kept;
}
