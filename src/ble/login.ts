/**
 * The login of one connection: challenge and answer, so that the radio carries neither the
 * password's digits nor an answer that works twice. docs/ble.md says what this protects against.
 */

import type Password from "access/password";
import { PASSWORD_DIGITS } from "access/settings";
import Sha256, { DIGEST } from "ble/sha256";
import type { Bluetooth } from "board";

/** Bytes of a challenge, and of an answer. */
const CHALLENGE = 16;

/** First byte of the characteristic. */
const LoginState = Object.freeze({ LOGGED_OUT: 0, LOGGED_IN: 1, LOCKED: 2 } as const);

/** Offset of the challenge in the characteristic. */
const CHALLENGE_OFFSET = 4;

/** Digits of the serial number. */
const SERIAL_DIGITS = 8;

/** Writes `value` as ASCII digits with leading zeros. */
function putDigits(value: number, digits: number, target: Uint8Array, offset: number): void {
	let rest = value;
	for (let i = digits - 1; i >= 0; i--) {
		target[offset + i] = 0x30 + (rest % 10);
		rest = Math.floor(rest / 10);
	}
}

export default class Login {
	readonly #bluetooth: Bluetooth;
	readonly #password: Password;
	readonly #serialNumber: number;
	/** Value of the characteristic, with the challenge. */
	readonly #value = new Uint8Array(CHALLENGE_OFFSET + CHALLENGE);
	/**
	 * Key from which challenges are made: never leaves the meter, and is new at each connection.
	 */
	readonly #secret = new Uint8Array(DIGEST);
	readonly #counter = new Uint8Array(4);
	#challenges = 0;
	/** Password that the client has proved to know; −1 if none. */
	#proved = -1;

	constructor(bluetooth: Bluetooth, password: Password, serialNumber: number) {
		this.#bluetooth = bluetooth;
		this.#password = password;
		this.#serialNumber = serialNumber;
	}

	/** Begins a connection: nobody is logged in, and the challenge is a new one. */
	begin(): void {
		this.#proved = -1;
		this.#challenges = 0;
		this.#bluetooth.random(this.#secret);
		this.#renew();
	}

	/** True if the client has proved to know the present password and no lock is on. */
	get mayWrite(): boolean {
		return this.#loggedIn && !this.#password.locked;
	}

	/** Value of the characteristic; valid until the next call. */
	read(): Uint8Array {
		const password = this.#password;
		const value = this.#value;
		const seconds = password.lockedSeconds;
		value[0] = password.locked
			? LoginState.LOCKED
			: this.#loggedIn
				? LoginState.LOGGED_IN
				: LoginState.LOGGED_OUT;
		value[1] = password.triesLeft;
		value[2] = seconds & 0xff;
		value[3] = seconds >> 8;
		return value;
	}

	/** Takes an answer. An empty one logs out; any other wrong length is ignored, not a try. */
	write(answer: Uint8Array): void {
		if (answer.length === 0) this.#proved = -1;
		if (answer.length !== CHALLENGE || this.#password.locked) return;
		const value = this.#password.value;
		this.#proved = this.#password.countTry(this.#isAnswer(answer, value)) ? value : -1;
		this.#renew();
	}

	/** True until the password is changed. */
	get #loggedIn(): boolean {
		return this.#proved >= 0 && this.#proved === this.#password.value;
	}

	/** Compares all bytes in any case: the time it takes must not tell how many were right. */
	#isAnswer(answer: Uint8Array, password: number): boolean {
		const expected = new Uint8Array(DIGEST);
		answerTo(this.#value.subarray(CHALLENGE_OFFSET), this.#serialNumber, password, expected);
		let difference = 0;
		for (let i = 0; i < CHALLENGE; i++) difference |= expected[i] ^ answer[i];
		return difference === 0;
	}

	/** Makes a new challenge: the first bytes of HMAC(secret, number of the challenge). */
	#renew(): void {
		const digest = new Uint8Array(DIGEST);
		this.#challenges++;
		for (let i = 0; i < 4; i++) this.#counter[i] = this.#challenges >>> (8 * i);
		new Sha256().hmac(this.#secret, this.#counter, digest);
		this.#value.set(digest.subarray(0, CHALLENGE), CHALLENGE_OFFSET);
	}
}

/**
 * Computes the answer to a challenge, the first {@link CHALLENGE} of the bytes written to `target`:
 * HMAC-SHA-256(password as 4 ASCII digits, challenge and serial number as 8 ASCII digits).
 * @param target {@link DIGEST} bytes
 */
export function answerTo(
	challenge: Uint8Array,
	serialNumber: number,
	password: number,
	target: Uint8Array,
): void {
	const key = new Uint8Array(PASSWORD_DIGITS);
	const message = new Uint8Array(CHALLENGE + SERIAL_DIGITS);
	putDigits(password, PASSWORD_DIGITS, key, 0);
	message.set(challenge.subarray(0, CHALLENGE));
	putDigits(serialNumber, SERIAL_DIGITS, message, CHALLENGE);
	new Sha256().hmac(key, message, target);
}
