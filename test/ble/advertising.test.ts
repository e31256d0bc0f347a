import { METER_SERVICE } from "ble/services";
import { indexOf } from "registers/table";
import { expect, it } from "vitest";
import { CONNECTIONS, TestRadio } from "../../testkit/radio.ts";

const BROADCAST = indexOf("broadcast");

it("nothing is advertised before the radio's stack is up", () => {
	const radio = new TestRadio(false);
	radio.wait(3);
	expect(radio.advertising).toBeUndefined();
	expect(radio.server.on).toBe(false);
	radio.client.onReady();
	expect(radio.server.on).toBe(true);
});

it("the serial number is advertised, and the meter's service", () => {
	const radio = new TestRadio();
	expect(radio.deviceName).toBe("Ambit 12345678");
	expect(radio.advertising).toEqual({
		advertisingData: { flags: 6, completeName: "Ambit 12345678" },
		scanResponseData: { completeUUID128List: [METER_SERVICE] },
	});
});

it("advertising goes on while one more client can connect, and again when one has gone", () => {
	const radio = new TestRadio();
	for (let i = 0; i < CONNECTIONS; i++) {
		expect(radio.advertising).toBeDefined();
		radio.connect(i);
	}
	expect(radio.advertising).toBeUndefined();
	radio.client.onDisconnected(1);
	expect(radio.advertising).toBeDefined();
});

it("BROADCAST off ends advertising and every connection within a second, on begins anew", () => {
	const radio = new TestRadio();
	radio.connect(0);
	radio.connect(2);
	radio.model.set(BROADCAST, 0);
	radio.wait(1);
	expect(radio.advertising).toBeUndefined();
	expect(radio.disconnected).toEqual([0, 2]);
	radio.client.onDisconnected(0);
	radio.client.onDisconnected(2);
	expect(radio.advertising).toBeUndefined();
	expect(radio.server.on).toBe(false);
	radio.model.set(BROADCAST, 1);
	radio.wait(1);
	expect(radio.advertising).toBeDefined();
});
