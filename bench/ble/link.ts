/**
 * The air between a central and a peripheral: packets of the link layer with what they carry for
 * the upper layers, in clear or encrypted. Others can listen, and send packets of their own.
 *
 * Each packet is one event, however long: fragments, acknowledgements and hops are not modelled.
 */
import { randomBytes } from "node:crypto";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { type Diversifiers, LinkCipher, type Role, sessionKey } from "./link-cipher.ts";

/** Channels of L2CAP: attribute protocol and Security Manager. */
export const Channel = { ATT: 0x0004, SMP: 0x0006 } as const;

/** Bytes of L2CAP in front of a message: its length and channel. */
const HEAD_BYTES = 4;

/** Kinds of packets (LLID; Core Specification 5.4, volume 6, part B, 2.4). */
const PacketKind = { DATA: 0b10, CONTROL: 0b11 } as const;

/** Opcodes of control packets (2.4.2). */
const Control = {
	ENC_REQ: 0x03,
	ENC_RSP: 0x04,
	START_ENC_REQ: 0x05,
	START_ENC_RSP: 0x06,
	REJECT_IND: 0x0d,
} as const;

/** Error code of the controller (volume 1, part F, 2.6). */
const PIN_OR_KEY_MISSING = 0x06;

/** A packet as anybody near hears it. */
export interface Packet {
	readonly from: Role;
	/** LLID. */
	readonly kind: number;
	/** Payload, with the MIC if it is encrypted. */
	readonly bytes: Uint8Array;
}

/** The layers above the link at one end. */
export interface Host {
	/** Takes a message of the other end; done when it is dealt with. */
	receive(channel: number, pdu: Uint8Array): Promise<void> | void;
	/** The key for this link; undefined: this end has none. */
	readonly longTermKey: Uint8Array | undefined;
	/** The link has been encrypted with that key. */
	encrypted(): Promise<void> | void;
}

export class Link {
	/** Of both ends, with their types in front. */
	readonly addresses: Readonly<Record<Role, Uint8Array>>;
	readonly #hosts: Readonly<Record<Role, Host>>;
	readonly #onBroken: (reason: string) => void;
	readonly #listeners: ReadonlySet<(packet: Packet) => void>;
	/** By end; undefined: it sends and expects packets in clear. */
	readonly #ciphers: Record<Role, LinkCipher | undefined> = {
		central: undefined,
		peripheral: undefined,
	};
	#open = true;

	/**
	 * @param listeners called with each packet
	 * @param onBroken called when a packet was not the other end's: the link is over
	 */
	constructor(
		hosts: Readonly<Record<Role, Host>>,
		addresses: Readonly<Record<Role, Uint8Array>>,
		listeners: ReadonlySet<(packet: Packet) => void>,
		onBroken: (reason: string) => void,
	) {
		this.#hosts = hosts;
		this.addresses = addresses;
		this.#listeners = listeners;
		this.#onBroken = onBroken;
	}

	/** Sends a message of an upper layer; done when the other end has dealt with it. */
	async send(from: Role, channel: number, pdu: Uint8Array): Promise<void> {
		const head = new ByteWriter(HEAD_BYTES, "little-endian").uint16(pdu.length).uint16(channel);
		await this.#send(from, PacketKind.DATA, Buffer.concat([head.written, pdu]));
	}

	/** Lets the receiver take a packet that somebody else has sent in the other end's place. */
	async inject(packet: Packet): Promise<void> {
		for (const hear of this.#listeners) hear(packet);
		await this.#receive(packet);
	}

	/**
	 * Encrypts the link as the central does (5.1.3.1). The link ends if the keys are not the same.
	 * @returns false if the peripheral has no key, or the link has ended
	 */
	async encrypt(): Promise<boolean> {
		const { central, peripheral } = this.#hosts;
		const diversifiers = [randomBytes(12), randomBytes(12)] as const;
		const [ours, theirs] = diversifiers;
		// Random number and diversifier of a stored key are zero with Secure Connections.
		await this.#send("central", PacketKind.CONTROL, [
			Control.ENC_REQ,
			...Buffer.alloc(10),
			...ours,
		]);
		if (!peripheral.longTermKey) {
			await this.#send("peripheral", PacketKind.CONTROL, [Control.REJECT_IND, PIN_OR_KEY_MISSING]);
			return false;
		}
		await this.#send("peripheral", PacketKind.CONTROL, [Control.ENC_RSP, ...theirs]);
		await this.#send("peripheral", PacketKind.CONTROL, [Control.START_ENC_REQ]);
		const shared = diversifiersOf(ours, theirs);
		this.#ciphers.central = cipherOf(central.longTermKey, shared);
		this.#ciphers.peripheral = cipherOf(peripheral.longTermKey, shared);
		await this.#send("central", PacketKind.CONTROL, [Control.START_ENC_RSP]);
		await this.#send("peripheral", PacketKind.CONTROL, [Control.START_ENC_RSP]);
		if (!this.#open) return false;
		await peripheral.encrypted();
		await central.encrypted();
		return this.#open;
	}

	/** The link is over: whatever is sent from now on is lost. */
	close(): void {
		this.#open = false;
	}

	async #send(from: Role, kind: number, payload: ArrayLike<number>): Promise<void> {
		const plain = Uint8Array.from(payload);
		const bytes = this.#ciphers[from]?.seal(from, kind, plain) ?? plain;
		await this.inject({ from, kind, bytes });
	}

	async #receive({ from, kind, bytes }: Packet): Promise<void> {
		const to = from === "central" ? "peripheral" : "central";
		if (!this.#open) return;
		const cipher = this.#ciphers[to];
		const plain = cipher ? cipher.open(from, kind, bytes) : bytes;
		if (!plain) {
			this.#open = false;
			this.#onBroken("a packet has a wrong MIC");
			return;
		}
		if (kind !== PacketKind.DATA || plain.length < HEAD_BYTES) return;
		const reader = new ByteReader(plain, "little-endian");
		const length = reader.uint16();
		const channel = reader.uint16();
		if (length === reader.left) await this.#hosts[to].receive(channel, reader.bytes());
	}
}

/** @param ours 8 bytes for the key and 4 for the vector, of the central */
export function diversifiersOf(ours: Uint8Array, theirs: Uint8Array): Diversifiers {
	return {
		session: Buffer.concat([ours.subarray(0, 8), theirs.subarray(0, 8)]),
		vector: Buffer.concat([ours.subarray(8), theirs.subarray(8)]),
	};
}

/** An end without the key cannot open anything. */
function cipherOf(longTermKey: Uint8Array | undefined, shared: Diversifiers): LinkCipher {
	return new LinkCipher(sessionKey(longTermKey ?? randomBytes(16), shared), shared);
}
