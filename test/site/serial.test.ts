/** The page's USB adapter, with a port that the test holds. */
import { expect, it } from "vitest";
import type { SerialSettings } from "../../bench/bus/protocol.ts";
import type { ToPage, ToWorker } from "../../site/src/protocol.ts";
import { type AdapterState, UsbAdapter, type UsbPort } from "../../site/src/serial.ts";
import { until } from "../../testkit/until.ts";

const SETTINGS: SerialSettings = { baudRate: 9600, parity: "even" };

/** A port, and what becomes of it. */
class FakePort implements UsbPort {
	readable: ReadableStream<Uint8Array> | null = null;
	writable: WritableStream<Uint8Array> | null = null;
	readonly opened: object[] = [];
	readonly written: number[] = [];
	closes = 0;
	incoming: ReadableStreamDefaultController<Uint8Array> | undefined;
	/** Thrown by open. */
	refusal: Error | undefined;

	async open(options: object): Promise<void> {
		if (this.refusal) throw this.refusal;
		this.opened.push(options);
		this.readable = new ReadableStream({
			start: (controller) => {
				this.incoming = controller;
			},
		});
		this.writable = new WritableStream({
			write: (bytes) => {
				this.written.push(...bytes);
			},
		});
	}

	async close(): Promise<void> {
		if (this.readable?.locked || this.writable?.locked) throw new Error("a stream is locked");
		this.closes++;
	}
}

function station() {
	const told: ToWorker[] = [];
	const states: AdapterState[] = [];
	let hear: (message: ToPage) => void = () => {};
	const connection = {
		send: (message: ToWorker) => void told.push(message),
		listen: (listener: (message: ToPage) => void) => {
			hear = listener;
		},
	};
	const adapter = new UsbAdapter(connection, (state) => void states.push(state));
	return { adapter, told, states, say: (message: ToPage) => hear(message) };
}

/** An adapter on the line, at {@link SETTINGS}. */
async function plugged() {
	const all = station();
	const port = new FakePort();
	all.adapter.plug(port);
	all.say({ kind: "settings", settings: SETTINGS });
	await until(() => all.states).toEqual([{ name: "on", settings: SETTINGS }]);
	return { ...all, port };
}

it("the port is opened as the meter's is, and bytes go both ways", async () => {
	const { told, port, say } = await plugged();
	expect(port.opened).toEqual([{ baudRate: 9600, parity: "even" }]);
	port.incoming?.enqueue(Uint8Array.of(1, 4));
	await until(() => told.at(-1)).toEqual({ kind: "received", bytes: Uint8Array.of(1, 4) });
	say({ kind: "transmit", bytes: Uint8Array.of(7) });
	say({ kind: "transmit", bytes: Uint8Array.of(8, 9) });
	await until(() => port.written).toEqual([7, 8, 9]);
});

it("other settings of the meter open the port again, once its answer is out", async () => {
	const { port, say, states } = await plugged();
	const faster: SerialSettings = { baudRate: 115_200, parity: "none" };
	say({ kind: "transmit", bytes: Uint8Array.of(7) });
	say({ kind: "settings", settings: faster });
	await until(() => states.at(-1)).toEqual({ name: "on", settings: faster });
	expect(port).toMatchObject({ closes: 1, written: [7] });
	expect(port.opened.at(-1)).toEqual(faster);
});

it("an adapter that is pulled out is taken off the line, and the reason is told", async () => {
	const { port, told, states } = await plugged();
	port.incoming?.error(new Error("The device has been lost"));
	await until(() => states.at(-1)).toEqual({ name: "failed", reason: "The device has been lost" });
	expect(told.at(-1)).toEqual({ kind: "adapter", on: false });
});

it("a port that another program has is told, and the next one works", async () => {
	const { adapter, say, states, port } = await plugged();
	port.refusal = new Error("Failed to open serial port");
	say({ kind: "settings", settings: { baudRate: 1200, parity: "odd" } });
	await until(() => states.at(-1)).toEqual({
		name: "failed",
		reason: "Failed to open serial port",
	});
	const other = new FakePort();
	adapter.plug(other);
	say({ kind: "settings", settings: SETTINGS });
	await until(() => other.opened.length).toBe(1);
});

it("an adapter that the user unplugs is closed", async () => {
	const { adapter, told, states, port } = await plugged();
	adapter.unplug();
	await until(() => states.at(-1)).toEqual({ name: "off" });
	expect(port.closes).toBe(1);
	expect(told.at(-1)).toEqual({ kind: "adapter", on: false });
});
