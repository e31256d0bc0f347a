/** A meter for tests of the app's state, which answers as far as the test lets it. */
import { READING_GROUPS } from "ble/reading-groups";
import { vi } from "vitest";
import type { FoundMeter, Link } from "../../app/src/transport/link.ts";
import { decodeMultipleWrite } from "../../client/pdu.ts";

/** Provides what a page has and the app's modules need; before they are imported. */
export function stubPage(): Map<string, string> {
	const stored = new Map<string, string>();
	const nothing = (): void => {};
	vi.stubGlobal("location", { hash: "", href: "http://127.0.0.1/" });
	vi.stubGlobal("history", { pushState: nothing, replaceState: nothing });
	vi.stubGlobal("scrollTo", nothing);
	vi.stubGlobal("navigator", {});
	vi.stubGlobal("isSecureContext", false);
	vi.stubGlobal("window", { addEventListener: nothing });
	vi.stubGlobal("fetch", () => Promise.reject(new Error("no bench")));
	vi.stubGlobal("localStorage", {
		getItem: (key: string) => stored.get(key) ?? null,
		setItem: (key: string, value: string) => stored.set(key, value),
		removeItem: (key: string) => stored.delete(key),
	});
	return stored;
}

/** Begins a page whose modules nobody has imported yet; its time passes when the test lets it. */
export function newPage(): void {
	vi.resetModules();
	vi.unstubAllGlobals();
	vi.useFakeTimers();
	stubPage();
}

const encoder = new TextEncoder();

/** One connection with the meter. */
export class FakeLink implements Link {
	onLost: (() => void) | undefined;
	askDigits: undefined;
	ended = false;
	readonly #meter: FakeMeter;
	readonly #listeners = new Map<string, (value: DataView) => void>();
	#request: number[] = [];

	constructor(meter: FakeMeter) {
		this.#meter = meter;
	}

	async read(name: string): Promise<DataView> {
		if (name === "login") await this.#meter.loginRead;
		if (name === "serialNumber")
			return new DataView(encoder.encode(this.#meter.serialNumber).buffer);
		const group = READING_GROUPS.find((each) => each.name === name);
		if (group) return this.#meter.reading(group.length);
		const byte = name === "login" ? Number(this.#meter.loggedIn) : 1;
		return new DataView(Uint8Array.of(byte, 5, 0, 0).buffer);
	}

	async write(name: string, value: Uint8Array<ArrayBuffer>): Promise<void> {
		if (name === "login") this.#meter.loggedIn = true;
		if (name !== "request") return;
		const [transaction = 0, number = 0, ...part] = value;
		this.#request.push(...part);
		if (number & 0x80) return;
		const pdu = Uint8Array.from(this.#request);
		this.#request = [];
		await this.#meter.beforeAnswer?.(pdu);
		if (this.ended || this.#meter.silent) return;
		const answer = [transaction, 0, ...this.#meter.answer(pdu)];
		this.#listeners.get("response")?.(new DataView(Uint8Array.from(answer).buffer));
	}

	async subscribe(name: string, onValue: (value: DataView) => void): Promise<void> {
		this.#listeners.set(name, onValue);
	}

	disconnect(): void {
		this.lose();
	}

	/** Sends a reading. */
	notify(name: string): void {
		const group = READING_GROUPS.find((each) => each.name === name);
		if (group) this.#listeners.get(name)?.(this.#meter.reading(group.length));
	}

	/** Ends the connection. */
	lose(): void {
		if (this.ended) return;
		this.ended = true;
		this.onLost?.();
	}
}

export class FakeMeter implements FoundMeter {
	readonly by = "bench";
	readonly obstacle = undefined;
	readonly serialNumber: string;
	readonly registers = new Map<number, number>();
	readonly links: FakeLink[] = [];
	loggedIn = true;
	/** True: it answers no request. */
	silent = false;
	/** `open` and reading the login wait for these. */
	opening: Promise<unknown> | undefined;
	loginRead: Promise<unknown> | undefined;
	/** Exception code of the answer to a request; undefined: none. */
	refusal: ((pdu: Uint8Array) => number | undefined) | undefined;
	/** Called before each answer. */
	beforeAnswer: ((pdu: Uint8Array) => unknown) | undefined;
	/** Of every four bytes of the readings. */
	step = 0;

	constructor(serialNumber: string) {
		this.serialNumber = serialNumber;
	}

	async check(): Promise<undefined> {}

	async open(): Promise<Link> {
		await this.opening;
		const link = new FakeLink(this);
		this.links.push(link);
		return link;
	}

	/** Connections that nobody has ended. */
	get connected(): FakeLink[] {
		return this.links.filter(({ ended }) => !ended);
	}

	/** Sends a reading over each connection. */
	notify(name: string): void {
		for (const link of this.connected) link.notify(name);
	}

	reading(length: number): DataView {
		const view = new DataView(new ArrayBuffer(length));
		for (let at = 0; at + 4 <= length; at += 4) view.setInt32(at, this.step, true);
		return view;
	}

	answer(pdu: Uint8Array): number[] {
		const code = this.refusal?.(pdu);
		if (code !== undefined) return [(pdu[0] ?? 0) | 0x80, code];
		const view = new DataView(pdu.buffer, pdu.byteOffset, pdu.byteLength);
		const [address, count] = [view.getUint16(1), view.getUint16(3)];
		if (pdu[0] === 3) {
			const words = Array.from({ length: count }, (_, i) => this.registers.get(address + i) ?? 0);
			return [3, 2 * count, ...words.flatMap((word) => [word >> 8, word & 0xff])];
		}
		const words = pdu[0] === 6 ? [count] : (decodeMultipleWrite(pdu)?.words ?? []);
		for (const [i, word] of words.entries()) this.registers.set(address + i, word);
		return [...pdu.subarray(0, 5)];
	}
}
