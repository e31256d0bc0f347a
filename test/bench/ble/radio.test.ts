import { beforeEach, describe, expect, it } from "vitest";
import { Radio } from "../../../bench/ble/radio.ts";
import { Session } from "../../../bench/ble/socket.ts";
import { ToBench, ToBoard } from "../../../boards/virtual/link.ts";
import { CHARACTERISTICS } from "../../../src/ble/services.ts";

/** Messages to the firmware: type, and payload in hexadecimal without the random bytes. */
let told: string[];
let radio: Radio;

const numberOf = (name: string) => CHARACTERISTICS.findIndex((each) => each.name === name);
const uuidOf = (name: string) => CHARACTERISTICS[numberOf(name)]?.uuid;

/** The meter's advertising data: flags, name "Ambit 1", and a UUID in the scan response. */
const ADVERTISING = Buffer.from(
	"0c0201060809416d6269742031110700112233445566778899aabbccddeeff",
	"hex",
);

beforeEach(() => {
	told = [];
	radio = new Radio({
		tellRadio: (type, payload) => {
			told.push(`${type.toString(16)} ${Buffer.from(payload.subarray(0, 12)).toString("hex")}`);
			return Promise.resolve(true);
		},
	});
	radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
});

/** A client on a socket of its own. */
function client() {
	const heard: Record<string, unknown>[] = [];
	const session = new Session(radio, {
		bufferedAmount: 0,
		send(text, done) {
			heard.push(JSON.parse(text));
			done();
		},
		pause: () => {},
		resume: () => {},
		terminate: () => {},
	});
	const say = async (message: unknown) => {
		await session.receive(typeof message === "string" ? message : JSON.stringify(message));
		return heard.at(-1);
	};
	return { heard, session, say, connect: () => say({ id: 1, operation: "connect" }) };
}

describe("a socket on /api/ble", () => {
	it("receives the advertisement, and every change of it", () => {
		const { heard } = client();
		radio.fromFirmware(ToBench.BLE_ADVERTISING, new Uint8Array());
		expect(heard).toMatchObject([
			{
				event: "advertisement",
				advertisement: { name: "Ambit 1", services: ["ffeeddcc-bbaa-9988-7766-554433221100"] },
			},
			{ event: "advertisement", advertisement: null },
		]);
	});

	it("connects with MTU 23 unless it asks for another, and tells the firmware", async () => {
		const { connect, heard } = client();
		await connect();
		expect(heard.at(-1)).toEqual({ id: 1, connection: 0, mtu: 23 });
		expect(told[0]?.slice(0, 9)).toBe("18 001700");
	});

	it("cannot connect when nothing is advertised", async () => {
		const { say } = client();
		radio.fromFirmware(ToBench.BLE_ADVERTISING, new Uint8Array());
		expect(await say({ id: 1, operation: "connect" })).toMatchObject({
			id: 1,
			error: "the meter does not advertise",
		});
	});

	it("ends advertising by connecting, until the firmware advertises again", async () => {
		await client().connect();
		expect(radio.advertisement).toBeUndefined();
	});

	it("out of range is dropped, hears nothing, and cannot connect until it is back", async () => {
		const { heard, say, connect } = client();
		await connect();
		radio.inRange = false;
		expect(heard.at(-2)).toEqual({ event: "disconnected", reason: "the connection is lost" });
		const before = heard.length;
		// The firmware advertises again: it cannot know that nobody hears it.
		radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
		expect(heard).toHaveLength(before);
		expect(await say({ id: 2, operation: "connect" })).toMatchObject({
			error: "the meter does not advertise",
		});
		radio.inRange = true;
		expect(heard.at(-1)).toMatchObject({ advertisement: { name: "Ambit 1" } });
		expect(await connect()).toMatchObject({ connection: 0 });
		const ended = `${ToBoard.BLE_CONNECTION.toString(16)} 000000`;
		expect(told.filter((message) => message.startsWith(ended))).toHaveLength(1);
	});

	it("is refused as the fifth client", async () => {
		for (let i = 0; i < 4; i++) {
			expect(await client().connect()).toMatchObject({ connection: i });
			radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
		}
		expect(await client().connect()).toMatchObject({
			error: "all connections of the meter are in use",
		});
	});

	it("passes writes, subscriptions and MTU on", async () => {
		const { connect, say } = client();
		await connect();
		told = [];
		await say({ id: 2, operation: "write", characteristic: uuidOf("request"), value: "0700AB" });
		await say({ id: 3, operation: "subscribe", characteristic: uuidOf("response") });
		await say({ id: 4, operation: "mtu", mtu: 517 });
		expect(told).toEqual([
			`${ToBoard.BLE_WRITE.toString(16)} 00${hex("request")}0700ab`,
			`${ToBoard.BLE_SUBSCRIBE.toString(16)} 00${hex("response")}01`,
			`${ToBoard.BLE_CONNECTION.toString(16)} 000502`,
		]);
	});

	it("gets notifications that it has subscribed to, cut to the MTU, and no others", async () => {
		const { connect, say, heard } = client();
		await connect();
		const notify = () =>
			radio.fromFirmware(
				ToBench.BLE_NOTIFICATION,
				Uint8Array.of(0, numberOf("totals"), ...new Array(30).fill(7)),
			);
		heard.length = 0;
		notify();
		expect(heard).toEqual([]);
		await say({ id: 2, operation: "subscribe", characteristic: uuidOf("totals") });
		notify();
		expect(heard.at(-1)).toMatchObject({ event: "notification", value: "07".repeat(20) });
	});

	it("gets the value with which the firmware answers a read", async () => {
		const { connect, session, heard } = client();
		await connect();
		const reading = session.receive(
			JSON.stringify({ id: 9, operation: "read", characteristic: "2a25" }),
		);
		radio.fromFirmware(
			ToBench.BLE_VALUE,
			Uint8Array.of(0, numberOf("serialNumber"), 1, 0x31, 0x32),
		);
		await reading;
		expect(heard.at(-1)).toEqual({ id: 9, value: "3132" });
	});

	it.each([
		["no JSON", "{", "message: is not JSON"],
		["no object", "[]", "message: must be an object"],
		["no operation", {}, /^operation: must be/],
		["an MTU of 22", { operation: "mtu", mtu: 22 }, "mtu: must be a whole number, 23..517"],
		["a text for an MTU", { operation: "mtu", mtu: "23" }, "mtu: must be a whole number, 23..517"],
		["no characteristic", { operation: "read" }, "characteristic: must be a UUID"],
		[
			"an unknown one",
			{ operation: "read", characteristic: "2A00" },
			"characteristic: 2A00 does not exist",
		],
		[
			"one that cannot be read",
			{ operation: "read", characteristic: uuidOf("request") },
			/cannot be read/,
		],
		[
			"one that cannot be written",
			{ operation: "write", characteristic: "2A25", value: "" },
			/cannot be written/,
		],
		[
			"one that does not notify",
			{ operation: "subscribe", characteristic: "2A25" },
			/sends no notifications/,
		],
		[
			"half a byte",
			{ operation: "write", characteristic: uuidOf("request"), value: "123" },
			"value: must be bytes in hexadecimal",
		],
		[
			"more than a characteristic holds",
			{ operation: "write", characteristic: uuidOf("login"), value: "00".repeat(5) },
			"value: 5 bytes, at most 4",
		],
		[
			"more than a packet without response",
			{
				operation: "write",
				characteristic: uuidOf("request"),
				value: "00".repeat(21),
				response: false,
			},
			"value: 21 bytes, at most 20",
		],
		["a second connect", { operation: "connect" }, "already connected"],
	])("is told the fault of %s, and stays open", async (_what, message, error) => {
		const { connect, say, heard } = client();
		await connect();
		const before = told.length;
		const answer = await say(message);
		if (typeof error === "string") expect(answer?.error).toBe(error);
		else expect(answer?.error).toMatch(error);
		expect(told).toHaveLength(before);
		await say({ id: 5, operation: "discover" });
		expect(heard.at(-1)).toHaveProperty("services");
	});
});

describe("a connection", () => {
	it("reports its loss to both sides, and to waiting reads", async () => {
		const { connect, session, heard } = client();
		await connect();
		const reading = session.receive(
			JSON.stringify({ id: 9, operation: "read", characteristic: "2A25" }),
		);
		radio.lose(0);
		await reading;
		expect(heard.slice(-2)).toMatchObject([
			{ event: "disconnected", reason: "the connection is lost" },
			{ id: 9, error: "the connection is lost" },
		]);
		expect(told.at(-1)).toBe("18 000000");
	});

	it("is lost after the requested writes, the last of which reaches the meter", async () => {
		const { connect, say } = client();
		await connect();
		radio.lose(2);
		const write = { operation: "write", characteristic: uuidOf("request"), value: "0100" };
		expect(await say({ id: 2, ...write })).toEqual({ id: 2 });
		expect(await say({ id: 3, ...write })).toMatchObject({ id: 3, error: "not connected" });
		expect(told.slice(-2)).toEqual([`19 00${hex("request")}0100`, "18 000000"]);
	});

	it("ends with its socket, by the meter, and with the supply", async () => {
		const first = client();
		await first.connect();
		first.session.close();
		expect(told.at(-1)).toBe("18 000000");
		for (const end of [
			() => radio.fromFirmware(ToBench.BLE_DISCONNECT, Uint8Array.of(0)),
			() => radio.off(),
		]) {
			radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
			const { connect, heard } = client();
			await connect();
			end();
			expect(heard.at(-1)?.event).toMatch(/disconnected/);
			expect(radio.connections).toEqual([]);
		}
	});
});

function hex(name: string): string {
	return numberOf(name).toString(16).padStart(2, "0");
}
