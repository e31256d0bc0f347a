/** Node's `crypto` in a browser, as far as the bench uses it. */
export function randomBytes(count: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(count));
}

/** The functions by which the radio's clients pair; the page has no such client. */
function absent(): never {
	throw new Error("pairing needs Node");
}

export {
	absent as createCipheriv,
	absent as createDecipheriv,
	absent as createECDH,
	absent as randomInt,
};
