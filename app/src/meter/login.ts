/** The login: challenge and answer, with the browser's own HMAC (docs/ble.md). */
import { ByteReader } from "../../../client/bytes.ts";
import type { Link } from "../transport/link.ts";

/** What the meter says about logging in. */
export interface LoginState {
	loggedIn: boolean;
	triesLeft: number;
	/** Seconds until tries are taken again; 0: they are. */
	lockedSeconds: number;
	challenge: Uint8Array<ArrayBuffer>;
}

/** Bytes of the challenge and of the answer to it. */
const CHALLENGE_LENGTH = 16;
const ANSWER_LENGTH = 16;

export async function loginState(link: Link): Promise<LoginState> {
	const value = await link.read("login");
	const reader = ByteReader.over(value, "little-endian");
	return {
		loggedIn: reader.uint8() === 1,
		triesLeft: reader.uint8(),
		lockedSeconds: reader.uint16(),
		challenge: Uint8Array.from(reader.bytes(CHALLENGE_LENGTH)),
	};
}

/** Tries a password of four digits. */
export async function login(
	link: Link,
	serialNumber: string,
	password: string,
): Promise<LoginState> {
	const { challenge, lockedSeconds, ...rest } = await loginState(link);
	if (lockedSeconds > 0) return { challenge, lockedSeconds, ...rest };
	const encoder = new TextEncoder();
	const hmac = { name: "HMAC", hash: "SHA-256" };
	const key = await crypto.subtle.importKey("raw", encoder.encode(password), hmac, false, ["sign"]);
	const message = Uint8Array.of(...challenge, ...encoder.encode(serialNumber));
	const digest = await crypto.subtle.sign("HMAC", key, message);
	await link.write("login", new Uint8Array(digest, 0, ANSWER_LENGTH));
	return loginState(link);
}
