/**
 * A man in the middle: to the victim it is the meter, to the meter a client, with keys of its own
 * on both sides. It passes on what the two say, and reads it.
 */
import { readAttMessage } from "../bench/ble/att.ts";
import { Connection } from "../bench/ble/connection.ts";
import { Channel, type Host, Link, type Packet } from "../bench/ble/link.ts";
import {
	Capability,
	Computation,
	features,
	Opcode,
	PairingFailed,
	randomAddress,
} from "../bench/ble/pairing.ts";
import type { Radio } from "../bench/ble/radio.ts";

const UNHEARD: ReadonlySet<(packet: Packet) => void> = new Set();

const REQUEST = features(Opcode.REQUEST, Capability.KEYBOARD_DISPLAY, false);
const RESPONSE = features(Opcode.RESPONSE, Capability.DISPLAY_ONLY, false);

export class Relay {
	/** The victim's end, which believes that it is connected to the meter. */
	readonly victim: Connection;
	/** Bits of the passkey that the victim has proved to it, whether it knew them or not. */
	bitsLearnt = 0;
	/** Values of attributes that the victim has sent. */
	readonly heard: Buffer[] = [];
	readonly #toVictim: Link;
	readonly #toMeter: Link;
	/** Its computations with the two, in which it finds no fault with anything. */
	readonly #withVictim: Computation;
	readonly #withMeter: Computation;
	readonly #guess: () => number;
	/** The end of what the meter is doing. */
	#done: { resolve(): void; reject(error: Error): void } | undefined;
	#victimKey: Uint8Array | undefined;
	#meterKey: Uint8Array | undefined;

	/** @param guess what it takes the six digits for */
	constructor(radio: Radio, guess: () => number) {
		const relay = this;
		const air = { written: () => {}, end: () => {} };
		const owner = { onNotification: () => {}, onDisconnected: () => {} };
		this.victim = new Connection(0, owner, air);
		const asMeter: Host = {
			get longTermKey() {
				return relay.#victimKey;
			},
			encrypted: () => {},
			receive: (channel, pdu) => relay.#fromVictim(channel, pdu),
		};
		const asClient: Host = {
			get longTermKey() {
				return relay.#meterKey;
			},
			encrypted: () => {},
			receive: (channel, pdu) => relay.#fromMeter(channel, pdu),
		};
		const addresses = { central: randomAddress(), peripheral: randomAddress() };
		const ends = { central: this.victim, peripheral: asMeter };
		this.#toVictim = new Link(ends, addresses, UNHEARD, () => {});
		this.victim.link = this.#toVictim;
		this.#toMeter = radio.attach(asClient, () => {});
		this.#withVictim = new Computation("peripheral", addresses);
		this.#withMeter = new Computation("central", this.#toMeter.addresses);
		this.#guess = guess;
	}

	/** Has the meter show its six digits. */
	begin(): Promise<void> {
		return this.#until(REQUEST);
	}

	/** Enters what it takes them for, and encrypts the link. @throws PairingFailed */
	async enter(passkey: number): Promise<void> {
		this.#withMeter.passkey = passkey;
		await this.#until(Buffer.from([Opcode.CONFIRM, ...this.#withMeter.commit(true)]));
		this.#meterKey = this.#withMeter.keys().longTermKey;
		await this.#toMeter.encrypt();
	}

	/** Sends a message to the meter; done when the exchange that it begins is. */
	#until(pdu: Uint8Array): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#done = { resolve, reject };
			this.#toMeter.send("central", Channel.SMP, pdu).catch(reject);
		});
	}

	async #fromVictim(channel: number, pdu: Uint8Array): Promise<void> {
		if (channel === Channel.SMP) {
			const answer = this.#answer(pdu[0] ?? 0, pdu.subarray(1));
			if (answer) await this.#toVictim.send("peripheral", channel, answer);
			return;
		}
		this.heard.push(Buffer.from(readAttMessage(pdu)?.value ?? []));
		await this.#toMeter.send("central", channel, pdu);
	}

	/** Answers the victim as the meter would, whatever it has sent. */
	#answer(opcode: number, content: Uint8Array): Uint8Array | undefined {
		const computation = this.#withVictim;
		switch (opcode) {
			case Opcode.REQUEST:
				return RESPONSE;
			case Opcode.PUBLIC_KEY:
				computation.takePublicKey(content);
				computation.passkey = this.#guess();
				return Buffer.from([opcode, ...computation.publicKey]);
			case Opcode.CONFIRM:
				computation.takeCommitment(content);
				return Buffer.from([opcode, ...computation.commit(true)]);
			case Opcode.RANDOM:
				computation.takeNonce(content, true, true);
				computation.nextBit();
				this.bitsLearnt++;
				return Buffer.from([opcode, ...computation.nonce]);
			case Opcode.CHECK:
				this.#victimKey = computation.keys().longTermKey;
				return Buffer.from([opcode, ...computation.check("peripheral", RESPONSE).reverse()]);
			default:
				return undefined;
		}
	}

	async #fromMeter(channel: number, pdu: Uint8Array): Promise<void> {
		if (channel !== Channel.SMP) {
			await this.#toVictim.send("peripheral", channel, pdu);
			return;
		}
		const answer = this.#continue(pdu[0] ?? 0, pdu.subarray(1));
		if (answer) await this.#toMeter.send("central", channel, answer);
	}

	/** Continues with the meter as its owner would, whatever it has sent. */
	#continue(opcode: number, content: Uint8Array): Uint8Array | undefined {
		const computation = this.#withMeter;
		switch (opcode) {
			case Opcode.RESPONSE:
				return Buffer.from([Opcode.PUBLIC_KEY, ...computation.publicKey]);
			case Opcode.PUBLIC_KEY:
				computation.takePublicKey(content);
				this.#done?.resolve();
				return undefined;
			case Opcode.CONFIRM:
				computation.takeCommitment(content);
				return Buffer.from([Opcode.RANDOM, ...computation.nonce]);
			case Opcode.RANDOM:
				computation.takeNonce(content, true, true);
				computation.nextBit();
				return computation.proved
					? Buffer.from([Opcode.CHECK, ...computation.check("central", REQUEST).reverse()])
					: Buffer.from([Opcode.CONFIRM, ...computation.commit(true)]);
			case Opcode.CHECK:
				this.#done?.resolve();
				return undefined;
			default:
				this.#done?.reject(new PairingFailed(content[0] ?? 0));
				return undefined;
		}
	}
}
