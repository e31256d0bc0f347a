/** The login (docs/ble.md): the password's digits, on a link that the system has encrypted. */
import { ByteReader } from "../../../client/bytes.ts";
import type { Link } from "../transport/link.ts";

/** State of the login in the meter. */
export interface LoginState {
	loggedIn: boolean;
	triesLeft: number;
	/** Time until the meter accepts another try; 0 if it does now. */
	lockedS: number;
}

/**
 * Reads the state. It is protected, so that the system pairs before a password is sent.
 * @throws NotPaired if that failed
 */
export async function loginState(link: Link): Promise<LoginState> {
	const value = await link.read("login");
	const reader = ByteReader.over(value, "little-endian");
	return {
		loggedIn: reader.uint8() === 1,
		triesLeft: reader.uint8(),
		lockedS: reader.uint16(),
	};
}

/**
 * Logs in with a password of four digits, unless the login is locked.
 * @throws NotPaired
 */
export async function login(link: Link, password: string): Promise<LoginState> {
	const before = await loginState(link);
	if (before.lockedS > 0) return before;
	await link.write("login", Uint8Array.from(new TextEncoder().encode(password)));
	return loginState(link);
}
