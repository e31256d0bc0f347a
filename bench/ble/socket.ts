/**
 * `WS /api/ble`: one socket is one client near one meter. Requests and answers are JSON
 * (docs/bench.md); bytes are in hexadecimal. A bad request is answered with an error, and the
 * socket stays open.
 */
import { reasonOf } from "../fault.ts";
import { AttError } from "./att.ts";
import type { Bond } from "./bonds.ts";
import type { Connection } from "./connection.ts";
import { SMALLEST_MTU } from "./meter-host.ts";
import { PairingFailed } from "./pairing.ts";
import { LARGEST_MTU, type Radio } from "./radio.ts";

/** Bytes waiting for a client at which it counts as out of range. */
const HIGH_WATER_BYTES = 1 << 20;

/** The session's end of a socket. */
export interface Channel {
	/** Bytes sent that the client has not fetched. */
	readonly bufferedAmount: number;
	/** @param done called when the text is on its way, or the socket has gone */
	send(text: string, done: () => void): void;
	/** Takes no more messages for now, but for those that have come already. */
	pause(): void;
	resume(): void;
	/** Ends the connection at once. */
	terminate(): void;
}

/** Operations of a client. */
const OPERATIONS = [
	"connect",
	"disconnect",
	"discover",
	"read",
	"write",
	"subscribe",
	"unsubscribe",
	"mtu",
	"pair",
	"passkey",
] as const;

/** A request before it is checked; each operation looks at the fields it needs. */
interface Asked {
	id?: unknown;
	operation?: unknown;
	characteristic?: unknown;
	value?: unknown;
	response?: unknown;
	mtu?: unknown;
	bond?: unknown;
	keyboard?: unknown;
	passkey?: unknown;
}

export class Session {
	readonly #radio: Radio;
	readonly #socket: Channel;
	readonly #stopScan: () => void;
	#connection: Connection | undefined;
	/** Messages that wait for the end of the one before. */
	readonly #waiting: string[] = [];
	#working = false;

	constructor(radio: Radio, socket: Channel) {
		this.#radio = radio;
		this.#socket = socket;
		this.#stopScan = radio.scan(() => this.#tellAdvertisement());
		this.#tellAdvertisement();
	}

	/**
	 * Carries out a client's message after those before it: one at a time, and the next when the
	 * client has taken the answer.
	 */
	async receive(text: string): Promise<void> {
		this.#waiting.push(text);
		if (this.#working) return;
		this.#working = true;
		this.#socket.pause();
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
			await this.#answer(next);
		this.#working = false;
		this.#socket.resume();
	}

	async #answer(text: string): Promise<void> {
		let asked: Asked = {};
		let answer: object;
		try {
			asked = parse(text);
			answer = await this.#carryOut(asked);
		} catch (error) {
			answer = { error: reasonOf(error), code: codeOf(error) };
		}
		await this.#send({ id: asked.id, ...answer });
	}

	/** The client has left. */
	close(): void {
		this.#stopScan();
		this.#waiting.length = 0;
		this.#connection?.disconnect();
	}

	async #carryOut(asked: Asked): Promise<object> {
		switch (asked.operation) {
			case "connect":
				return this.#connect(mtuOf(asked), bondOf(asked));
			case "disconnect":
				this.#open.disconnect();
				return {};
			case "discover":
				return { services: this.#open.discover() };
			case "read":
				return { value: hexOf(await this.#open.read(uuidOf(asked))) };
			case "write":
				await this.#open.write(uuidOf(asked), bytesOf(asked), asked.response !== false);
				return {};
			case "subscribe":
			case "unsubscribe":
				await this.#open.subscribe(uuidOf(asked), asked.operation === "subscribe");
				return {};
			case "mtu":
				await this.#open.exchangeMtu(mtuOf(asked));
				return { mtu: this.#open.mtu };
			case "pair":
				return { passkeyNeeded: await this.#open.pair(asked.keyboard !== false) };
			case "passkey":
				await this.#open.enterPasskey(passkeyOf(asked));
				return this.#open.bond ? { bond: textOf(this.#open.bond) } : {};
			default:
				throw new AttError(`operation: must be one of ${OPERATIONS.join(", ")}`);
		}
	}

	#connect(mtu: number, bond: Bond | undefined): object {
		if (this.#connection) throw new AttError("already connected");
		this.#connection = this.#radio.connect(
			{
				onNotification: (characteristic, value) =>
					this.#tell({ event: "notification", characteristic, value: hexOf(value) }),
				onDisconnected: (reason) => {
					this.#connection = undefined;
					this.#tell({ event: "disconnected", reason });
				},
			},
			mtu,
			bond,
		);
		return { connection: this.#connection.number, mtu };
	}

	get #open(): Connection {
		if (!this.#connection) throw new AttError("not connected");
		return this.#connection;
	}

	#tellAdvertisement(): void {
		this.#tell({ event: "advertisement", advertisement: this.#radio.advertisement ?? null });
	}

	/** Tells the client something that it has not asked for now. */
	#tell(event: object): void {
		if (this.#socket.bufferedAmount > HIGH_WATER_BYTES) this.#socket.terminate();
		else void this.#send(event);
	}

	/** Done when the message is on its way. */
	#send(message: object): Promise<void> {
		return new Promise((done) => this.#socket.send(JSON.stringify(message), done));
	}
}

/** The code of the attribute protocol, if there is one; an error of another kind is the bench's. */
function codeOf(error: unknown): number | undefined {
	if (error instanceof AttError) return error.code;
	if (error instanceof PairingFailed) return undefined;
	process.stderr.write(`ble: ${error instanceof Error ? error.stack : error}\n`);
	return undefined;
}

function parse(text: string): Asked {
	let asked: unknown;
	try {
		asked = JSON.parse(text);
	} catch {
		throw new AttError("message: is not JSON");
	}
	if (typeof asked !== "object" || asked === null || Array.isArray(asked))
		throw new AttError("message: must be an object");
	return asked;
}

function mtuOf({ mtu = SMALLEST_MTU }: Asked): number {
	if (typeof mtu === "number" && Number.isInteger(mtu) && mtu >= SMALLEST_MTU && mtu <= LARGEST_MTU)
		return mtu;
	throw new AttError(`mtu: must be a whole number, ${SMALLEST_MTU}..${LARGEST_MTU}`);
}

function uuidOf({ characteristic }: Asked): string {
	if (typeof characteristic === "string") return characteristic;
	throw new AttError("characteristic: must be a UUID");
}

function bytesOf({ value }: Asked): Uint8Array {
	if (typeof value === "string" && /^(?:[0-9a-f]{2})*$/i.test(value))
		return Buffer.from(value, "hex");
	throw new AttError("value: must be bytes in hexadecimal");
}

/** Bytes of a bond's address with its type, and of its key. */
const ADDRESS_BYTES = 7;
const KEY_BYTES = 16;

/** The bond of an earlier connection, which the client keeps. */
function bondOf({ bond }: Asked): Bond | undefined {
	if (bond === undefined) return undefined;
	const { address, key } = (bond ?? {}) as { address?: unknown; key?: unknown };
	return {
		address: hexBytes("bond.address", address, ADDRESS_BYTES),
		longTermKey: hexBytes("bond.key", key, KEY_BYTES),
	};
}

function hexBytes(field: string, text: unknown, length: number): Uint8Array {
	if (typeof text === "string" && text.length === 2 * length && /^[0-9a-f]*$/i.test(text))
		return Buffer.from(text, "hex");
	throw new AttError(`${field}: must be ${length} bytes in hexadecimal`);
}

function textOf({ address, longTermKey }: Bond): object {
	return { address: hexOf(address), key: hexOf(longTermKey) };
}

function passkeyOf({ passkey }: Asked): number {
	if (typeof passkey === "string" && /^\d{6}$/.test(passkey)) return Number(passkey);
	throw new AttError("passkey: must be six digits");
}

function hexOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}
