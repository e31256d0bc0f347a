/** What the meter knows of one connected client. */
import Request from "ble/fragments";
import type Login from "ble/login";
import { READING_GROUPS } from "ble/reading-groups";

/** ATT_MTU of a new connection over LE (Core Specification 5.4, volume 3, part G, 5.2.1). */
const DEFAULT_MTU = 23;

/** Bytes of an ATT packet that are not a notification's value. */
const NOTIFICATION_HEAD = 3;

export default class Connection {
	readonly login: Login;
	readonly request = new Request();
	/** Readings that it has subscribed to, in the order of READING_GROUPS. */
	readonly subscribed: boolean[] = READING_GROUPS.map(() => false);
	connected = false;
	/** Whether it has subscribed to the responses. */
	listening = false;
	#mtu = DEFAULT_MTU;

	constructor(login: Login) {
		this.login = login;
	}

	/** Bytes of a value that one notification carries. */
	get packet(): number {
		return this.#mtu - NOTIFICATION_HEAD;
	}

	/** Takes over what client and stack have agreed upon. */
	set mtu(mtu: number) {
		this.#mtu = Math.max(DEFAULT_MTU, mtu);
	}

	/** A new client, or none any more: nothing is left of the one before. */
	begin(connected: boolean): void {
		this.connected = connected;
		this.listening = false;
		this.#mtu = DEFAULT_MTU;
		this.subscribed.fill(false);
		this.request.reset();
		this.login.begin();
	}
}
