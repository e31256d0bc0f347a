/**
 * The login of one connection: the password's digits, which travel on an encrypted link only.
 * Wrong tries are counted by connection, so that those of others do not lock it, and for all
 * together, so that many connections do not help.
 */

import { OwnFailures, TRIES } from "access/lock-out";
import type Password from "access/password";
import { PASSWORD_DIGITS } from "access/settings";

/** First byte of the characteristic. */
const LoginState = Object.freeze({ LOGGED_OUT: 0, LOGGED_IN: 1, LOCKED: 2 } as const);

const ZERO = 0x30;

export default class Login {
	private readonly password: Password;
	/** Value of the characteristic. */
	private readonly value = new Uint8Array(4);
	/** The password's `changes` when the client has proved to know it; −1: it has not. */
	private proved = -1;
	/** Wrong tries of this connection since the last right one, or the last lock's end. */
	private wrong = 0;
	/** The lock-out's `ends` when these were counted. */
	private ends = 0;
	/** Wrong tries of this connection that a right one takes back. */
	private readonly forgivable: OwnFailures;

	constructor(password: Password) {
		this.password = password;
		this.forgivable = new OwnFailures(password.logins);
	}

	/**
	 * Begins a connection: nobody is logged in. It has no tries during a lock: a bond, which needs
	 * no pairing, would give a guesser five more with each connection.
	 */
	begin(): void {
		const { locked, ends } = this.password.logins;
		this.proved = -1;
		this.wrong = locked ? TRIES : 0;
		this.forgivable.reset();
		this.ends = ends;
	}

	/** True if the client has proved to know the password since it was changed last. */
	get loggedIn(): boolean {
		return this.proved === this.password.changes;
	}

	/** Value of the characteristic; valid until the next call. */
	read(): Uint8Array {
		const value = this.value;
		const left = this.triesLeft;
		const seconds = left === 0 ? this.password.logins.lockedSeconds : 0;
		value[0] = LoginState.LOGGED_OUT;
		if (left === 0) value[0] = LoginState.LOCKED;
		if (this.loggedIn) value[0] = LoginState.LOGGED_IN;
		value[1] = left;
		value[2] = seconds & 0xff;
		value[3] = seconds >> 8;
		return value;
	}

	/** Takes the digits in ASCII. None at all log out; any other wrong length is not a try. */
	write(digits: Uint8Array): void {
		if (digits.length === 0) this.proved = -1;
		if (digits.length !== PASSWORD_DIGITS || this.triesLeft === 0) return;
		const { changes, value } = this.password;
		if (numberOf(digits) === value) {
			this.proved = changes;
			// These were no guesses: the client has known it all along.
			this.forgivable.forgive();
			this.wrong = 0;
		} else {
			this.proved = -1;
			this.wrong++;
			this.forgivable.fail();
		}
	}

	/** Wrong tries that are left to this connection, which has five again after a lock. */
	private get triesLeft(): number {
		const { ends } = this.password.logins;
		if (ends !== this.ends) this.wrong = 0;
		this.ends = ends;
		return TRIES - this.wrong;
	}
}

/** The number of decimal digits in ASCII; −1 if they are others. */
function numberOf(digits: Uint8Array): number {
	let number = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = digits[i] - ZERO;
		if (digit < 0 || digit > 9) return -1;
		number = 10 * number + digit;
	}
	return number;
}
