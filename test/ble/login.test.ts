import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { TestRadio } from "../../testkit/radio.ts";

let radio: TestRadio;

/** The answer, computed as docs/ble.md describes it. */
function answer(password: string, connection = 0): Buffer {
	const challenge = radio.read("login", connection).subarray(4);
	return createHmac("sha256", password)
		.update(challenge)
		.update("12345678")
		.digest()
		.subarray(0, 16);
}

const state = (connection = 0): number[] => [...radio.read("login", connection).subarray(0, 4)];

/** A write of 4003 = 7, and its answers: done, or exception 01. */
const WRITE = "01 00 06 40 03 00 07";
const DONE = ["01000640030007"];
const REFUSED = ["01008601"];

beforeEach(() => {
	radio = new TestRadio();
	radio.connect();
});

describe("writing registers over Bluetooth", () => {
	it("is refused before the login, single and multiple, while reading is allowed", () => {
		expect(radio.request(WRITE)).toEqual(REFUSED);
		expect(radio.request("02 00 10 40 03 00 01 02 00 07")).toEqual(["02009001"]);
		expect(radio.request("03 00 03 40 03 00 01")).toEqual(["030003020001"]);
	});

	it("is allowed after the right answer, on that connection only", () => {
		radio.connect(1);
		radio.write("login", answer("0000"));
		expect(state()).toEqual([1, 5, 0, 0]);
		expect(radio.request(WRITE)).toEqual(DONE);
		expect(radio.request(WRITE, 1)).toEqual(REFUSED);
	});

	it("is refused to the next client on the same connection", () => {
		radio.write("login", answer("0000"));
		radio.client.onDisconnected(0);
		radio.connect();
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});

	it("is refused once the password has changed", () => {
		radio.write("login", answer("0000"));
		radio.password.change(4711);
		expect(radio.request(WRITE)).toEqual(REFUSED);
		radio.write("login", answer("4711"));
		expect(radio.request(WRITE)).toEqual(DONE);
	});

	it("is refused after an empty answer, which logs out", () => {
		radio.write("login", answer("0000"));
		radio.write("login", new Uint8Array());
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});

	it("is refused while a lock is on, even to a client that is logged in", () => {
		radio.connect(1);
		radio.write("login", answer("0000"));
		for (let i = 0; i < 5; i++) radio.write("login", answer("9999", 1), 1);
		expect(radio.request(WRITE)).toEqual(REFUSED);
		radio.wait(60);
		expect(radio.request(WRITE)).toEqual(DONE);
	});
});

describe("a challenge", () => {
	it("changes after each try and with each connection", () => {
		const seen = new Set<string>();
		const look = (connection = 0) =>
			seen.add(radio.read("login", connection).subarray(4).toString("hex"));
		look();
		radio.write("login", answer("0000"));
		look();
		radio.write("login", answer("1111"));
		look();
		radio.client.onDisconnected(0);
		radio.connect();
		look();
		radio.connect(1);
		look(1);
		expect(seen.size).toBe(5);
	});

	it("works once: a replayed answer is a wrong try", () => {
		const heard = answer("0000");
		radio.write("login", heard);
		radio.write("login", heard);
		expect(state()).toEqual([0, 4, 0, 0]);
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});

	it("of one connection does not work on another", () => {
		radio.connect(1);
		radio.write("login", answer("0000", 0), 1);
		expect(state(1)[0]).toBe(0);
	});
});

describe("wrong answers", () => {
	it("are counted, and the fifth locks for 60 s, against right answers too", () => {
		for (const left of [4, 3, 2, 1]) {
			radio.write("login", answer("0001"));
			expect(state()).toEqual([0, left, 0, 0]);
		}
		radio.write("login", answer("0001"));
		expect(state()).toEqual([2, 0, 60, 0]);
		radio.write("login", answer("0000"));
		expect(state()[0]).toBe(2);
		radio.wait(60);
		radio.write("login", answer("0000"));
		expect(state()[0]).toBe(1);
	});

	it("lock all connections and the buttons' menu, which share the password", () => {
		radio.connect(1);
		for (let i = 0; i < 5; i++) radio.write("login", answer("0001", i % 2), i % 2);
		expect(state(1)[0]).toBe(2);
		expect(radio.password.check(0)).toBe(false);
	});

	it.each([1, 15, 17, 32, 512])("of %i bytes do not count as tries", (length) => {
		radio.write("login", new Uint8Array(length));
		expect(state()).toEqual([0, 5, 0, 0]);
	});

	it("with the password's digits in clear do not log in", () => {
		radio.write("login", Buffer.from("0000"));
		radio.write("login", Buffer.alloc(16, "0000"));
		expect(state()[0]).toBe(0);
	});
});

describe("the characteristic broadcast", () => {
	const set = (...bytes: number[]): void => radio.write("broadcast", Uint8Array.from(bytes));
	const value = (): string => radio.read("broadcast").toString("hex");

	it("tells the setting to everybody and changes only after the login", () => {
		set(0);
		expect(value()).toBe("01");
		radio.write("login", answer("0000"));
		set(0);
		expect(value()).toBe("00");
	});

	it("ignores what is neither 0 nor 1, or not one byte", () => {
		radio.write("login", answer("0000"));
		for (const bad of [[], [2], [255], [0, 0]]) set(...bad);
		expect(value()).toBe("01");
	});

	it("can be read back by the client that has switched Bluetooth off, before it is", () => {
		radio.write("login", answer("0000"));
		set(0);
		expect(radio.disconnected).toEqual([]);
		radio.wait(1);
		expect(radio.disconnected).toEqual([0]);
		expect(radio.advertising).toBeUndefined();
	});
});
