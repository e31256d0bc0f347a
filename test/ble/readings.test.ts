import { READING_GROUPS } from "ble/reading-groups";
import { CHARACTERISTICS } from "ble/services";
import { beforeEach, describe, expect, it } from "vitest";
import { registers } from "../../client/register-table.ts";
import { TestRadio } from "../../testkit/radio.ts";

let radio: TestRadio;

beforeEach(() => {
	radio = new TestRadio();
	radio.model.setByName("voltageL1", 230.014);
	radio.model.setByName("currentL1", -1.5);
	radio.model.setByName("activePowerL1", -345.02);
	radio.model.setByName("reactivePowerL1", 12.4);
	radio.model.setByName("apparentPowerL1", 345.2);
	radio.model.setByName("powerFactor", 0.987);
	radio.model.setByName("frequency", 49.9876);
	radio.model.setByName("activePower", 6_893_000);
	radio.model.setByName("voltageL2L3", 398.37);
	radio.model.setByName("powerFactorL3", 0.5);
	radio.model.setByName("forwardActiveEnergy", 999_999_999);
});

describe("the readings' characteristics", () => {
	it("hold steps of the registers, least significant byte first", () => {
		const hex = (name: string) => radio.read(name).toString("hex");
		// 230.01 V, −1500 mA, −345 W, 12 var, 345 VA.
		expect(hex("phaseL1")).toBe("d9590000 24faffff a7feffff 0c000000 59010000".replaceAll(" ", ""));
		// 6 893 000 W, 0 var, 0 VA, 0.99, 49988 mHz.
		expect(hex("totals")).toBe("c82d6900 00000000 00000000 6300 44c30000".replaceAll(" ", ""));
		// 0 V, 0 V, 398.37 V, 1.00, 1.00, 0.50.
		expect(hex("lines")).toBe("00000000 00000000 9d9b0000 6400 6400 3200".replaceAll(" ", ""));
		expect(radio.read("energies").readInt32LE(0)).toBe(999_999_999);
	});

	it("fit a packet of the smallest MTU and their declared length", () => {
		for (const { name, length } of READING_GROUPS) {
			const { maxBytes } = CHARACTERISTICS.find((each) => each.name === name) ?? { maxBytes: 0 };
			expect(maxBytes).toBe(20);
			expect(length).toBeLessThanOrEqual(maxBytes);
		}
	});

	it("hold every measurement of the register table", () => {
		const held: string[] = READING_GROUPS.flatMap(({ fields }) => fields.map(({ name }) => name));
		const missing = registers.filter(
			({ address, name }) => address >= 0x5000 && address < 0x6000 && !held.includes(name),
		);
		expect(missing.map(({ name }) => name)).toEqual([]);
	});
});

describe("notifications", () => {
	it("come once a second for every subscription", () => {
		radio.connect(0);
		radio.connect(1);
		radio.client.onCharacteristicNotifyEnabled(0, "totals");
		radio.client.onCharacteristicNotifyEnabled(1, "totals");
		radio.client.onCharacteristicNotifyEnabled(1, "energies");
		radio.wait(3);
		const who = radio.notifications.map((each) => each.split(" ").slice(0, 2).join(" "));
		expect(who.sort()).toEqual([
			...new Array(3).fill("0 totals"),
			...new Array(3).fill("1 energies"),
			...new Array(3).fill("1 totals"),
		]);
	});

	it("end when the client unsubscribes", () => {
		radio.connect(0);
		radio.client.onCharacteristicNotifyEnabled(0, "totals");
		radio.client.onCharacteristicNotifyDisabled(0, "totals");
		radio.wait(2);
		expect(radio.notifications).toEqual([]);
	});
});

describe("device information", () => {
	it("is ASCII text", () => {
		const names = ["manufacturer", "model", "serialNumber", "hardwareRevision", "softwareRevision"];
		const values = names.map((name) => radio.read(name).toString());
		expect(values).toEqual(["Ambit", "2PU CT", "12345678", "1.00", "1.00"]);
	});

	it("has no value for an unknown name", () => {
		expect(radio.client.onCharacteristicRead(0, "nothing")).toBeUndefined();
	});
});
