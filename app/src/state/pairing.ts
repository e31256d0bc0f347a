/**
 * Pairing, which everything needs that the password protects. The system pairs with a real meter
 * and asks for the six digits itself; with a meter of the bench the page asks.
 */

import { signal } from "@preact/signals";
import { LinkLost, NotPaired, PAIRING_REFUSED } from "../transport/link.ts";

export type PairingState =
	/** The system pairs: says what its owner has to do. */
	| { readonly stage: "system" }
	/** The page asks for the digits; undefined: the user does not want to. */
	| { readonly stage: "digits"; answer(digits: string | undefined): void }
	/** It has failed. */
	| { readonly stage: "failed"; readonly reason: string; answer(again: boolean): void };

/** Content of the dialogue; undefined: nobody pairs. */
export const pairing = signal<PairingState | undefined>(undefined);

/** An operation on a link that is paired takes less. */
const SYSTEM_ASKS_MS = 700;

/** Asks for the six digits; undefined if the user does not want to pair. */
export function askDigits(): Promise<string | undefined> {
	return new Promise((resolve) => {
		const answer = (digits: string | undefined): void => {
			pairing.value = undefined;
			resolve(digits);
		};
		pairing.value = { stage: "digits", answer };
	});
}

/**
 * Runs an operation that needs pairing, as often as the user wants to try.
 * @returns undefined if the user gave up
 * @throws LinkLost with the reason that is likely
 */
export async function withPairing<T>(operation: () => Promise<T>): Promise<T | undefined> {
	for (;;) {
		const timer = setTimeout(() => {
			pairing.value ??= { stage: "system" };
		}, SYSTEM_ASKS_MS);
		try {
			return await operation();
		} catch (error) {
			const begun = pairing.value !== undefined;
			if (begun && error instanceof LinkLost) throw new Error(PAIRING_REFUSED);
			if (!(error instanceof NotPaired)) throw error;
			if (error.unwanted || !(await askAgain(error.message))) return undefined;
		} finally {
			clearTimeout(timer);
			pairing.value = undefined;
		}
	}
}

function askAgain(reason: string): Promise<boolean> {
	return new Promise((answer) => {
		pairing.value = { stage: "failed", reason, answer };
	});
}
