/** Sample data of the Core Specification 5.4: volume 3, part H, appendix D; volume 6, part C. */
import { describe, expect, it } from "vitest";
import { diversifiersOf } from "../../../bench/ble/link.ts";
import { LinkCipher, sessionKey } from "../../../bench/ble/link-cipher.ts";
import { f4, f5, f6, KeyPair } from "../../../bench/ble/security-functions.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

const SESSION = {
	nonceA: hex("d5cb8454 d177733e ffffb2ec 712baeab"),
	nonceB: hex("a6e8e7cc 25a75f6e 216583f7 ff3dc4cf"),
	addressA: hex("00561237 37bfce"),
	addressB: hex("00a71370 2dcfc1"),
};

describe("the functions of Secure Connections give the specification's sample data", () => {
	it("f4", () => {
		const u = hex("20b003d2 f297be2c 5e2c83a7 e9f9a5b9 eff49111 acf4fddb cc030148 0e359de6");
		const v = hex("55188b3d 32f6bb9a 900afcfb eed4e72a 59cb9ac2 f19d7cfb 6b4fdd49 f47fc5fd");
		const commitment = f4(u, v, SESSION.nonceA, 0);
		expect(commitment.toString("hex")).toBe("f2c916f107a9bd1cf1eda1bea974872d");
	});

	it("f5", () => {
		const secret = hex("ec0234a3 57c8ad05 341010a6 0a397d9b 99796b13 b4f866f1 868d34f3 73bfa698");
		const { macKey, longTermKey } = f5(secret, SESSION);
		expect(macKey.toString("hex")).toBe("2965f176a1084a02fd3f6a20ce636e20");
		expect(longTermKey.toString("hex")).toBe("6986791169d7cd23980522b594750a38");
	});

	it("f6", () => {
		const macKey = hex("2965f176 a1084a02 fd3f6a20 ce636e20");
		const r = hex("12a3343b b453bb54 08da42d2 0c2d0fc8");
		const check = f6(macKey, SESSION, r, hex("010102"));
		expect(check.toString("hex")).toBe("e3c473989cd0e8c5d26c0b09da958f61");
	});
});

describe("the encryption of the link layer gives the specification's sample data", () => {
	const longTermKey = hex("4c68384139f574d836bcf34e9dfb01bf");
	const central = Buffer.concat([hex("acbdcedfe0f10213").reverse(), hex("badcab24").reverse()]);
	const peripheral = Buffer.concat([hex("0213243546576879").reverse(), hex("deafbabe").reverse()]);
	const shared = diversifiersOf(central, peripheral);
	const key = sessionKey(longTermKey, shared);

	it("session key", () => {
		expect(key.toString("hex")).toBe("99ad1b5226a37e3e058e3b8e27c2c666");
	});

	it("the first packets of both directions", () => {
		const cipher = new LinkCipher(key, shared);
		expect(cipher.seal("central", 3, hex("06")).toString("hex")).toBe("9fcda7f448");
		expect(cipher.seal("peripheral", 3, hex("06")).toString("hex")).toBe("a34c13a415");
	});

	it("a packet is opened once, in its turn, and by the same key only", () => {
		const sender = new LinkCipher(key, shared);
		const receiver = new LinkCipher(key, shared);
		const stranger = new LinkCipher(Buffer.alloc(16), shared);
		const packet = sender.seal("central", 2, hex("0102"));
		expect(stranger.open("central", 2, packet)).toBeUndefined();
		expect(receiver.open("central", 2, packet)).toEqual(hex("0102"));
		expect(receiver.open("central", 2, packet)).toBeUndefined();
	});

	it("a changed packet is not opened", () => {
		const packet = new LinkCipher(key, shared).seal("central", 2, hex("0102"));
		packet[0] = (packet[0] ?? 0) ^ 1;
		expect(new LinkCipher(key, shared).open("central", 2, packet)).toBeUndefined();
	});
});

describe("a key pair", () => {
	it("has a secret in common with every other", () => {
		const [a, b] = [new KeyPair(), new KeyPair()];
		expect(a.sharedSecret(b.publicKey)).toEqual(b.sharedSecret(a.publicKey));
	});

	it("has none with a point off the curve, nor with itself", () => {
		const keys = new KeyPair();
		expect(keys.sharedSecret(Buffer.alloc(64, 1))).toBeUndefined();
		expect(keys.sharedSecret(keys.publicKey)).toBeUndefined();
	});
});
