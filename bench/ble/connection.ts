/**
 * A client's connection to a virtual meter: the GATT operations, as the stacks of both ends do
 * them.
 */
import { type Message, TO_BOARD } from "../../spec/link.ts";
import { encode, type Values } from "../meter/codec.ts";
import {
	AttError,
	type DiscoveredService,
	discover,
	judgeRead,
	judgeSubscription,
	judgeWrite,
	numberOf,
	uuidOf,
} from "./attribute.ts";

const NONE = new Uint8Array();

/** The owner of a Bluetooth radio near the meter. */
export interface Client {
	onNotification(uuid: string, value: Uint8Array): void;
	/** @param reason a line for people */
	onDisconnected(reason: string): void;
}

/** The radio that a connection runs over. */
interface Air {
	/** Gives the firmware a message; done when it has it. */
	tell(type: number, payload: Uint8Array): Promise<unknown>;
	/** A write has gone through. */
	written(): void;
	end(reason: string): void;
}

interface Reading {
	resolve(value: Uint8Array): void;
	reject(error: Error): void;
}

export class Connection {
	/** From 0. */
	readonly number: number;
	readonly #client: Client;
	readonly #air: Air;
	readonly #subscribed = new Set<number>();
	/** Reads that the firmware has not answered yet, oldest first. */
	readonly #readings: Reading[] = [];
	#mtu = 23;
	#open = true;

	constructor(number: number, client: Client, air: Air) {
		this.number = number;
		this.#client = client;
		this.#air = air;
	}

	/** ATT_MTU. */
	get mtu(): number {
		return this.#mtu;
	}

	/**
	 * Tells the firmware that the client has connected.
	 * @param entropy random bytes for the firmware
	 */
	begin(mtu: number, entropy: Uint8Array): void {
		this.#mtu = mtu;
		void this.#tell(TO_BOARD.BLE_CONNECTION, { connection: this.number, mtu, entropy });
	}

	discover(): DiscoveredService[] {
		this.#check();
		return discover();
	}

	/** Agrees on another MTU, 23..517. */
	async exchangeMtu(mtu: number): Promise<void> {
		this.#check();
		this.#mtu = mtu;
		await this.#tell(TO_BOARD.BLE_CONNECTION, { connection: this.number, mtu, entropy: NONE });
	}

	/** @throws AttError */
	async read(uuid: string): Promise<Uint8Array> {
		this.#check();
		const number = numberOf(uuid);
		judgeRead(number);
		void this.#tell(TO_BOARD.BLE_READ, { connection: this.number, characteristic: number });
		return new Promise((resolve, reject) => this.#readings.push({ resolve, reject }));
	}

	/**
	 * @param response true for a write request, which the stack confirms; false for a write
	 *   command
	 * @throws AttError
	 */
	async write(uuid: string, value: Uint8Array, response: boolean): Promise<void> {
		this.#check();
		const number = numberOf(uuid);
		judgeWrite(number, value.length, response, this.#mtu);
		await this.#tell(TO_BOARD.BLE_WRITE, {
			connection: this.number,
			characteristic: number,
			value,
		});
		this.#check();
		this.#air.written();
		this.#check();
	}

	/** @throws AttError */
	async subscribe(uuid: string, enabled: boolean): Promise<void> {
		this.#check();
		const number = numberOf(uuid);
		judgeSubscription(number);
		if (enabled) this.#subscribed.add(number);
		else this.#subscribed.delete(number);
		await this.#tell(TO_BOARD.BLE_SUBSCRIBE, {
			connection: this.number,
			characteristic: number,
			enabled: enabled ? 1 : 0,
		});
	}

	disconnect(): void {
		if (this.#open) this.#air.end("the client has ended the connection");
	}

	/**
	 * Passes on a notification from the firmware; the stack cuts off what does not fit a packet.
	 */
	notify(number: number, value: Uint8Array): void {
		const uuid = uuidOf(number);
		if (uuid !== undefined && this.#subscribed.has(number))
			this.#client.onNotification(uuid, value.subarray(0, this.#mtu - 3));
	}

	/** Passes on the firmware's answer to the oldest read: a value, or an error code. */
	answer(value: Uint8Array | number): void {
		const reading = this.#readings.shift();
		if (typeof value === "number") reading?.reject(new AttError("the meter has no value", value));
		else reading?.resolve(value);
	}

	/** The connection has ended. */
	ended(reason: string): void {
		this.#open = false;
		for (const { reject } of this.#readings.splice(0)) reject(new AttError(reason));
		this.#client.onDisconnected(reason);
	}

	#check(): void {
		if (!this.#open) throw new AttError("not connected");
	}

	#tell<M extends Message>(to: M, values: Values<M>): Promise<unknown> {
		return this.#air.tell(to.type, encode(to, values));
	}
}
