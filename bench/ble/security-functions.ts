/**
 * The cryptographic functions of LE Secure Connections (Core Specification 5.4, volume 3, part H,
 * 2.2), most significant byte first as in the specification.
 */
import { createECDH, type ECDH } from "node:crypto";
import { cmac } from "@noble/ciphers/aes.js";

/** Bytes of a coordinate of P-256, and of the key that both ends compute of it. */
const COORDINATE_BYTES = 32;

const SALT = Buffer.from("6c888391aaf5a53860370bdb5a6083be", "hex");
const KEY_ID = Buffer.from("btle");
/** Bits of the keys of f5. */
const KEY_BITS = Buffer.from([0x01, 0x00]);

/** Commits to a nonce (2.2.6). */
export function f4(u: Uint8Array, v: Uint8Array, nonce: Uint8Array, z: number): Buffer {
	return mac(nonce, u, v, Uint8Array.of(z));
}

/** Inputs by which both ends prove something (2.2.7). Addresses have their type in front. */
export interface Session {
	readonly nonceA: Uint8Array;
	readonly nonceB: Uint8Array;
	readonly addressA: Uint8Array;
	readonly addressB: Uint8Array;
}

/** Keys of a pairing: for its checks, and for the link. */
export interface Keys {
	readonly macKey: Buffer;
	readonly longTermKey: Buffer;
}

/** Derives the keys of a pairing from the shared secret (2.2.7). */
export function f5(secret: Uint8Array, session: Session): Keys {
	const key = mac(SALT, secret);
	const { nonceA, nonceB, addressA, addressB } = session;
	const derive = (counter: number): Buffer =>
		mac(key, Uint8Array.of(counter), KEY_ID, nonceA, nonceB, addressA, addressB, KEY_BITS);
	return { macKey: derive(0), longTermKey: derive(1) };
}

/**
 * Proves to have the keys (2.2.8).
 * @param r the passkey as 16 bytes; zeros without one
 * @param capabilities AuthReq, OOB flag and IO capability of the end that proves
 */
export function f6(
	macKey: Uint8Array,
	session: Session,
	r: Uint8Array,
	capabilities: Uint8Array,
): Buffer {
	const { nonceA, nonceB, addressA, addressB } = session;
	return mac(macKey, nonceA, nonceB, r, capabilities, addressA, addressB);
}

function mac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
	return Buffer.from(cmac(Buffer.concat(parts), key));
}

/** A key pair of P-256, made for one pairing. */
export class KeyPair {
	readonly #ecdh: ECDH = createECDH("prime256v1");
	/** Both coordinates, 64 bytes. */
	readonly publicKey: Buffer;

	constructor() {
		this.publicKey = this.#ecdh.generateKeys().subarray(1);
	}

	/** X coordinate of the public key. */
	get x(): Buffer {
		return this.publicKey.subarray(0, COORDINATE_BYTES);
	}

	/**
	 * The secret shared with the owner of a public key.
	 * @returns undefined if the key is not on the curve, or is this one
	 */
	sharedSecret(publicKey: Uint8Array): Buffer | undefined {
		const x = publicKey.subarray(0, COORDINATE_BYTES);
		// A reflected key would make the reflected commitments right.
		if (this.x.equals(x)) return undefined;
		try {
			return this.#ecdh.computeSecret(Buffer.concat([Uint8Array.of(4), publicKey]));
		} catch {
			return undefined;
		}
	}
}
