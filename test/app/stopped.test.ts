import { expect, it } from "vitest";
import { Session } from "../../app/src/meter/session.ts";
import type { FoundMeter, Link } from "../../app/src/transport/link.ts";
import { errorTexts } from "../../client/error-code.ts";
import { ErrorCode } from "../../src/storage/error-code.ts";
import { TestRadio } from "../../testkit/radio.ts";

const viewOf = (bytes: Uint8Array): DataView => new DataView(Uint8Array.from(bytes).buffer);

/** The firmware's Bluetooth server as a meter that the app finds. */
function meterOn(radio: TestRadio): FoundMeter {
	const open = async (): Promise<Link> => {
		radio.connect();
		let onResponse = (_value: DataView): void => {};
		return {
			onLost: undefined,
			askDigits: undefined,
			read: async (name) => viewOf(radio.read(name)),
			write: async (name, value) => {
				radio.notifications = [];
				radio.write(name, value);
				for (const each of radio.notifications) {
					const [, characteristic, hex = ""] = each.split(" ");
					if (characteristic === "response") onResponse(viewOf(Buffer.from(hex, "hex")));
				}
			},
			subscribe: async (name, onValue) => {
				if (name === "response") onResponse = onValue;
			},
			disconnect: () => {},
		};
	};
	return {
		serialNumber: "12345678",
		by: "bench",
		obstacle: undefined,
		check: async () => undefined,
		open,
	};
}

it("a meter that has stopped tells why, and no reading that it does not have", async () => {
	const radio = new TestRadio();
	radio.model.setByName("errorCode", ErrorCode.LOST);
	radio.model.stop();
	const readings = new Map<string, number>();
	const session = new Session(meterOn(radio), {
		onReadings: (values) => {
			for (const [name, value] of values) readings.set(name, value);
		},
		onLost: () => {},
		askDigits: async () => undefined,
	});
	await session.connect();
	const { values } = await session.snapshot();
	const code = values.find(({ name }) => name === "errorCode")?.value ?? 0;
	expect(errorTexts(code)).toEqual(["Energy lost: the meter has stopped"]);
	expect((await session.settings()).get("modbusId")).toBe(1);
	expect(readings.get("statusWord")).not.toBeNaN();
	readings.delete("statusWord");
	expect(readings.size).toBe(30);
	expect([...readings.values()].filter((value) => !Number.isNaN(value))).toEqual([]);
});
