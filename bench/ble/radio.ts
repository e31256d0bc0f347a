/**
 * The virtual radio of a meter: Bluetooth's stack between the firmware (messages of the byte link) and clients, with
 * connections that can be lost at will.
 */
import { randomBytes } from "node:crypto";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { type Advertisement, readAdvertisement } from "./advertisement.ts";
import { AttError, AttErrorCode } from "./attribute.ts";
import { type Client, Connection } from "./connection.ts";

/** Clients at a time, as `boards/virtual/bluetooth.ts` has it. */
const CONNECTIONS = 4;

/** Smallest and largest ATT_MTU over LE. */
export const SMALLEST_MTU = 23;
export const LARGEST_MTU = 517;

/** Bytes from the radio's source of randomness at each connection. */
const ENTROPY = 32;

/** What the radio needs of its meter. */
export interface RadioOwner {
	/** Gives the firmware a message; false: the supply is off, it is lost. */
	tellRadio(type: number, payload: Uint8Array): boolean;
}

/** See the file's head. */
export class Radio {
	readonly #owner: RadioOwner;
	readonly #connections: (Connection | undefined)[] = new Array(CONNECTIONS).fill(undefined);
	readonly #scanners = new Set<() => void>();
	#advertisement: Advertisement | undefined;
	/** Writes until every connection is lost; Infinity: they hold. */
	#writesLeft = Number.POSITIVE_INFINITY;

	constructor(owner: RadioOwner) {
		this.#owner = owner;
	}

	/** What the meter advertises now; undefined: nothing. */
	get advertisement(): Advertisement | undefined {
		return this.#advertisement;
	}

	/** Connections that there are. */
	get connections(): readonly Connection[] {
		return this.#connections.filter((each) => each !== undefined);
	}

	/** Calls back when what is advertised changes; returns the withdrawal. */
	scan(onChange: () => void): () => void {
		this.#scanners.add(onChange);
		return () => this.#scanners.delete(onChange);
	}

	/**
	 * Connects a client.
	 * @param mtu that the client asks for, 23..517
	 * @throws AttError when the meter does not advertise or holds no more
	 */
	connect(client: Client, mtu: number): Connection {
		if (!this.#advertisement) throw new AttError("the meter does not advertise");
		const number = this.#connections.indexOf(undefined);
		if (number < 0) throw new AttError("the meter has no connection left");
		const connection = new Connection(number, client, {
			tell: (type, payload) => this.#owner.tellRadio(type, payload),
			written: () => this.#countWrite(),
			end: (reason) => this.#end(number, reason, true),
		});
		this.#connections[number] = connection;
		// A connectable advertiser falls silent when it is connected to; the firmware begins anew.
		this.#advertise(undefined);
		connection.begin(mtu, randomBytes(ENTROPY));
		return connection;
	}

	/** Loses every connection, now or after that many writes: the last of them still reaches the meter. */
	lose(afterWrites: number): void {
		this.#writesLeft = afterWrites;
		if (afterWrites === 0) this.#loseAll();
	}

	/** Takes a message from the firmware. */
	fromFirmware(type: number, payload: Uint8Array): void {
		if (type === ToBench.BLE_ADVERTISING) {
			this.#advertise(readAdvertisement(payload));
			return;
		}
		const connection = this.#connections[payload[0] ?? 0];
		if (type === ToBench.BLE_NOTIFICATION) connection?.notify(payload[1] ?? 0, payload.slice(2));
		if (type === ToBench.BLE_VALUE)
			connection?.answer(payload[2] === 1 ? payload.slice(3) : AttErrorCode.UNLIKELY);
		if (type === ToBench.BLE_DISCONNECT)
			this.#end(payload[0] ?? 0, "the meter has ended the connection", true);
	}

	/** The supply has gone: so has the radio. */
	off(): void {
		this.#advertise(undefined);
		this.#connections.forEach((_, number) => {
			this.#end(number, "the connection is lost", false);
		});
	}

	#countWrite(): void {
		this.#writesLeft--;
		if (this.#writesLeft <= 0) this.#loseAll();
	}

	#loseAll(): void {
		this.#writesLeft = Number.POSITIVE_INFINITY;
		this.#connections.forEach((_, number) => {
			this.#end(number, "the connection is lost", true);
		});
	}

	/** @param told whether the firmware learns of it */
	#end(number: number, reason: string, told: boolean): void {
		const connection = this.#connections[number];
		if (!connection) return;
		this.#connections[number] = undefined;
		if (told) this.#owner.tellRadio(ToBoard.BLE_CONNECTION, Uint8Array.of(number, 0, 0));
		connection.ended(reason);
	}

	#advertise(advertisement: Advertisement | undefined): void {
		this.#advertisement = advertisement;
		for (const onChange of this.#scanners) onChange();
	}
}
