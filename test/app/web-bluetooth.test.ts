import { beforeEach, expect, it, vi } from "vitest";
import { stubPage } from "./fake-meter.ts";

/** Operations under way. */
let busy = 0;

/** Refuses a second operation, as the specification lets browsers do. */
async function operation<T>(result: T): Promise<T> {
	if (busy > 0) throw new DOMException("GATT operation already in progress.", "NetworkError");
	busy++;
	await Promise.resolve();
	busy--;
	return result;
}

const characteristic = {
	readValue: () => operation(new DataView(new ArrayBuffer(4))),
	writeValueWithResponse: () => operation(undefined),
	startNotifications: () => operation(undefined),
	addEventListener: () => {},
};

const server = {
	connected: true,
	connect: async () => server,
	getPrimaryService: async () => ({ getCharacteristic: async () => characteristic }),
};

const device = { name: "Ambit 12345678", gatt: server, addEventListener: () => {} };

beforeEach(() => {
	vi.resetModules();
	stubPage();
	vi.stubGlobal("navigator", { bluetooth: { requestDevice: async () => device } });
});

it("a browser that refuses two operations at a time is given one after the other", async () => {
	const { chooseMeter } = await import("../../app/src/transport/web-bluetooth.ts");
	const link = await (await chooseMeter())?.open();
	await Promise.all([
		link?.write("request", Uint8Array.of(1, 0, 3)),
		link?.read("login"),
		link?.subscribe("totals", () => {}),
	]);
	expect(busy).toBe(0);
});

it("a browser that does not tell the meters of before has none", async () => {
	const refuse = () => Promise.reject(new DOMException("Forbidden.", "SecurityError"));
	vi.stubGlobal("navigator", { bluetooth: { getDevices: refuse } });
	const { permittedMeters } = await import("../../app/src/transport/web-bluetooth.ts");
	expect(await permittedMeters()).toEqual([]);
});
