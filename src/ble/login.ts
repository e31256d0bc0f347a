/**
 * The login of one connection: challenge and answer, so that neither the password's digits nor an answer that is
 * good twice go through the air. docs/ble.md says what this keeps off and what not.
 */
import Sha256, { DIGEST } from "ble/sha256";
import type { Bluetooth } from "board";
import type Password from "registers/password";

/** Bytes of a challenge and of an answer. */
export const CHALLENGE = 16;

/** First byte of the characteristic. */
export const LoginState = Object.freeze({ LOGGED_OUT: 0, LOGGED_IN: 1, LOCKED: 2 } as const);

/** Where the challenge begins in the characteristic. */
const CHALLENGE_OFFSET = 4;

/** Digits of the password and of the serial number. */
const PASSWORD_DIGITS = 4;
const SERIAL_DIGITS = 8;

/** ASCII digits of `value` with leading zeros, to `target` at `offset`. */
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
	/** Characteristic's value; the challenge lies in it. */
	readonly #value = new Uint8Array(CHALLENGE_OFFSET + CHALLENGE);
	/** What challenges are made from: unknown outside, new at each connection. */
	readonly #secret = new Uint8Array(DIGEST);
	readonly #counter = new Uint8Array(4);
	#drawn = 0;
	/** Password that the client has shown to know; −1: none. */
	#shown = -1;

	constructor(bluetooth: Bluetooth, password: Password, serialNumber: number) {
		this.#bluetooth = bluetooth;
		this.#password = password;
		this.#serialNumber = serialNumber;
	}

	/** A client has connected: nobody is logged in, and a challenge is there that never was. */
	begin(): void {
		this.#shown = -1;
		this.#drawn = 0;
		this.#bluetooth.random(this.#secret);
		this.#draw();
	}

	/** Whether the client may write now: it has shown the present password, and no lock is on. */
	get mayWrite(): boolean {
		return this.#loggedIn && !this.#password.locked;
	}

	/** The characteristic's value; valid until the next call. */
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

	/** Takes an answer; nothing at all logs out, any other length is no try and does nothing. */
	write(answer: Uint8Array): void {
		if (answer.length === 0) this.#shown = -1;
		if (answer.length !== CHALLENGE || this.#password.locked) return;
		const value = this.#password.value;
		this.#shown = this.#password.judge(this.#isAnswer(answer, value)) ? value : -1;
		this.#draw();
	}

	/** A password that was changed since counts no more. */
	get #loggedIn(): boolean {
		return this.#shown >= 0 && this.#shown === this.#password.value;
	}

	/** Compares all bytes, however early they differ: time must not tell how many were right. */
	#isAnswer(answer: Uint8Array, password: number): boolean {
		const expected = new Uint8Array(DIGEST);
		answerTo(this.#value.subarray(CHALLENGE_OFFSET), this.#serialNumber, password, expected);
		let difference = 0;
		for (let i = 0; i < CHALLENGE; i++) difference |= expected[i] ^ answer[i];
		return difference === 0;
	}

	/** A new challenge: the beginning of HMAC(secret, how many there were). */
	#draw(): void {
		const digest = new Uint8Array(DIGEST);
		this.#drawn++;
		for (let i = 0; i < 4; i++) this.#counter[i] = this.#drawn >>> (8 * i);
		new Sha256().hmac(this.#secret, this.#counter, digest);
		this.#value.set(digest.subarray(0, CHALLENGE), CHALLENGE_OFFSET);
	}
}

/**
 * The answer to a challenge, the first {@link CHALLENGE} of the bytes written to `target`:
 * HMAC-SHA-256(password as 4 ASCII digits, challenge and the serial number as 8 ASCII digits).
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
