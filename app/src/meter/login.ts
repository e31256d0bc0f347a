/** Login by challenge and response, with the browser's HMAC (docs/ble.md). */
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
	const hmac = { name: "HMAC", hash: "SHA-256" };
	const key = await crypto.subtle.importKey("raw", encoder.encode(password), hmac, false, ["sign"]);
	const message = Uint8Array.of(...challenge, ...encoder.encode(serialNumber));
	const digest = await crypto.subtle.sign("HMAC", key, message);
	await link.write("login", new Uint8Array(digest, 0, RESPONSE_BYTES));
	return loginState(link);
}
