/**
 * Encryption of the link layer: AES-CCM with a MIC of four bytes (Core Specification 5.4, volume 6,
 * part E).
 */
import { createCipheriv, createDecipheriv } from "node:crypto";

/** Ends of a link. */
export type Role = "central" | "peripheral";

const CIPHER = "aes-128-ccm";
const MIC_BYTES = 4;
const MIC = { authTagLength: MIC_BYTES };

/** Bit of the packet counter's last byte: sent by the central. */
const FROM_CENTRAL = 0x80;

/** Sent in clear to begin encryption: halves by the central and the peripheral. */
export interface Diversifiers {
	/** 16 bytes, least significant first, the central's half in front. */
	readonly session: Uint8Array;
	/** 8 bytes, likewise. */
	readonly vector: Uint8Array;
}

/** Derives the key of an encrypted link. */
export function sessionKey(longTermKey: Uint8Array, { session }: Diversifiers): Buffer {
	const cipher = createCipheriv("aes-128-ecb", longTermKey, null).setAutoPadding(false);
	return cipher.update(Buffer.from(session).reverse());
}

/** One end's view of an encrypted link: a key, and a counter for each direction. */
export class LinkCipher {
	readonly #key: Uint8Array;
	readonly #vector: Uint8Array;
	readonly #counters: Record<Role, number> = { central: 0, peripheral: 0 };

	constructor(key: Uint8Array, { vector }: Diversifiers) {
		this.#key = key;
		this.#vector = vector;
	}

	/**
	 * Encrypts the next packet of a direction and appends its MIC.
	 * @param kind LLID of the packet
	 */
	seal(from: Role, kind: number, plain: Uint8Array): Buffer {
		const cipher = createCipheriv(CIPHER, this.#key, this.#nonce(from), MIC);
		cipher.setAAD(Uint8Array.of(kind), { plaintextLength: plain.length });
		return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
	}

	/** Decrypts the next packet of a direction; undefined if its MIC is wrong. */
	open(from: Role, kind: number, packet: Uint8Array): Buffer | undefined {
		const length = packet.length - MIC_BYTES;
		if (length < 0) return undefined;
		const decipher = createDecipheriv(CIPHER, this.#key, this.#nonce(from), MIC);
		decipher.setAAD(Uint8Array.of(kind), { plaintextLength: length });
		decipher.setAuthTag(packet.subarray(length));
		try {
			return Buffer.concat([decipher.update(packet.subarray(0, length)), decipher.final()]);
		} catch {
			return undefined;
		}
	}

	#nonce(from: Role): Buffer {
		const nonce = Buffer.alloc(13);
		nonce.writeUIntLE(this.#counters[from]++, 0, 5);
		if (from === "central") nonce[4] = (nonce[4] ?? 0) | FROM_CENTRAL;
		nonce.set(this.#vector, 5);
		return nonce;
	}
}
