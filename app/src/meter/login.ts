/** The login: challenge and answer, with the browser's own HMAC (docs/ble.md). */
import type { Link } from "../transport/link.ts";

/** What the meter says about logging in. */
export interface LoginState {
	loggedIn: boolean;
	triesLeft: number;
	/** Seconds until tries are taken again; 0: they are. */
	lockedSeconds: number;
	challenge: Uint8Array<ArrayBuffer>;
}

const ANSWER_LENGTH = 16;

export async function loginState(link: Link): Promise<LoginState> {
	const value = await link.read("login");
	return {
		loggedIn: value.getUint8(0) === 1,
		triesLeft: value.getUint8(1),
		lockedSeconds: value.getUint16(2, true),
		challenge: new Uint8Array(
			value.buffer.slice(value.byteOffset + 4, value.byteOffset + 20) as ArrayBuffer,
		),
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
