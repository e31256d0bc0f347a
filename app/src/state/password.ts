/** Actions that need the password, or the user's word that the consequence is understood. */

import { signal } from "@preact/signals";
import { messageOf, report } from "./notice.ts";
import { withPairing } from "./pairing.ts";
import { session } from "./session.ts";

/** An action that needs the password. */
export interface Purpose {
	/** Completes "The password is needed ...". */
	readonly text: string;
	/** Text of the button that starts it. */
	readonly button: string;
	/** Consequences to read before. */
	readonly cautions: readonly string[];
	proceed(): Promise<void>;
}

/** A purpose in the dialogue. */
export interface Question extends Purpose {
	/** False if the connection is logged in already. */
	readonly needsPassword: boolean;
	/** Time until the meter accepts a password; 0 if it does now. */
	readonly lockedS: number;
}

/** The question that waits for an answer; undefined if there is no dialogue. */
export const asking = signal<Question | undefined>(undefined);

/** Result of a try; `undefined` if it succeeded. */
export type Refusal = { readonly text: string; readonly lockedS: number } | undefined;

/**
 * Runs the action if nothing has to be asked before; otherwise opens the dialogue. The connection
 * is paired before the password is asked for, so that it never travels in clear.
 */
export async function withPassword(purpose: Purpose): Promise<void> {
	const current = session.value;
	if (!current) return;
	try {
		const state = await withPairing(() => current.loginState());
		if (!state) return;
		if (state.loggedIn && purpose.cautions.length === 0) await purpose.proceed();
		else asking.value = { ...purpose, needsPassword: !state.loggedIn, lockedS: state.lockedS };
	} catch (error) {
		if (session.value === current) report(error);
	}
}

/** Logs in, if that is needed, and runs the waiting action. */
export async function answer(password: string): Promise<Refusal> {
	const current = session.value;
	const question = asking.value;
	if (!current || !question) return undefined;
	if (question.needsPassword)
		try {
			const { loggedIn, lockedS, triesLeft } = await current.login(password);
			const tries = `${triesLeft} ${triesLeft === 1 ? "try" : "tries"} left`;
			if (!loggedIn) return { text: `Wrong password. ${tries}.`, lockedS };
		} catch (error) {
			return { text: messageOf(error), lockedS: 0 };
		}
	// Cancelled meanwhile.
	if (asking.value !== question) return undefined;
	asking.value = undefined;
	await question.proceed().catch((error: unknown) => {
		if (session.value === current) report(error);
	});
	return undefined;
}
