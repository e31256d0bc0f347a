/**
 * Pairing by LE Secure Connections (Core Specification 5.4, volume 3, part H, 2.3.5.6): what both
 * ends of it share. With passkey entry, the six digits are proved bit by bit: each end commits to
 * its bit before it sees the other's. Values are most significant byte first here, as in the
 * specification's functions, and the other way around on air.
 */
import { randomBytes } from "node:crypto";
import type { Role } from "./link-cipher.ts";
import { f4, f5, f6, KeyPair, type Keys, type Session } from "./security-functions.ts";

/** Opcodes of the Security Manager (3.3). */
export const Opcode = {
	REQUEST: 0x01,
	RESPONSE: 0x02,
	CONFIRM: 0x03,
	RANDOM: 0x04,
	FAILED: 0x05,
	PUBLIC_KEY: 0x0c,
	CHECK: 0x0d,
} as const;

/** Reasons of a failure (3.5.5). */
export const Reason = {
	AUTHENTICATION_REQUIREMENTS: 0x03,
	CONFIRM_VALUE: 0x04,
	NOT_SUPPORTED: 0x05,
	UNSPECIFIED: 0x08,
	INVALID_PARAMETERS: 0x0a,
	CHECK: 0x0b,
} as const;

const REASON_TEXTS: Readonly<Record<number, string>> = {
	[Reason.AUTHENTICATION_REQUIREMENTS]: "only Secure Connections will do",
	[Reason.CONFIRM_VALUE]: "the six digits were wrong",
	[Reason.NOT_SUPPORTED]: "pairing is not possible now",
	[Reason.INVALID_PARAMETERS]: "a public key was not valid",
	[Reason.CHECK]: "the ends have different keys",
};

/** IO capabilities (3.5.1). */
export const Capability = {
	DISPLAY_ONLY: 0,
	KEYBOARD_ONLY: 2,
	NONE: 3,
	KEYBOARD_DISPLAY: 4,
} as const;

/** Bits of AuthReq: a bond, protection against a man in the middle, and Secure Connections. */
const BONDING = 0x01;
const MITM = 0x04;
const SECURE_CONNECTIONS = 0x08;

/** Longest key of a link in bytes, the only one allowed. */
const KEY_BYTES = 16;

/** Bits of a passkey, and its digits. */
const PASSKEY_BITS = 20;
export const PASSKEYS = 1_000_000;

const NONCE_BYTES = 16;

/** Type and bytes of a Bluetooth address, most significant byte first. */
export type Address = Uint8Array;

/** A random static address (volume 6, part B, 1.3.2.1). */
export function randomAddress(): Address {
	const bytes = randomBytes(6);
	return Uint8Array.of(1, (bytes[0] ?? 0) | 0xc0, ...bytes.subarray(1));
}

/** The sender of an end's messages. */
export type Send = (pdu: Uint8Array) => Promise<void>;

/** Pairing has failed. */
export class PairingFailed extends Error {
	/** Number of the Security Manager. */
	readonly reason: number;

	constructor(reason: number) {
		super(`pairing failed: ${REASON_TEXTS[reason] ?? "the other end gave it up"}`);
		this.reason = reason;
	}
}

/**
 * Features of an end: IO capability, OOB flag, AuthReq, key size, keys to distribute.
 * @param bonding true if it would keep the key
 */
export function features(opcode: number, capability: number, bonding: boolean): Uint8Array {
	const request = (bonding ? BONDING : 0) | MITM | SECURE_CONNECTIONS;
	return Uint8Array.of(opcode, capability, 0, request, KEY_BYTES, 0, 0);
}

/** True if the end with these features would keep the key. */
export function keepsBond(pdu: Uint8Array): boolean {
	return ((pdu[3] ?? 0) & BONDING) !== 0;
}

/** True if the features allow Secure Connections with a full key, the only way here. */
export function areSecure(pdu: Uint8Array): boolean {
	return pdu.length === 7 && ((pdu[3] ?? 0) & SECURE_CONNECTIONS) !== 0 && pdu[4] === KEY_BYTES;
}

/** True if a passkey is entered; false: neither can the initiator, nor is anything proved. */
export function hasKeyboard(request: Uint8Array): boolean {
	return request[1] === Capability.KEYBOARD_ONLY || request[1] === Capability.KEYBOARD_DISPLAY;
}

/** On air, every number is least significant byte first. */
export function reversed(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes).reverse();
}

/** One end's part of the computation. */
export class Computation {
	readonly role: Role;
	readonly #keys = new KeyPair();
	readonly #addresses: Readonly<Record<Role, Address>>;
	#peerKey: Buffer = Buffer.alloc(0);
	#secret: Buffer = Buffer.alloc(0);
	#nonce: Buffer = Buffer.alloc(NONCE_BYTES);
	#peerNonce: Buffer = Buffer.alloc(NONCE_BYTES);
	#commitment: Buffer = Buffer.alloc(0);
	#round = 0;
	/** Proved bit by bit; 0 without a passkey. */
	passkey = 0;

	constructor(role: Role, addresses: Readonly<Record<Role, Address>>) {
		this.role = role;
		this.#addresses = addresses;
	}

	/** This end's public key, as on air. */
	get publicKey(): Buffer {
		const { publicKey } = this.#keys;
		return Buffer.concat([reversed(publicKey.subarray(0, 32)), reversed(publicKey.subarray(32))]);
	}

	/** Takes the other end's public key as on air; false if it must not be used. */
	takePublicKey(onAir: Uint8Array): boolean {
		const key = Buffer.concat([reversed(onAir.subarray(0, 32)), reversed(onAir.subarray(32))]);
		const secret = this.#keys.sharedSecret(key);
		if (secret) {
			this.#peerKey = key;
			this.#secret = secret;
		}
		return secret !== undefined;
	}

	/** True once every bit of the passkey has been proved. */
	get proved(): boolean {
		return this.#round === PASSKEY_BITS;
	}

	/** Draws a nonce and commits to it and, in a round of a passkey, to its bit. */
	commit(entered: boolean): Buffer {
		this.#nonce = randomBytes(NONCE_BYTES);
		const own = f4(this.#keys.x, this.#peerX, this.#nonce, this.#bit(entered));
		return reversed(own);
	}

	/** This end's nonce, as on air; without a commitment the first of it. */
	get nonce(): Buffer {
		return reversed(this.#nonce);
	}

	/** Draws a nonce that is not committed to. */
	drawNonce(): void {
		this.#nonce = randomBytes(NONCE_BYTES);
	}

	/** Takes the other end's commitment, as on air. */
	takeCommitment(onAir: Uint8Array): void {
		this.#commitment = reversed(onAir);
	}

	/** Takes the other end's nonce, as on air; false if it is not the one committed to. */
	takeNonce(onAir: Uint8Array, committed: boolean, entered: boolean): boolean {
		this.#peerNonce = reversed(onAir);
		if (!committed) return true;
		const expected = f4(this.#peerX, this.#keys.x, this.#peerNonce, this.#bit(entered));
		return expected.equals(this.#commitment);
	}

	/** Ends the round of a bit. */
	nextBit(): void {
		this.#round++;
	}

	/** The keys of the pairing. */
	keys(): Keys {
		return f5(this.#secret, this.#session("central"));
	}

	/** The proof that an end has the keys. @param pdu features that it has sent */
	check(by: Role, pdu: Uint8Array): Buffer {
		const capabilities = Uint8Array.of(pdu[3] ?? 0, pdu[2] ?? 0, pdu[1] ?? 0);
		const r = Buffer.alloc(16);
		r.writeUInt32BE(this.passkey, 12);
		return f6(this.keys().macKey, this.#session(by), r, capabilities);
	}

	get #peerX(): Buffer {
		return this.#peerKey.subarray(0, 32);
	}

	#bit(entered: boolean): number {
		return entered ? 0x80 | ((this.passkey >> this.#round) & 1) : 0;
	}

	/** Nonces and addresses, those of `first` in front. */
	#session(first: Role): Session {
		const own = { nonce: this.#nonce, address: this.#addresses[this.role] };
		const peer = {
			nonce: this.#peerNonce,
			address: this.#addresses[this.role === "central" ? "peripheral" : "central"],
		};
		const [a, b] = first === this.role ? [own, peer] : [peer, own];
		return { nonceA: a.nonce, nonceB: b.nonce, addressA: a.address, addressB: b.address };
	}
}
