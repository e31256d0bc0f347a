/** Node's `crypto` in a browser, as far as the bench uses it. */
export function randomBytes(count: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(count));
}
