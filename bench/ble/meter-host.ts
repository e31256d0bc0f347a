/**
 * The meter's stack at its end of one connection: attribute server and pairing, between the link
 * and the firmware.
 */
import { randomInt } from "node:crypto";
import { type Message, TO_BOARD } from "../../spec/link.ts";
import { encode, type Values } from "../meter/link.ts";
import {
	AttError,
	AttErrorCode,
	AttOpcode,
	attMessage,
	handleOf,
	meaningOf,
	readAttMessage,
} from "./att.ts";
import { judgeRead, judgeSubscription, judgeWrite } from "./attribute.ts";
import type { Bonds } from "./bonds.ts";
import { Channel, type Host } from "./link.ts";
import type { Role } from "./link-cipher.ts";
import { type Address, PASSKEYS } from "./pairing.ts";
import { type PairedKey, PairingResponder } from "./pairing-responder.ts";

/** ATT_MTU of a new connection, the smallest over LE. */
export const SMALLEST_MTU = 23;

/** Gives the firmware a message; done when it has it. */
export type Tell = (type: number, payload: Uint8Array) => Promise<unknown>;

export class MeterHost implements Host {
	readonly #number: number;
	readonly #toFirmware: Tell;
	readonly #send: (channel: number, pdu: Uint8Array) => Promise<void>;
	readonly #pairing: PairingResponder;
	readonly #bonds: Bonds;
	/** Address of the client. */
	readonly #client: Address;
	readonly #subscribed = new Set<number>();
	/** The key of the latest pairing on this connection. */
	#key: PairedKey | undefined;
	#mtu = SMALLEST_MTU;
	#encrypted = false;
	#authenticated = false;

	/**
	 * @param number of the connection, from 0
	 * @param send sends a message to the client
	 */
	constructor(
		number: number,
		addresses: Readonly<Record<Role, Address>>,
		bonds: Bonds,
		toFirmware: Tell,
		send: (channel: number, pdu: Uint8Array) => Promise<void>,
	) {
		this.#number = number;
		this.#toFirmware = toFirmware;
		this.#send = send;
		this.#bonds = bonds;
		this.#client = addresses.central;
		this.#pairing = new PairingResponder(addresses, (pdu) => send(Channel.SMP, pdu), {
			draw: () => randomInt(PASSKEYS),
			show: async (passkey) => void (await this.#tell(TO_BOARD.BLE_PASSKEY, { passkey })),
			get keepsBonds() {
				return bonds.kept;
			},
			paired: (key) => {
				this.#key = key;
			},
		});
	}

	get longTermKey(): Uint8Array | undefined {
		return this.#key?.longTermKey ?? this.#bonds.keyOf(this.#client);
	}

	/** ATT_MTU. */
	get mtu(): number {
		return this.#mtu;
	}

	/** Protection of the link. */
	get security(): { encrypted: boolean; authenticated: boolean } {
		return { encrypted: this.#encrypted, authenticated: this.#authenticated };
	}

	/** Tells the firmware that the client has connected, or that its MTU has changed. */
	async begin(mtu: number): Promise<void> {
		this.#mtu = mtu;
		await this.#tell(TO_BOARD.BLE_CONNECTION, { mtu });
	}

	async encrypted(): Promise<void> {
		this.#encrypted = true;
		const key = this.#key;
		// Only keys of the six digits are kept.
		this.#authenticated = key?.authenticated ?? true;
		if (key?.authenticated && key.bonding)
			this.#bonds.add({ address: this.#client, longTermKey: key.longTermKey });
		if (this.#authenticated) await this.#tell(TO_BOARD.BLE_AUTHENTICATED, {});
	}

	async receive(channel: number, pdu: Uint8Array): Promise<void> {
		if (channel === Channel.SMP) {
			await this.#pairing.receive(pdu);
			return;
		}
		const message = channel === Channel.ATT ? readAttMessage(pdu) : undefined;
		if (!message) return;
		try {
			await this.#serve(message.opcode, message.number, message.value);
		} catch (error) {
			if (!(error instanceof AttError)) throw error;
			if (message.opcode !== AttOpcode.WRITE_COMMAND)
				await this.#refuse(message.opcode, message.number, error.code);
		}
	}

	/** Sends a notification of the firmware; the stack cuts off what does not fit a packet. */
	notify(characteristic: number, value: Uint8Array): void {
		if (!this.#subscribed.has(characteristic)) return;
		const part = value.subarray(0, this.#mtu - 3);
		void this.#answer(attMessage(AttOpcode.NOTIFICATION, handleOf(characteristic), part));
	}

	/** Sends the firmware's answer to the oldest read; undefined: it has no value. */
	answer(characteristic: number, value: Uint8Array | undefined): void {
		if (value) void this.#answer(Uint8Array.of(AttOpcode.READ_RESPONSE, ...value));
		else void this.#refuse(AttOpcode.READ_REQUEST, handleOf(characteristic), AttErrorCode.UNLIKELY);
	}

	async #serve(opcode: number, number: number, value: Uint8Array): Promise<void> {
		const { characteristic, configuration } = meaningOf(number);
		if (opcode === AttOpcode.MTU_REQUEST) {
			await this.begin(number);
			await this.#answer(attMessage(AttOpcode.MTU_RESPONSE, number));
		} else if (opcode === AttOpcode.READ_REQUEST) {
			judgeRead(configuration ? -1 : characteristic, this.#authenticated);
			await this.#tell(TO_BOARD.BLE_READ, { characteristic });
		} else if (opcode === AttOpcode.WRITE_REQUEST) {
			if (configuration) await this.#configure(characteristic, value[0] === 1);
			else await this.#write(characteristic, value, true);
			await this.#answer(Uint8Array.of(AttOpcode.WRITE_RESPONSE));
		} else if (opcode === AttOpcode.WRITE_COMMAND && !configuration)
			await this.#write(characteristic, value, false);
		else throw AttError.of(AttErrorCode.REQUEST_NOT_SUPPORTED);
	}

	async #write(characteristic: number, value: Uint8Array, response: boolean): Promise<void> {
		judgeWrite(characteristic, value.length, response, this.#authenticated);
		await this.#tell(TO_BOARD.BLE_WRITE, { characteristic, value });
	}

	async #configure(characteristic: number, enabled: boolean): Promise<void> {
		judgeSubscription(characteristic);
		if (enabled) this.#subscribed.add(characteristic);
		else this.#subscribed.delete(characteristic);
		await this.#tell(TO_BOARD.BLE_SUBSCRIBE, { characteristic, enabled: enabled ? 1 : 0 });
	}

	#refuse(opcode: number, number: number, code: number | undefined): Promise<void> {
		const refused = code ?? AttErrorCode.UNLIKELY;
		return this.#answer(
			Uint8Array.of(AttOpcode.ERROR, opcode, number & 0xff, number >> 8, refused),
		);
	}

	#answer(pdu: Uint8Array): Promise<void> {
		return this.#send(Channel.ATT, pdu);
	}

	#tell<M extends Message>(to: M, values: Omit<Values<M>, "connection">): Promise<unknown> {
		const whole = { connection: this.#number, ...values } as Values<M>;
		return this.#toFirmware(to.type, encode(to, whole));
	}
}

/** Tells the firmware that a connection has ended. */
export function tellEnd(toFirmware: Tell, connection: number): Promise<unknown> {
	const to = TO_BOARD.BLE_CONNECTION;
	return toFirmware(to.type, encode(to, { connection, mtu: 0 }));
}
