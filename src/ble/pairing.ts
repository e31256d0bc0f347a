/**
 * Pairing as the meter sees it: the stack draws six digits, the display shows them to whoever is at
 * the meter, and the client's system proves that its owner has entered them. One client at a time.
 * The stack says nothing about a failure: a pairing has failed when its client has not proved the
 * digits until it tries again, leaves or has taken too long.
 */
import type Password from "access/password";
import type Connection from "ble/connection";

/** Time in which a pairing comes to an end (Core Specification 5.4, volume 3, part H, 3.4). */
const LIMIT_S = 30;

export default class Pairing {
	private readonly password: Password;
	/** The client that pairs. */
	private client: Connection | undefined;
	private shown = -1;
	private secondsLeft = 0;

	constructor(password: Password) {
		this.password = password;
	}

	/** The six digits to be shown, 0..999999; −1 if nobody pairs. */
	get passkey(): number {
		return this.shown;
	}

	/**
	 * A client begins to pair.
	 * @returns false if it must not now: another one pairs, or failures have locked
	 */
	begin(client: Connection, passkey: number): boolean {
		const { passkeys, logins } = this.password;
		if (client === this.client) this.fail(client);
		if (this.client || passkeys.locked || logins.locked) return false;
		this.client = client;
		this.shown = passkey;
		this.secondsLeft = LIMIT_S;
		return true;
	}

	/** A client has proved the digits. */
	proved(client: Connection): void {
		if (client !== this.client) return;
		this.end();
		client.failedPairings.forgive();
	}

	/** A client has gone. */
	left(client: Connection): void {
		if (client === this.client) this.fail(client);
	}

	/** Call this every second. */
	second(): void {
		if (!this.client) return;
		this.secondsLeft--;
		if (this.secondsLeft === 0) this.fail(this.client);
	}

	private fail(client: Connection): void {
		this.end();
		client.failedPairings.fail();
	}

	private end(): void {
		this.client = undefined;
		this.shown = -1;
	}
}
