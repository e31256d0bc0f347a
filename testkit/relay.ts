/**
 * A man in the middle: to the victim it is the meter, to the meter a client, with keys of its own
 * on both sides. It passes on what the two say, and reads it.
 */
import { readAttMessage } from "../bench/ble/att.ts";
import { Connection } from "../bench/ble/connection.ts";
import { Channel, type Host, Link, type Packet } from "../bench/ble/link.ts";
import { Opcode, randomAddress } from "../bench/ble/pairing.ts";
import { PairingInitiator } from "../bench/ble/pairing-initiator.ts";
import { PairingResponder } from "../bench/ble/pairing-responder.ts";
import type { Radio } from "../bench/ble/radio.ts";

const UNHEARD: ReadonlySet<(packet: Packet) => void> = new Set();

export class Relay {
	/** The victim's end, which believes that it is connected to the meter. */
	readonly victim: Connection;
	/** Bits of the passkey that the victim has proved to it, whether it knew them or not. */
	bitsLearnt = 0;
	/** Values of attributes that the victim has sent. */
	readonly heard: Buffer[] = [];
	readonly #toVictim: Link;
	readonly #toMeter: Link;
	readonly #responder: PairingResponder;
	readonly #initiator: PairingInitiator;
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
		const toVictim = (pdu: Uint8Array) => this.#toVictim.send("peripheral", Channel.SMP, pdu);
		this.#responder = new PairingResponder(addresses, toVictim, {
			draw: guess,
			show: async () => {},
			paired: (longTermKey) => {
				this.#victimKey = longTermKey;
			},
		});
		const toMeter = (pdu: Uint8Array) => this.#toMeter.send("central", Channel.SMP, pdu);
		this.#initiator = new PairingInitiator(this.#toMeter.addresses, toMeter, true);
	}

	/** Has the meter show its six digits. */
	begin(): Promise<void> {
		return this.#initiator.begin();
	}

	/** Enters what it takes them for, and encrypts the link. @throws PairingFailed */
	async enter(passkey: number): Promise<void> {
		await this.#initiator.enter(passkey);
		this.#meterKey = this.#initiator.longTermKey;
		await this.#toMeter.encrypt();
	}

	async #fromVictim(channel: number, pdu: Uint8Array): Promise<void> {
		if (channel === Channel.SMP) {
			if (pdu[0] === Opcode.RANDOM) this.bitsLearnt++;
			await this.#responder.receive(pdu);
			return;
		}
		this.heard.push(Buffer.from(readAttMessage(pdu)?.value ?? []));
		await this.#toMeter.send("central", channel, pdu);
	}

	async #fromMeter(channel: number, pdu: Uint8Array): Promise<void> {
		if (channel === Channel.SMP) await this.#initiator.receive(pdu);
		else await this.#toVictim.send("peripheral", channel, pdu);
	}
}
