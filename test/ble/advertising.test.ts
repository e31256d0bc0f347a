import { METER_SERVICE } from "ble/services";
import { catalogue } from "catalogue";
import { expect, it } from "vitest";
import { CONNECTIONS, TestRadio } from "../../testkit/radio.ts";

const BROADCAST = catalogue.indexOf("broadcast");
const BONDS = catalogue.indexOf("bonds");

it("the meter does not advertise before the radio's stack is up", () => {
	const radio = new TestRadio(false);
	radio.wait(3);
	expect(radio.advertising).toBeUndefined();
	expect(radio.server.on).toBe(false);
	radio.client.onReady();
	expect(radio.server.on).toBe(true);
});

it("the meter advertises its serial number and its service", () => {
	const radio = new TestRadio();
	expect(radio.deviceName).toBe("Ambit 12345678");
	expect(radio.advertising).toEqual({
		advertisingData: { flags: 6, completeName: "Ambit 12345678" },
		scanResponseData: { completeUUID128List: [METER_SERVICE] },
	});
});

it("the meter advertises while another client can connect, and again when one has gone", () => {
	const radio = new TestRadio();
	for (let i = 0; i < CONNECTIONS; i++) {
		expect(radio.advertising).toBeDefined();
		radio.connect(i);
	}
	expect(radio.advertising).toBeUndefined();
	radio.client.onDisconnected(1);
	expect(radio.advertising).toBeDefined();
});

it("BROADCAST off ends advertising and every connection, on advertises again", () => {
	const radio = new TestRadio();
	radio.connect(0);
	radio.connect(2);
	radio.model.write(BROADCAST, 0);
	radio.wait(1);
	expect(radio.advertising).toBeUndefined();
	expect(radio.disconnected).toEqual([0, 2]);
	radio.client.onDisconnected(0);
	radio.client.onDisconnected(2);
	expect(radio.advertising).toBeUndefined();
	expect(radio.server.on).toBe(false);
	radio.model.write(BROADCAST, 1);
	radio.wait(1);
	expect(radio.advertising).toBeDefined();
});

it("the meter tells the radio to keep bonds or none, once it is up and when that changes", () => {
	const radio = new TestRadio(false);
	radio.model.write(BONDS, 1);
	expect(radio.keepsBonds).toBeUndefined();
	radio.client.onReady();
	expect(radio.keepsBonds).toBe(true);
	radio.model.write(BONDS, 0);
	expect(radio.keepsBonds).toBe(false);
});

it("a new meter tells the radio to keep no bond", () => {
	expect(new TestRadio().keepsBonds).toBe(false);
});

it("a client that comes just as BROADCAST goes off is disconnected", () => {
	const radio = new TestRadio();
	radio.model.write(radio.model.indexOf("broadcast"), 0);
	radio.wait(1);
	radio.connect();
	expect(radio.disconnected).toEqual([0]);
});
