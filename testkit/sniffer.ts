/**
 * Somebody who hears every packet of a meter's radio and knows the specification: takes a recorded
 * pairing apart and tries what can be tried without the ends' secrets.
 */
import { diversifiersOf, type Packet } from "../bench/ble/link.ts";
import { type Diversifiers, LinkCipher, type Role, sessionKey } from "../bench/ble/link-cipher.ts";
import { Opcode, reversed } from "../bench/ble/pairing.ts";
import { f4 } from "../bench/ble/security-functions.ts";
import { Block, Cmac } from "./fast-cmac.ts";

const DATA = 2;
const CONTROL = 3;
const SECURITY_MANAGER = 6;
const ENC_REQ = 3;
const ENC_RSP = 4;
const START_ENC_REQ = 5;
/** The only byte of the first encrypted packet. */
const START_ENC_RSP = 6;

const SALT = Buffer.from("6c888391aaf5a53860370bdb5a6083be", "hex");

/** The air that it listens to. */
interface Ether {
	listen(hear: (packet: Packet) => void): unknown;
}

export class Sniffer {
	readonly packets: Packet[] = [];
	readonly #addresses: Readonly<Record<Role, Uint8Array>>;

	/** @param addresses of the connection that it follows, which are in clear */
	constructor(ether: Ether, addresses: Readonly<Record<Role, Uint8Array>>) {
		this.#addresses = addresses;
		ether.listen((packet) => this.packets.push(packet));
	}

	/** Bytes of all packets, as on air. */
	get recording(): Buffer {
		return Buffer.concat(this.packets.map(({ bytes }) => bytes));
	}

	/** The passkey of the recorded pairing: each commitment is opened by its nonce. */
	passkey(): number {
		const x = this.#first("central", Opcode.PUBLIC_KEY).subarray(0, 32);
		const peerX = this.#first("peripheral", Opcode.PUBLIC_KEY).subarray(0, 32);
		const commitments = this.#messages("central", Opcode.CONFIRM);
		const nonces = this.#messages("central", Opcode.RANDOM);
		return commitments.reduce((passkey, commitment, bit) => {
			const nonce = reversed(nonces[bit] ?? commitment);
			const one = reversed(f4(reversed(x), reversed(peerX), nonce, 0x81)).equals(commitment);
			return one ? passkey | (1 << bit) : passkey;
		}, 0);
	}

	/**
	 * Tries a secret for every passkey, the passkey itself: as what both ends would have in common,
	 * against the central's proof of it, and as the key of the link, also as legacy pairing would
	 * use it.
	 * @returns number of passkeys tried, and those that fit
	 */
	tryPasskeys(passkeys: number): { tried: number; fitting: number[] } {
		const session = this.#session();
		const check = Block.of(reversed(this.#first("central", Opcode.CHECK)));
		const { session: halves, vector } = this.#diversifiers;
		const diversifier = Block.of(reversed(halves));
		const counter = Block.of(Uint8Array.of(1, 0, 0, 0, 0, 0x80, ...vector, 0, 1));
		const sent = (this.#encrypted[0]?.bytes[0] ?? 0) ^ START_ENC_RSP;
		const salt = new Cmac(SALT);
		const secret = Cmac.padded(Buffer.alloc(32));
		const proof = Cmac.padded(session.proof);
		const temporary = new Block();
		const digits = temporary.bytes;
		const fitting: number[] = [];
		// Of the wrong keys one in 256 gives the first byte; these are tried in full.
		const mayOpen = (key: Cmac): boolean =>
			new Cmac(key.encrypt(diversifier).bytes).encrypt(counter).bytes[0] === sent;
		for (let passkey = 0; passkey < passkeys; passkey++) {
			digits.set([passkey >> 16, passkey >> 8, passkey], 13);
			secret.words[7] = proof.words[11] = temporary.words[3] ?? 0;
			const macKey = new Cmac(new Cmac(salt.mac(secret).bytes).mac(session.keyInput).bytes);
			const direct = new Cmac(digits);
			const legacy = direct.encrypt(session.legacy).bytes;
			const opened =
				(mayOpen(direct) && this.opens(digits)) ||
				(mayOpen(new Cmac(legacy)) && this.opens(legacy));
			if (opened || macKey.mac(proof).equals(check)) fitting.push(passkey);
		}
		return { tried: passkeys, fitting };
	}

	/** True if the link's first two encrypted packets can be opened with this key. */
	opens(longTermKey: Uint8Array): boolean {
		return this.decrypt(longTermKey, 2).length === 2;
	}

	/** Opens encrypted packets with a key, as far as it goes. */
	decrypt(longTermKey: Uint8Array, most = Number.POSITIVE_INFINITY): Buffer[] {
		const shared = this.#diversifiers;
		const cipher = new LinkCipher(sessionKey(longTermKey, shared), shared);
		const opened: Buffer[] = [];
		for (const { from, kind, bytes } of this.#encrypted) {
			const plain = opened.length < most ? cipher.open(from, kind, bytes) : undefined;
			if (!plain) break;
			opened.push(plain);
		}
		return opened;
	}

	get #encrypted(): Packet[] {
		const start = this.packets.findIndex(
			({ kind, bytes }) => kind === CONTROL && bytes[0] === START_ENC_REQ,
		);
		return this.packets.slice(start + 1);
	}

	get #diversifiers(): Diversifiers {
		return diversifiersOf(this.#control(ENC_REQ, 11), this.#control(ENC_RSP, 1));
	}

	/** Inputs of the functions that are in clear. */
	#session() {
		const last = (from: Role): Buffer =>
			reversed(this.#messages(from, Opcode.RANDOM).at(-1) ?? new Uint8Array());
		const [nonceA, nonceB] = [last("central"), last("peripheral")];
		const addresses = [this.#addresses.central, this.#addresses.peripheral];
		const capabilities = reversed(this.#first("central", Opcode.REQUEST).subarray(0, 3));
		const head = [Uint8Array.of(0), Buffer.from("btle"), nonceA, nonceB];
		return {
			/** Of f5, for the key of the proof. */
			keyInput: Cmac.padded(Buffer.concat([...head, ...addresses, Uint8Array.of(1, 0)])),
			/** Of f6, with room for the passkey. */
			proof: Buffer.concat([nonceA, nonceB, Buffer.alloc(16), capabilities, ...addresses]),
			/** Of legacy pairing's s1 (volume 3, part H, 2.2.4). */
			legacy: Block.of(Buffer.concat([nonceB.subarray(8), nonceA.subarray(8)])),
		};
	}

	#control(opcode: number, from: number): Uint8Array {
		const found = this.packets.find(({ kind, bytes }) => kind === CONTROL && bytes[0] === opcode);
		return found?.bytes.subarray(from) ?? new Uint8Array(12);
	}

	#first(from: Role, opcode: number): Uint8Array {
		return this.#messages(from, opcode)[0] ?? new Uint8Array();
	}

	/** Contents of the Security Manager's messages in clear. */
	#messages(from: Role, opcode: number): Uint8Array[] {
		return this.packets
			.filter(
				(each) =>
					each.from === from &&
					each.kind === DATA &&
					each.bytes[2] === SECURITY_MANAGER &&
					each.bytes[4] === opcode,
			)
			.map(({ bytes }) => bytes.subarray(5));
	}
}
