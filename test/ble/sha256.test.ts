import { createHash, createHmac } from "node:crypto";
import Sha256 from "ble/sha256";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

function hash(message: Uint8Array): string {
	const target = new Uint8Array(32);
	new Sha256().reset().update(message).digest(target);
	return Buffer.from(target).toString("hex");
}

function hmac(key: Uint8Array, message: Uint8Array): string {
	const target = new Uint8Array(32);
	new Sha256().hmac(key, message, target);
	return Buffer.from(target).toString("hex");
}

describe("SHA-256", () => {
	/** Examples of FIPS 180-4, and the empty message. */
	it.each([
		["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
		["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
		[
			"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		],
	])("of %j is the published digest", (message, digest) => {
		expect(hash(bytes(message))).toBe(digest);
	});

	it("equals OpenSSL's for any message, across block boundaries", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
				expect(hash(message)).toBe(createHash("sha256").update(message).digest("hex"));
			}),
		);
	});
});

describe("HMAC-SHA-256", () => {
	/** RFC 4231, test cases 1, 2 and 3. */
	it.each([
		[
			new Uint8Array(20).fill(0x0b),
			bytes("Hi There"),
			"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
		],
		[
			bytes("Jefe"),
			bytes("what do ya want for nothing?"),
			"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
		],
		[
			new Uint8Array(20).fill(0xaa),
			new Uint8Array(50).fill(0xdd),
			"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
		],
	])("is the published digest", (key, message, digest) => {
		expect(hmac(key, message)).toBe(digest);
	});

	it("equals OpenSSL's for any key up to a block", () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 64 }),
				fc.uint8Array({ maxLength: 100 }),
				(key, message) => {
					expect(hmac(key, message)).toBe(createHmac("sha256", key).update(message).digest("hex"));
				},
			),
		);
	});
});
