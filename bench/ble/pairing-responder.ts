/** Pairing at the meter's end, which has a display and no keyboard. */
import type { Role } from "./link-cipher.ts";
import {
	type Address,
	areSecure,
	Capability,
	Computation,
	features,
	hasKeyboard,
	keepsBond,
	Opcode,
	Reason,
	type Send,
} from "./pairing.ts";

/** The key that a pairing ends with. */
export interface PairedKey {
	readonly longTermKey: Uint8Array;
	/** True if the six digits were proved. */
	readonly authenticated: boolean;
	/** True if both ends would keep the key. */
	readonly bonding: boolean;
}

/** The rest of the stack, as the responder uses it. */
export interface ResponderEvents {
	/** Draws the passkey of the next pairing, 0..999999. */
	draw(): number;
	/** Shows the passkey; done when the firmware has it. */
	show(passkey: number): Promise<void>;
	/** True if the meter keeps bonds now. */
	readonly keepsBonds: boolean;
	/** The ends have a key. */
	paired(key: PairedKey): void;
}

type State = "idle" | "features" | "commitments" | "nonces" | "check";

export class PairingResponder {
	readonly #addresses: Readonly<Record<Role, Address>>;
	readonly #send: Send;
	readonly #events: ResponderEvents;
	#state: State = "idle";
	#request: Uint8Array = new Uint8Array();
	#response: Uint8Array = new Uint8Array();
	#entered = false;
	#computation: Computation;

	constructor(addresses: Readonly<Record<Role, Address>>, send: Send, events: ResponderEvents) {
		this.#addresses = addresses;
		this.#send = send;
		this.#events = events;
		this.#computation = new Computation("peripheral", addresses);
	}

	async receive(pdu: Uint8Array): Promise<void> {
		const content = pdu.subarray(1);
		switch (pdu[0]) {
			case Opcode.REQUEST:
				return this.#begin(pdu);
			case Opcode.FAILED:
				this.#state = "idle";
				return undefined;
			case Opcode.PUBLIC_KEY:
				return this.#state === "features" ? this.#takeKey(content) : this.#refuse();
			case Opcode.CONFIRM:
				return this.#state === "commitments" ? this.#takeCommitment(content) : this.#refuse();
			case Opcode.RANDOM:
				return this.#state === "nonces" ? this.#takeNonce(content) : this.#refuse();
			case Opcode.CHECK:
				return this.#state === "check" ? this.#takeCheck(content) : this.#refuse();
			default:
				return this.#refuse();
		}
	}

	async #begin(request: Uint8Array): Promise<void> {
		if (!areSecure(request)) return this.#refuse(Reason.AUTHENTICATION_REQUIREMENTS);
		this.#request = Uint8Array.from(request);
		this.#entered = hasKeyboard(request);
		this.#computation = new Computation("peripheral", this.#addresses);
		this.#state = "features";
		this.#response = features(Opcode.RESPONSE, Capability.DISPLAY_ONLY, this.#events.keepsBonds);
		await this.#send(this.#response);
	}

	async #takeKey(key: Uint8Array): Promise<void> {
		const computation = this.#computation;
		if (!computation.takePublicKey(key)) return this.#refuse(Reason.INVALID_PARAMETERS);
		if (this.#entered) {
			computation.passkey = this.#events.draw();
			this.#state = "commitments";
			await this.#events.show(computation.passkey);
			await this.#send(Buffer.from([Opcode.PUBLIC_KEY, ...computation.publicKey]));
			return;
		}
		this.#state = "nonces";
		await this.#send(Buffer.from([Opcode.PUBLIC_KEY, ...computation.publicKey]));
		await this.#send(Buffer.from([Opcode.CONFIRM, ...computation.commit(false)]));
	}

	async #takeCommitment(commitment: Uint8Array): Promise<void> {
		this.#computation.takeCommitment(commitment);
		this.#state = "nonces";
		await this.#send(Buffer.from([Opcode.CONFIRM, ...this.#computation.commit(true)]));
	}

	async #takeNonce(nonce: Uint8Array): Promise<void> {
		const computation = this.#computation;
		const entered = this.#entered;
		if (!computation.takeNonce(nonce, entered, entered)) return this.#refuse(Reason.CONFIRM_VALUE);
		computation.nextBit();
		this.#state = entered && !computation.proved ? "commitments" : "check";
		await this.#send(Buffer.from([Opcode.RANDOM, ...computation.nonce]));
	}

	async #takeCheck(check: Uint8Array): Promise<void> {
		const computation = this.#computation;
		const expected = computation.check("central", this.#request);
		if (!expected.reverse().equals(check)) return this.#refuse(Reason.CHECK);
		this.#state = "idle";
		this.#events.paired({
			longTermKey: computation.keys().longTermKey,
			authenticated: this.#entered,
			bonding: keepsBond(this.#request) && keepsBond(this.#response),
		});
		const own = computation.check("peripheral", this.#response);
		await this.#send(Buffer.from([Opcode.CHECK, ...own.reverse()]));
	}

	async #refuse(reason: number = Reason.UNSPECIFIED): Promise<void> {
		this.#state = "idle";
		await this.#send(Uint8Array.of(Opcode.FAILED, reason));
	}
}
