/** Bonds: keys of links that outlive their connection. */
import type { Address } from "./pairing.ts";

/** Most bonds of a meter, as of the ESP32-S3's stack; the oldest goes. */
const MOST_BONDS = 3;

/** A bond as a client keeps it. */
export interface Bond {
	/** Of the client, with its type in front; it keeps that, or the meter would not know it. */
	readonly address: Address;
	/** 16 bytes. */
	readonly longTermKey: Uint8Array;
}

/** The bonds that a meter keeps, all of clients that have proved the six digits. */
export class Bonds {
	/** By the client's address, oldest first. */
	readonly #keys = new Map<string, Uint8Array>();
	#kept = false;

	/** True if bonds are kept now. */
	get kept(): boolean {
		return this.#kept;
	}

	/** How many there are. */
	get count(): number {
		return this.#keys.size;
	}

	/** Begins to keep bonds, or forgets all. */
	keep(keep: boolean): void {
		this.#kept = keep;
		if (!keep) this.#keys.clear();
	}

	add({ address, longTermKey }: Bond): void {
		const name = nameOf(address);
		this.#keys.delete(name);
		this.#keys.set(name, longTermKey);
		const [oldest] = this.#keys.keys();
		if (this.#keys.size > MOST_BONDS && oldest !== undefined) this.#keys.delete(oldest);
	}

	/** The key of a client; undefined: it has no bond. */
	keyOf(address: Address): Uint8Array | undefined {
		return this.#keys.get(nameOf(address));
	}
}

function nameOf(address: Address): string {
	return Buffer.from(address).toString("hex");
}
