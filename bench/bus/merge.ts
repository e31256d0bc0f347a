/** What is on the line when several drive it at once. */

/** The transmissions of one moment as one stream: a 0 bit of any of them wins, as the stronger driver would. */
export function merge(transmissions: readonly Uint8Array[]): Uint8Array {
	const merged = new Uint8Array(Math.max(0, ...transmissions.map((bytes) => bytes.length))).fill(0xff);
	for (const bytes of transmissions) {
		bytes.forEach((byte, at) => {
			merged[at] = (merged[at] ?? 0xff) & byte;
		});
	}
	return merged;
}
