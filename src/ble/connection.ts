/** The state of one connection. */
import type { OwnFailures } from "access/lock-out";
import Request from "ble/fragments";
import type Login from "ble/login";
import { READING_GROUPS } from "ble/reading-groups";
import type RtuChannel from "ble/rtu-channel";

/** ATT_MTU of a new connection over LE (Core Specification 5.4, volume 3, part G, 5.2.1). */
const DEFAULT_MTU = 23;

/** Bytes of a notification before its value: opcode and handle. */
const NOTIFICATION_HEAD = 3;

export default class Connection {
	readonly login: Login;
	/** Pairings of this connection that have failed since one succeeded. */
	readonly failedPairings: OwnFailures;
	readonly request = new Request();
	readonly rtu: RtuChannel;
	/** By reading group: true if the client has subscribed to it. */
	readonly subscribed: boolean[] = READING_GROUPS.map(() => false);
	connected = false;
	/** True if the link is encrypted with a key that the six digits have proved. */
	authenticated = false;
	/** True if the client has subscribed to responses. */
	listening = false;
	private agreedMtu = DEFAULT_MTU;

	constructor(login: Login, failedPairings: OwnFailures, rtu: RtuChannel) {
		this.login = login;
		this.failedPairings = failedPairings;
		this.rtu = rtu;
	}

	/** True if the client may change what the password protects. */
	get mayWrite(): boolean {
		return this.authenticated && this.login.loggedIn;
	}

	/** Bytes of a value that fit one notification. */
	get packetLength(): number {
		return this.agreedMtu - NOTIFICATION_HEAD;
	}

	/** ATT_MTU that client and stack have agreed on. */
	set mtu(mtu: number) {
		this.agreedMtu = Math.max(DEFAULT_MTU, mtu);
	}

	/** Resets everything: a client has connected or has gone. */
	begin(connected: boolean): void {
		this.connected = connected;
		this.listening = this.authenticated = false;
		this.failedPairings.reset();
		this.agreedMtu = DEFAULT_MTU;
		this.subscribed.fill(false);
		this.request.reset();
		this.rtu.listening = false;
		this.login.begin();
	}
}
