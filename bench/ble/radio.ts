/**
 * The virtual radio of a meter: a Bluetooth stack between the firmware (messages of the byte link)
 * and clients. Its connections can be lost at will.
 */
import { randomBytes } from "node:crypto";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { TO_BENCH, TO_BOARD } from "../../spec/link.ts";
import { decode, encode } from "../meter/codec.ts";
import { type Advertisement, readAdvertisement } from "./advertisement.ts";
import { AttError, AttErrorCode } from "./attribute.ts";
import { type Client, Connection } from "./connection.ts";

/** Most clients at a time, as in `boards/virtual/bluetooth.ts`. */
const CONNECTIONS = 4;

/** Smallest and largest ATT_MTU over LE. */
export const SMALLEST_MTU = 23;
export const LARGEST_MTU = 517;

/** Random bytes that the radio gives the firmware at each connection. */
const ENTROPY_BYTES = 32;

/** The meter that a radio belongs to. */
export interface RadioOwner {
	/**
	 * Gives the firmware a message.
	 * @returns true when it has it; false: the supply is off and the message is lost
	 */
	tellRadio(type: number, payload: Uint8Array): Promise<boolean>;
}

export class Radio {
	readonly #owner: RadioOwner;
	readonly #connections: (Connection | undefined)[] = new Array(CONNECTIONS).fill(undefined);
	readonly #scanners = new Set<() => void>();
	#advertisement: Advertisement | undefined;
	/** Writes left until every connection is lost; Infinity: the connections hold. */
	#writesLeft = Number.POSITIVE_INFINITY;

	constructor(owner: RadioOwner) {
		this.#owner = owner;
	}

	/** Present advertisement; undefined: none. */
	get advertisement(): Advertisement | undefined {
		return this.#advertisement;
	}

	/** Open connections. */
	get connections(): readonly Connection[] {
		return this.#connections.filter((each) => each !== undefined);
	}

	/** Calls back when the advertisement changes; returns a function that ends it. */
	scan(onChange: () => void): () => void {
		this.#scanners.add(onChange);
		return () => this.#scanners.delete(onChange);
	}

	/**
	 * Connects a client.
	 * @param mtu that the client asks for, 23..517
	 * @throws AttError when the meter does not advertise or all its connections are in use
	 */
	connect(client: Client, mtu: number): Connection {
		if (!this.#advertisement) throw new AttError("the meter does not advertise");
		const number = this.#connections.indexOf(undefined);
		if (number < 0) throw new AttError("all connections of the meter are in use");
		const connection = new Connection(number, client, {
			tell: (type, payload) => this.#owner.tellRadio(type, payload),
			written: () => this.#countWrite(),
			end: (reason) => this.#end(number, reason, true),
		});
		this.#connections[number] = connection;
		// A connectable advertiser stops when it is connected to; the firmware starts it again.
		this.#advertise(undefined);
		connection.begin(mtu, randomBytes(ENTROPY_BYTES));
		return connection;
	}

	/**
	 * Loses every connection, now or after that many writes, of which the last still reaches the
	 * meter.
	 */
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
		const bytes = Buffer.from(payload);
		const connection = this.#connections[payload[0] ?? 0];
		if (type === ToBench.BLE_NOTIFICATION) {
			const { characteristic, value } = decode(TO_BENCH.BLE_NOTIFICATION, bytes);
			connection?.notify(characteristic, Uint8Array.from(value));
		}
		if (type === ToBench.BLE_VALUE) {
			const { found, value } = decode(TO_BENCH.BLE_VALUE, bytes);
			connection?.answer(found === 1 ? Uint8Array.from(value) : AttErrorCode.UNLIKELY);
		}
		if (type === ToBench.BLE_DISCONNECT)
			this.#end(payload[0] ?? 0, "the meter has ended the connection", true);
	}

	/** The supply has gone, and the radio with it. */
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

	/** @param told true if the firmware learns of it */
	#end(number: number, reason: string, told: boolean): void {
		const connection = this.#connections[number];
		if (!connection) return;
		this.#connections[number] = undefined;
		if (told) {
			const gone = { connection: number, mtu: 0, entropy: new Uint8Array() };
			void this.#owner.tellRadio(ToBoard.BLE_CONNECTION, encode(TO_BOARD.BLE_CONNECTION, gone));
		}
		connection.ended(reason);
	}

	#advertise(advertisement: Advertisement | undefined): void {
		this.#advertisement = advertisement;
		for (const onChange of this.#scanners) onChange();
	}
}
