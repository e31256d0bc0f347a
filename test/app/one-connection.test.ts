import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RegisterClient } from "../../app/src/meter/client.ts";
import { stubPage } from "./fake-meter.ts";

/** A device as a browser has it: one connection, whoever has asked for it. */
function browser() {
	const ends = new Set<() => void>();
	let heard = (): void => {};
	const gates = { connecting: Promise.resolve(), reading: Promise.resolve() };
	const characteristic = {
		value: undefined as DataView | undefined,
		readValue: async () => {
			await gates.reading;
			return new DataView(new ArrayBuffer(4));
		},
		/** A request to read one register, which has 7. */
		writeValueWithResponse: async ([transaction = 0]: Uint8Array) => {
			characteristic.value = new DataView(Uint8Array.of(transaction, 0, 3, 2, 0, 7).buffer);
			heard();
		},
		startNotifications: async () => {},
		addEventListener: (_: string, listener: () => void) => {
			heard = listener;
		},
	};
	const gatt = {
		connected: false,
		connect: async () => {
			await gates.connecting;
			gatt.connected = true;
			return gatt;
		},
		disconnect: () => {
			gatt.connected = false;
			for (const end of ends) end();
		},
		getPrimaryService: async () => ({ getCharacteristic: async () => characteristic }),
	};
	const device = {
		name: "Ambit 12345678",
		gatt,
		addEventListener: (_: string, end: () => void) => ends.add(end),
		removeEventListener: (_: string, end: () => void) => ends.delete(end),
	};
	vi.stubGlobal("navigator", { bluetooth: { requestDevice: async () => device } });
	return { gatt, gates };
}

/** A promise, and what fulfils it. */
function gate() {
	let open = (): void => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

async function chosenMeter() {
	const { chooseMeter } = await import("../../app/src/transport/web-bluetooth.ts");
	const meter = await chooseMeter();
	if (!meter) throw new Error("no meter was chosen");
	return meter;
}

beforeEach(() => {
	vi.resetModules();
	stubPage();
});

afterEach(() => {
	vi.useRealTimers();
});

it("a link that is no longer wanted does not end the next one to the same meter", async () => {
	const { gatt, gates } = browser();
	const meter = await chosenMeter();
	const { opened, open } = gate();
	gates.connecting = opened;
	const first = meter.open().then((link) => link.disconnect());
	const second = meter.open();
	open();
	await first;
	const link = await second;
	await link.read("login");
	expect(gatt.connected).toBe(true);
	link.disconnect();
	expect(gatt.connected).toBe(false);
});

it("a request that waits while the system pairs is answered afterwards", async () => {
	vi.useFakeTimers();
	const { gates } = browser();
	const link = await (await chosenMeter()).open();
	const client = await RegisterClient.over(link);
	const { opened, open } = gate();
	gates.reading = opened;
	const login = link.read("login");
	const word = client.read(0x4003, 1).then(
		(reader) => reader.uint16(),
		(error: unknown) => error,
	);
	await vi.advanceTimersByTimeAsync(30_000);
	open();
	await login;
	expect(await word).toBe(7);
});
