/** A client's stack at its end of a connection: the GATT operations, and pairing. */
import {
	AttError,
	AttErrorCode,
	AttOpcode,
	attMessage,
	handleOf,
	meaningOf,
	readAttMessage,
} from "./att.ts";
import { type DiscoveredService, discover, limitOf, numberOf, uuidOf } from "./attribute.ts";
import type { Bond } from "./bonds.ts";
import { Channel, type Host, type Link } from "./link.ts";
import { SMALLEST_MTU } from "./meter-host.ts";
import { PairingInitiator } from "./pairing-initiator.ts";

/** The owner of a Bluetooth radio near the meter. */
export interface Client {
	onNotification(uuid: string, value: Uint8Array): void;
	/** @param reason a line for people */
	onDisconnected(reason: string): void;
}

/** The radio, as the client's stack uses it. */
export interface Air {
	/** A write has gone through. */
	written(): void;
	end(reason: string): void;
}

interface Waiting {
	resolve(response: Uint8Array): void;
	reject(error: Error): void;
}

export class Connection implements Host {
	/** From 0. */
	readonly number: number;
	/** The link that this end belongs to. */
	link: Link | undefined;
	readonly #client: Client;
	readonly #air: Air;
	/** Requests that the meter has not answered yet, oldest first. */
	readonly #requests: Waiting[] = [];
	#pairing: PairingInitiator | undefined;
	/** Of an earlier connection, or of this one. */
	#bond: Bond | undefined;
	#mtu: number;
	#encrypted = false;
	#open = true;

	/** @param bond of an earlier connection to this meter */
	constructor(number: number, client: Client, air: Air, mtu = SMALLEST_MTU, bond?: Bond) {
		this.number = number;
		this.#client = client;
		this.#air = air;
		this.#mtu = mtu;
		this.#bond = bond;
	}

	/** Of both ends, with their types in front. */
	get addresses(): Link["addresses"] {
		return this.#linked.addresses;
	}

	/** ATT_MTU. */
	get mtu(): number {
		return this.#mtu;
	}

	/** True if nobody else can read or change what travels. */
	get isEncrypted(): boolean {
		return this.#encrypted;
	}

	get longTermKey(): Uint8Array | undefined {
		return this.#pairing?.longTermKey ?? this.#bond?.longTermKey;
	}

	/** The bond that both ends keep; undefined: none. */
	get bond(): Bond | undefined {
		return this.#bond;
	}

	discover(): DiscoveredService[] {
		this.#check();
		return discover();
	}

	/** Agrees on another MTU, 23..517. */
	async exchangeMtu(mtu: number): Promise<void> {
		await this.#request(attMessage(AttOpcode.MTU_REQUEST, mtu));
		this.#mtu = mtu;
	}

	/** @throws AttError */
	async read(uuid: string): Promise<Uint8Array> {
		this.#check();
		return this.#request(attMessage(AttOpcode.READ_REQUEST, handleOf(numberOf(uuid))));
	}

	/**
	 * @param response true for a write request, which the stack confirms; false for a write
	 *   command
	 * @throws AttError
	 */
	async write(uuid: string, value: Uint8Array, response: boolean): Promise<void> {
		this.#check();
		const number = numberOf(uuid);
		const limit = response ? limitOf(number) : this.#mtu - 3;
		if (value.length > limit)
			throw new AttError(
				`value: ${value.length} bytes, at most ${limit}`,
				AttErrorCode.INVALID_LENGTH,
			);
		const handle = handleOf(number);
		if (response) await this.#request(attMessage(AttOpcode.WRITE_REQUEST, handle, value));
		else await this.#send(Channel.ATT, attMessage(AttOpcode.WRITE_COMMAND, handle, value));
		this.#check();
		this.#air.written();
		this.#check();
	}

	/** @throws AttError */
	async subscribe(uuid: string, enabled: boolean): Promise<void> {
		this.#check();
		const configuration = handleOf(numberOf(uuid)) + 1;
		const value = Uint8Array.of(enabled ? 1 : 0, 0);
		await this.#request(attMessage(AttOpcode.WRITE_REQUEST, configuration, value));
	}

	/**
	 * Encrypts the link by the bond or, if there is none or the meter has forgotten it, pairs by
	 * Secure Connections.
	 * @param keyboard true if the owner can enter digits
	 * @returns true if the meter shows six digits, which {@link enterPasskey} takes
	 * @throws PairingFailed
	 */
	async pair(keyboard: boolean): Promise<boolean> {
		this.#check();
		if (this.#bond && (await this.#linked.encrypt())) return false;
		this.#check();
		this.#bond = undefined;
		const send = (pdu: Uint8Array): Promise<void> => this.#send(Channel.SMP, pdu);
		this.#pairing = new PairingInitiator(this.addresses, send, keyboard);
		await this.#pairing.begin();
		if (!keyboard) await this.#encrypt();
		return keyboard;
	}

	/**
	 * Enters the six digits.
	 * @throws PairingFailed when they are wrong
	 */
	async enterPasskey(passkey: number): Promise<void> {
		this.#check();
		if (!this.#pairing?.needsPasskey) throw new AttError("nobody has asked for a passkey");
		await this.#pairing.enter(passkey);
		await this.#encrypt();
		if (this.#pairing.bonded)
			this.#bond = { address: this.addresses.central, longTermKey: this.#pairing.longTermKey };
	}

	disconnect(): void {
		if (this.#open) this.#air.end("the client has ended the connection");
	}

	encrypted(): void {
		this.#encrypted = true;
	}

	receive(channel: number, pdu: Uint8Array): Promise<void> | undefined {
		if (channel === Channel.SMP) return this.#pairing?.receive(pdu);
		const opcode = pdu[0];
		if (opcode === AttOpcode.NOTIFICATION) this.#notified(pdu);
		else if (opcode === AttOpcode.ERROR) this.#requests.shift()?.reject(AttError.of(pdu[4] ?? 0));
		else this.#requests.shift()?.resolve(pdu.subarray(1));
		return undefined;
	}

	/** The connection has ended. */
	ended(reason: string): void {
		this.#open = false;
		const error = new AttError(reason);
		for (const { reject } of this.#requests.splice(0)) reject(error);
		this.#pairing?.fail(error);
		this.#client.onDisconnected(reason);
	}

	get #linked(): Link {
		if (!this.link) throw new AttError("not connected");
		return this.link;
	}

	#check(): void {
		if (!this.#open) throw new AttError("not connected");
	}

	#notified(pdu: Uint8Array): void {
		const message = readAttMessage(pdu);
		const uuid = message && uuidOf(meaningOf(message.number).characteristic);
		if (uuid !== undefined) this.#client.onNotification(uuid, message?.value ?? new Uint8Array());
	}

	async #encrypt(): Promise<void> {
		if (!(await this.#linked.encrypt())) throw new AttError("the link could not be encrypted");
	}

	#request(pdu: Uint8Array): Promise<Uint8Array> {
		this.#check();
		return new Promise((resolve, reject) => {
			this.#requests.push({ resolve, reject });
			this.#send(Channel.ATT, pdu).catch(reject);
		});
	}

	#send(channel: number, pdu: Uint8Array): Promise<void> {
		return this.#linked.send("central", channel, pdu);
	}
}
