/**
 * Login by challenge and response (docs/ble.md). The HMAC is a library's, because browsers have
 * `crypto.subtle` only on https and on this machine, and a bench also serves the app to a LAN.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ByteReader } from "../../../client/bytes.ts";
import type { Link } from "../transport/link.ts";

/** State of the login in the meter. */
export interface LoginState {
	loggedIn: boolean;
	triesLeft: number;
	/** Time until the meter accepts another try; 0 if it does now. */
	lockedS: number;
	challenge: Uint8Array<ArrayBuffer>;
}

const CHALLENGE_BYTES = 16;
const RESPONSE_BYTES = 16;

export async function loginState(link: Link): Promise<LoginState> {
	const value = await link.read("login");
	const reader = ByteReader.over(value, "little-endian");
	return {
		loggedIn: reader.uint8() === 1,
		triesLeft: reader.uint8(),
		lockedS: reader.uint16(),
		challenge: Uint8Array.from(reader.bytes(CHALLENGE_BYTES)),
	};
}

/** Logs in with a password of four digits, unless the login is locked. */
export async function login(
	link: Link,
	serialNumber: string,
	password: string,
): Promise<LoginState> {
	const { challenge, lockedS, ...rest } = await loginState(link);
	if (lockedS > 0) return { challenge, lockedS, ...rest };
	const encoder = new TextEncoder();
	const message = Uint8Array.of(...challenge, ...encoder.encode(serialNumber));
	const digest = hmac(sha256, encoder.encode(password), message);
	await link.write("login", Uint8Array.from(digest.subarray(0, RESPONSE_BYTES)));
	return loginState(link);
}
