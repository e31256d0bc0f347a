/** Meters of the test bench: GATT operations over a WebSocket (docs/bench.md). */
import { serialNumberText } from "registers/identity";
import { forget, store, stored } from "../meter/storage.ts";
import {
	type FoundMeter,
	type Link,
	LinkLost,
	NotPaired,
	PAIRING_REFUSED,
	uuidOf,
} from "./link.ts";

/** ATT_MTU that the app requests; Chrome on Android requests the same. */
const MTU = 517;

/** Longest silence of a meter until it is asked for a sign of life, and longest wait for that. */
const LONGEST_SILENCE_MS = 5000;

/** Characteristic that it is then asked for: everybody may read it. */
const SIGN_OF_LIFE = "model";

/** The attribute protocol's codes of an operation that needs pairing (docs/ble.md). */
const INSUFFICIENT_AUTHENTICATION = 0x05;
const INSUFFICIENT_ENCRYPTION = 0x0f;

/** The radio refused an operation. */
class Refused extends Error {
	/** Code of the attribute protocol; undefined if it has none. */
	readonly code: unknown;

	constructor(reason: unknown, code: unknown) {
		super(`The radio refused: ${reason}.`);
		this.code = code;
	}

	get needsPairing(): boolean {
		return this.code === INSUFFICIENT_AUTHENTICATION || this.code === INSUFFICIENT_ENCRYPTION;
	}
}

/** An entry of the bench's `GET /api/meters`. */
interface BenchMeter {
	meter: number;
	serialNumber: number;
	/** False: its supply is off. */
	powered: boolean;
	/** Name that it advertises; null if it is silent. */
	bluetooth: string | null;
}

interface Waiting {
	resolve(answer: Record<string, unknown>): void;
	reject(error: Error): void;
}

/** Returns the meters of the bench that serves this page; none if it is not served by a bench. */
export async function findBenchMeters(): Promise<FoundMeter[]> {
	const list = (await askBench<BenchMeter[]>("/api/meters")) ?? [];
	return Promise.all(
		list.map(async (each) => ({
			serialNumber: serialNumberText(each.serialNumber),
			by: "bench" as const,
			obstacle: await obstacleOf(each),
			check: () => checkAgain(each.meter),
			open: () => VirtualLink.open(each),
		})),
	);
}

/** Returns the bench's answer; undefined if there is no bench. */
async function askBench<Answer>(path: string): Promise<Answer | undefined> {
	const signal = AbortSignal.timeout(LONGEST_SILENCE_MS);
	const answer = await fetch(path, { signal }).catch(() => undefined);
	if (!answer?.ok || !answer.headers.get("content-type")?.includes("json")) return undefined;
	// A bench that ends in the middle of its answer is none either.
	return (await answer.json().catch(() => undefined)) as Answer | undefined;
}

async function obstacleOf({ meter, powered, bluetooth }: BenchMeter): Promise<string | undefined> {
	if (!powered) return "The meter has no supply.";
	if (bluetooth !== null) return undefined;
	const radio = await askBench<{ connections: unknown[] }>(`/api/meters/${meter}/ble`);
	return radio?.connections.length
		? "All connections of the meter are in use."
		: "Bluetooth is off: switch BROADCAST on in the meter's menu.";
}

async function checkAgain(meter: number): Promise<string | undefined> {
	const list = await askBench<BenchMeter[]>("/api/meters");
	if (!list) return "The bench cannot be reached.";
	const present = list.find((each) => each.meter === meter);
	return present ? obstacleOf(present) : "The bench no longer has this meter.";
}

class VirtualLink implements Link {
	onLost: (() => void) | undefined;
	askDigits: (() => Promise<string | undefined>) | undefined;
	readonly #socket: WebSocket;
	readonly #bond: string;
	readonly #waiting = new Map<number, Waiting>();
	readonly #listeners = new Map<string, (value: DataView) => void>();
	readonly #watch: ReturnType<typeof setInterval>;
	#asked = 0;
	#lost = false;
	/** When the bench was heard last, and when it was asked for a sign of life since. */
	#heardMs = performance.now();
	#doubtedMs: number | undefined;

	/** @param bond where it keeps its bond with the meter, as a system does */
	private constructor(socket: WebSocket, bond: string) {
		this.#socket = socket;
		this.#bond = bond;
		socket.onmessage = ({ data }) => this.#handle(JSON.parse(String(data)));
		socket.onclose = () => this.#end();
		this.#watch = setInterval(() => this.#doubt(), LONGEST_SILENCE_MS / 5);
	}

	static async open({ meter, serialNumber }: BenchMeter): Promise<Link> {
		const address = new URL(`/api/meters/${meter}/ble`, location.href);
		address.protocol = address.protocol.replace("http", "ws");
		const socket = new WebSocket(address);
		await opened(socket);
		const link = new VirtualLink(socket, `bond ${serialNumber}`);
		try {
			const bond = stored(link.#bond);
			await link.#ask({ operation: "connect", mtu: MTU, ...(bond !== undefined && { bond }) });
		} catch (error) {
			socket.close();
			throw error;
		}
		return link;
	}

	async read(characteristic: string): Promise<DataView> {
		const request = { operation: "read", characteristic: uuidOf(characteristic) };
		const { value } = await this.#paired(request);
		return fromHex(String(value));
	}

	async write(characteristic: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		const value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
		await this.#paired({ operation: "write", characteristic: uuidOf(characteristic), value });
	}

	async subscribe(characteristic: string, onValue: (value: DataView) => void): Promise<void> {
		this.#listeners.set(uuidOf(characteristic), onValue);
		await this.#ask({ operation: "subscribe", characteristic: uuidOf(characteristic) });
	}

	disconnect(): void {
		this.#socket.close();
		this.#end();
	}

	/** Asks, and pairs in between if it has to, as a system does. */
	async #paired(request: object): Promise<Record<string, unknown>> {
		try {
			return await this.#ask(request);
		} catch (error) {
			if (!(error instanceof Refused) || !error.needsPairing) throw error;
		}
		await this.#pair();
		return this.#ask(request);
	}

	async #pair(): Promise<void> {
		try {
			const { passkeyNeeded } = await this.#ask({ operation: "pair" });
			if (passkeyNeeded === false) return;
			forget(this.#bond);
			const passkey = await this.askDigits?.();
			if (passkey === undefined) throw new NotPaired("The digits were not entered.", true);
			const { bond } = await this.#ask({ operation: "passkey", passkey });
			if (bond !== undefined) this.#keep(bond);
		} catch (error) {
			if (error instanceof LinkLost) throw new NotPaired(PAIRING_REFUSED);
			if (!(error instanceof Refused)) throw error;
			throw new NotPaired("The meter did not accept the six digits.");
		}
	}

	#keep(bond: unknown): void {
		try {
			store(this.#bond, bond);
		} catch {
			// A browser without storage asks for the digits each time.
		}
	}

	#ask(request: object): Promise<Record<string, unknown>> {
		if (this.#lost) return Promise.reject(new LinkLost("The connection was lost."));
		const id = ++this.#asked;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#socket.send(JSON.stringify({ id, ...request }));
		});
	}

	/** Ends a link whose bench or network hangs: its readings would be taken for those of now. */
	#doubt(): void {
		const nowMs = performance.now();
		const silentMs = nowMs - (this.#doubtedMs ?? this.#heardMs);
		if (silentMs < LONGEST_SILENCE_MS) return;
		if (this.#doubtedMs !== undefined) {
			this.#end();
			return;
		}
		// A page that was hidden has had its timers, and perhaps its messages, held back.
		this.#doubtedMs = nowMs;
		const request = { operation: "read", characteristic: uuidOf(SIGN_OF_LIFE) };
		this.#ask(request).catch(() => undefined);
	}

	#handle(message: Record<string, unknown>): void {
		this.#heardMs = performance.now();
		this.#doubtedMs = undefined;
		if (message.event === "notification") {
			this.#listeners.get(String(message.characteristic))?.(fromHex(String(message.value)));
			return;
		}
		if (message.event === "disconnected") {
			this.#end();
			return;
		}
		const waiting = this.#waiting.get(Number(message.id));
		this.#waiting.delete(Number(message.id));
		if (message.error !== undefined) waiting?.reject(new Refused(message.error, message.code));
		else waiting?.resolve(message);
	}

	#end(): void {
		if (this.#lost) return;
		this.#lost = true;
		clearInterval(this.#watch);
		for (const { reject } of this.#waiting.values())
			reject(new LinkLost("The connection was lost."));
		this.#waiting.clear();
		this.#socket.close();
		this.onLost?.();
	}
}

/** Waits until a socket is open. @throws Error if it does not open in time */
function opened(socket: WebSocket): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = (): void => {
			clearTimeout(timer);
			socket.close();
			reject(new Error("The bench cannot be reached."));
		};
		const timer = setTimeout(fail, LONGEST_SILENCE_MS);
		socket.onopen = () => {
			clearTimeout(timer);
			resolve();
		};
		socket.onerror = fail;
	});
}

function fromHex(text: string): DataView {
	const bytes = Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
	return new DataView(bytes.buffer);
}
