/** Pairing at a client's end, whose owner enters the six digits of the meter's display. */
import type { Role } from "./link-cipher.ts";
import {
	type Address,
	areSecure,
	Capability,
	Computation,
	features,
	keepsBond,
	Opcode,
	PairingFailed,
	Reason,
	type Send,
} from "./pairing.ts";

type State = "features" | "key" | "passkey" | "commitment" | "nonce" | "check" | "done";

/** A promise and its ends. */
interface Waiting {
	resolve(): void;
	reject(error: Error): void;
}

export class PairingInitiator {
	readonly #send: Send;
	readonly #entered: boolean;
	readonly #request: Uint8Array;
	readonly #computation: Computation;
	#response: Uint8Array = new Uint8Array();
	#state: State = "features";
	#waiting: Waiting | undefined;

	/** @param keyboard true if its owner can enter digits; without, nothing is proved */
	constructor(addresses: Readonly<Record<Role, Address>>, send: Send, keyboard: boolean) {
		this.#send = send;
		this.#entered = keyboard;
		this.#request = features(
			Opcode.REQUEST,
			keyboard ? Capability.KEYBOARD_DISPLAY : Capability.NONE,
			true,
		);
		this.#computation = new Computation("central", addresses);
	}

	/**
	 * Begins to pair; done when the passkey is needed or, without a keyboard, at the end.
	 * @throws PairingFailed
	 */
	begin(): Promise<void> {
		return this.#run(() => this.#send(this.#request));
	}

	/**
	 * Enters the passkey, 0..999999; done at the end.
	 * @throws PairingFailed
	 */
	enter(passkey: number): Promise<void> {
		this.#computation.passkey = passkey;
		return this.#run(() => this.#commit());
	}

	/** True if the meter shows six digits and waits for them. */
	get needsPasskey(): boolean {
		return this.#state === "passkey";
	}

	/** The key of the link, at the end. */
	get longTermKey(): Uint8Array {
		return this.#computation.keys().longTermKey;
	}

	/** True if the meter keeps the key of the six digits too. */
	get bonded(): boolean {
		return this.#entered && keepsBond(this.#response);
	}

	/** Gives up, or the connection has ended. */
	fail(error: Error): void {
		this.#state = "done";
		this.#waiting?.reject(error);
	}

	async receive(pdu: Uint8Array): Promise<void> {
		const content = pdu.subarray(1);
		const state = this.#state;
		if (pdu[0] === Opcode.FAILED) this.fail(new PairingFailed(pdu[1] ?? 0));
		else if (state === "features" && pdu[0] === Opcode.RESPONSE) await this.#takeResponse(pdu);
		else if (state === "key" && pdu[0] === Opcode.PUBLIC_KEY) await this.#takeKey(content);
		else if (state === "commitment" && pdu[0] === Opcode.CONFIRM)
			await this.#takeCommitment(content);
		else if (state === "nonce" && pdu[0] === Opcode.RANDOM) await this.#takeNonce(content);
		else if (state === "check" && pdu[0] === Opcode.CHECK) await this.#takeCheck(content);
		else if (state !== "done") await this.#refuse(Reason.UNSPECIFIED);
	}

	async #takeResponse(response: Uint8Array): Promise<void> {
		if (!areSecure(response)) return this.#refuse(Reason.AUTHENTICATION_REQUIREMENTS);
		this.#response = Uint8Array.from(response);
		this.#state = "key";
		await this.#send(Buffer.from([Opcode.PUBLIC_KEY, ...this.#computation.publicKey]));
	}

	async #takeKey(key: Uint8Array): Promise<void> {
		if (!this.#computation.takePublicKey(key)) return this.#refuse(Reason.INVALID_PARAMETERS);
		this.#state = this.#entered ? "passkey" : "commitment";
		if (this.#entered) this.#waiting?.resolve();
	}

	async #commit(): Promise<void> {
		this.#state = "commitment";
		await this.#send(Buffer.from([Opcode.CONFIRM, ...this.#computation.commit(true)]));
	}

	async #takeCommitment(commitment: Uint8Array): Promise<void> {
		this.#computation.takeCommitment(commitment);
		if (!this.#entered) this.#computation.drawNonce();
		this.#state = "nonce";
		await this.#send(Buffer.from([Opcode.RANDOM, ...this.#computation.nonce]));
	}

	async #takeNonce(nonce: Uint8Array): Promise<void> {
		const computation = this.#computation;
		if (!computation.takeNonce(nonce, true, this.#entered))
			return this.#refuse(Reason.CONFIRM_VALUE);
		computation.nextBit();
		if (this.#entered && !computation.proved) return this.#commit();
		this.#state = "check";
		const own = computation.check("central", this.#request);
		await this.#send(Buffer.from([Opcode.CHECK, ...own.reverse()]));
	}

	async #takeCheck(check: Uint8Array): Promise<void> {
		const expected = this.#computation.check("peripheral", this.#response);
		if (!expected.reverse().equals(check)) return this.#refuse(Reason.CHECK);
		this.#state = "done";
		this.#waiting?.resolve();
	}

	async #refuse(reason: number): Promise<void> {
		await this.#send(Uint8Array.of(Opcode.FAILED, reason));
		this.fail(new PairingFailed(reason));
	}

	#run(step: () => Promise<void>): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#waiting = { resolve, reject };
			step().catch(reject);
		});
	}
}
