/**
 * `WS /api/ble`: one socket is one client near one meter. Requests and answers are JSON
 * (docs/bench.md); bytes are in hexadecimal. A bad request is answered with an error, and the
 * socket stays open.
 */
import { AttError } from "./attribute.ts";
import type { Connection } from "./connection.ts";
import { LARGEST_MTU, type Radio, SMALLEST_MTU } from "./radio.ts";

/** The session's end of a socket. */
export interface Sender {
	send(text: string): void;
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
] as const;

/** A request before it is checked; each operation looks at the fields it needs. */
interface Asked {
	id?: unknown;
	operation?: unknown;
	characteristic?: unknown;
	value?: unknown;
	response?: unknown;
	mtu?: unknown;
}

export class Session {
	readonly #radio: Radio;
	readonly #socket: Sender;
	readonly #stopScan: () => void;
	#connection: Connection | undefined;

	constructor(radio: Radio, socket: Sender) {
		this.#radio = radio;
		this.#socket = socket;
		this.#stopScan = radio.scan(() => this.#tellAdvertisement());
		this.#tellAdvertisement();
	}

	/** Carries out a client's message. */
	async receive(text: string): Promise<void> {
		let asked: Asked = {};
		try {
			asked = parse(text);
			const answer = await this.#carryOut(asked);
			this.#send({ id: asked.id, ...answer });
		} catch (error) {
			if (!(error instanceof AttError)) throw error;
			this.#send({ id: asked.id, error: error.message, code: error.code });
		}
	}

	/** The client has left. */
	close(): void {
		this.#stopScan();
		this.#connection?.disconnect();
	}

	async #carryOut(asked: Asked): Promise<object> {
		switch (asked.operation) {
			case "connect":
				return this.#connect(mtuOf(asked));
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
			default:
				throw new AttError(`operation: must be one of ${OPERATIONS.join(", ")}`);
		}
	}

	#connect(mtu: number): object {
		if (this.#connection) throw new AttError("already connected");
		this.#connection = this.#radio.connect(
			{
				onNotification: (characteristic, value) =>
					this.#send({ event: "notification", characteristic, value: hexOf(value) }),
				onDisconnected: (reason) => {
					this.#connection = undefined;
					this.#send({ event: "disconnected", reason });
				},
			},
			mtu,
		);
		return { connection: this.#connection.number, mtu };
	}

	get #open(): Connection {
		if (!this.#connection) throw new AttError("not connected");
		return this.#connection;
	}

	#tellAdvertisement(): void {
		this.#send({ event: "advertisement", advertisement: this.#radio.advertisement ?? null });
	}

	#send(message: object): void {
		this.#socket.send(JSON.stringify(message));
	}
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

function hexOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}
