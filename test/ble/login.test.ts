import { beforeEach, describe, expect, it } from "vitest";
import { TestRadio } from "../../testkit/radio.ts";

let radio: TestRadio;

const state = (connection = 0): number[] => [...radio.read("login", connection)];

/** Connects and pairs another client. */
function pairAnother(connection: number): void {
	radio.connect(connection);
	radio.pair(connection);
}

/** Changes the password, as the buttons do. */
function changePassword(password: number): void {
	radio.model.write(radio.model.indexOf("password"), password);
}

/** A write of 4003 = 7, and its answers: done, or exception 01. */
const WRITE = "01 00 06 40 03 00 07";
const DONE = ["01000640030007"];
const REFUSED = ["01008601"];

beforeEach(() => {
	radio = new TestRadio();
	radio.connect();
});

describe("writing registers over Bluetooth", () => {
	beforeEach(() => radio.pair());

	it("is refused before the login, single and multiple, while reading is allowed", () => {
		expect(radio.request(WRITE)).toEqual(REFUSED);
		expect(radio.request("02 00 10 40 03 00 01 02 00 07")).toEqual(["02009001"]);
		expect(radio.request("03 00 03 40 03 00 01")).toEqual(["030003020001"]);
	});

	it("is allowed with the right password, on that connection only", () => {
		pairAnother(1);
		radio.logIn("0000");
		expect(state()).toEqual([1, 5, 0, 0]);
		expect(radio.request(WRITE)).toEqual(DONE);
		expect(radio.request(WRITE, 1)).toEqual(REFUSED);
	});

	it("is allowed in frames of Modbus RTU too", () => {
		radio.client.onCharacteristicNotifyEnabled(0, "rtuResponse");
		radio.logIn("0000");
		radio.notifications = [];
		radio.write("rtuRequest", Buffer.from("0106400300072dc8", "hex"));
		expect(radio.notifications).toEqual(["0 rtuResponse 0106400300072dc8"]);
	});

	it("is refused to the next client on the same connection", () => {
		radio.logIn("0000");
		radio.client.onDisconnected(0);
		radio.connect();
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});

	it("is refused once the password has changed", () => {
		radio.logIn("0000");
		changePassword(4711);
		expect(radio.request(WRITE)).toEqual(REFUSED);
		radio.logIn("4711");
		expect(radio.request(WRITE)).toEqual(DONE);
	});

	it("is refused also if the password has been changed back", () => {
		radio.logIn("0000");
		changePassword(4711);
		changePassword(0);
		expect(state()).toEqual([0, 5, 0, 0]);
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});

	it("is refused after an empty password, which logs out", () => {
		radio.logIn("0000");
		radio.logIn("");
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});
});

describe("a link that is not authenticated", () => {
	it("neither logs in nor tells anything about the login, nor counts a try", () => {
		expect(radio.client.onCharacteristicRead(0, "login")).toBeUndefined();
		for (let i = 0; i < 20; i++) radio.logIn("9999");
		radio.logIn("0000");
		expect(radio.request(WRITE)).toEqual(REFUSED);
		expect(radio.password.logins.triesLeft).toBe(5);
	});

	it("is that of the next client, too", () => {
		radio.pair();
		radio.client.onDisconnected(0);
		radio.connect();
		radio.logIn("0000");
		expect(radio.request(WRITE)).toEqual(REFUSED);
	});
});

describe("wrong passwords", () => {
	beforeEach(() => radio.pair());

	it("are counted, and the fifth locks for 60 s, against the right one too", () => {
		for (const left of [4, 3, 2, 1]) {
			radio.logIn("0001");
			expect(state()).toEqual([0, left, 0, 0]);
		}
		radio.logIn("0001");
		expect(state()).toEqual([2, 0, 60, 0]);
		radio.logIn("0000");
		expect(state()[0]).toBe(2);
		radio.wait(60);
		radio.logIn("0000");
		expect(state()[0]).toBe(1);
	});

	it.each(["1", "000", "00000", "0".repeat(512)])("%s does not count as a try", (digits) => {
		radio.logIn(digits);
		expect(state()).toEqual([0, 5, 0, 0]);
	});

	it("that are no digits count", () => {
		for (const digits of ["/000", "000:", "\0\0\0\0"]) radio.logIn(digits);
		expect(state()).toEqual([0, 2, 0, 0]);
	});

	it("lock neither another link that is paired already nor the buttons' menu", () => {
		pairAnother(1);
		for (let i = 0; i < 5; i++) radio.logIn("0001", 1);
		expect(state(1)[0]).toBe(2);
		radio.logIn("0000");
		expect(radio.request(WRITE)).toEqual(DONE);
		expect(radio.password.check(0)).toBe(true);
	});

	it("do not take away a login", () => {
		radio.logIn("0000");
		pairAnother(1);
		for (let i = 0; i < 5; i++) radio.logIn("0001", 1);
		expect(radio.request(WRITE)).toEqual(DONE);
	});

	it("keep new clients from pairing while they lock", () => {
		for (let i = 0; i < 5; i++) radio.logIn("0001");
		pairAnother(1);
		expect(radio.disconnected).toEqual([1]);
		expect(radio.server.passkey).toBe(-1);
	});

	it("have been paid for when the lock is over, also for one who has not looked then", () => {
		pairAnother(1);
		for (let i = 0; i < 5; i++) radio.logIn("0001");
		radio.wait(61);
		for (let i = 0; i < 5; i++) radio.logIn("0001", 1);
		radio.logIn("0000");
		expect(state()).toEqual([1, 5, 0, 0]);
	});

	it("of before a lock do not take back those of others after it", () => {
		pairAnother(1);
		for (let i = 0; i < 4; i++) radio.logIn("0001");
		radio.logIn("0001", 1);
		radio.wait(60);
		for (let i = 0; i < 4; i++) radio.logIn("0001", 1);
		radio.logIn("0000");
		expect(radio.password.logins.triesLeft).toBe(1);
	});

	it("of before a lock do not take back those of others in it", () => {
		pairAnother(1);
		for (let i = 0; i < 4; i++) radio.logIn("0001");
		for (let i = 0; i < 5; i++) radio.logIn("0001", 1);
		radio.logIn("0000");
		expect(state()).toEqual([1, 5, 0, 0]);
		radio.wait(60);
		expect(radio.password.logins.triesLeft).toBe(1);
	});

	it.each([0, 60])("during another's lock are forgiven with the right one %d s later", (s) => {
		pairAnother(1);
		for (const connection of [1, 1, 1, 1, 1, 0]) radio.logIn("0001", connection);
		radio.wait(s);
		radio.logIn("0000");
		radio.wait(60);
		expect(radio.password.logins.triesLeft).toBe(5);
	});

	it("of one who then enters the right one are forgiven: they were no guesses", () => {
		for (let i = 0; i < 4; i++) radio.logIn("0001");
		radio.logIn("0000");
		expect(state()).toEqual([1, 5, 0, 0]);
		pairAnother(1);
		for (let i = 0; i < 4; i++) radio.logIn("0001", 1);
		expect(radio.password.logins.locked).toBe(false);
	});
});

describe("guessing the password", () => {
	/** Guesses that are counted until `hours` are over, by one who pairs again whenever he can. */
	function guess(hours: number, ownerLogsIn: boolean): number {
		let guesses = 0;
		for (let second = 0; second < 3600 * hours; second += 10) {
			radio.connect(1);
			radio.pair(1);
			for (let i = 0; i < 4 && state(1)[1]; i++, guesses++) radio.logIn("9999", 1);
			radio.client.onDisconnected(1);
			if (ownerLogsIn) {
				radio.connect(0);
				radio.pair(0);
				radio.logIn("0000", 0);
				radio.client.onDisconnected(0);
			}
			radio.wait(10);
		}
		return guesses;
	}

	it("is no faster when the owner logs in between every four wrong tries", () => {
		const alone = guess(12, false);
		radio = new TestRadio();
		expect(guess(12, true)).toBe(alone);
		// 35 until the lock has an hour, then five an hour: 10 000 take 83 days.
		expect(alone).toBeLessThanOrEqual(35 + 5 * 12);
	});

	it("is no faster with a bond, by which every new connection is paired already", () => {
		let guesses = 0;
		for (let second = 0; second < 12 * 3600; second += 10) {
			radio.connect(1);
			radio.client.onAuthenticated(1);
			for (let i = 0; i < 5 && state(1)[1]; i++, guesses++) radio.logIn("9999", 1);
			radio.client.onDisconnected(1);
			radio.wait(10);
		}
		expect(guesses).toBeGreaterThan(15);
		expect(guesses).toBeLessThanOrEqual(35 + 5 * 12);
	});

	it("is no faster by many connections at a time", () => {
		let guesses = 0;
		for (let second = 0; second < 12 * 3600; second += 10) {
			for (const connection of [0, 1, 2]) {
				radio.connect(connection);
				radio.pair(connection);
			}
			for (const connection of [0, 1, 2])
				for (let i = 0; i < 5 && state(connection)[1]; i++, guesses++)
					radio.logIn("9999", connection);
			for (const connection of [0, 1, 2]) radio.client.onDisconnected(connection);
			radio.wait(10);
		}
		expect(guesses).toBeGreaterThan(15);
		expect(guesses).toBeLessThanOrEqual(35 + 5 * 12);
	});

	it("locks its victim out for a moment only: the password at the buttons lets him pair", () => {
		guess(3, false);
		expect(radio.password.logins.locked).toBe(true);
		expect(radio.password.check(0)).toBe(true);
		radio.connect(0);
		radio.pair(0);
		radio.logIn("0000");
		expect(radio.request(WRITE)).toEqual(DONE);
	});
});

describe("the characteristic broadcast", () => {
	const set = (...bytes: number[]): void => radio.write("broadcast", Uint8Array.from(bytes));
	const value = (): string => radio.read("broadcast").toString("hex");

	it("tells the setting to everybody and changes only after the login", () => {
		set(0);
		expect(value()).toBe("01");
		radio.pair();
		set(0);
		expect(value()).toBe("01");
		radio.logIn("0000");
		set(0);
		expect(value()).toBe("00");
	});

	it("ignores what is neither 0 nor 1, or not one byte", () => {
		radio.pair();
		radio.logIn("0000");
		for (const bad of [[], [2], [255], [0, 0]]) set(...bad);
		expect(value()).toBe("01");
	});

	it("can be read back by the client that has switched Bluetooth off, before it is", () => {
		radio.pair();
		radio.logIn("0000");
		set(0);
		expect(radio.disconnected).toEqual([]);
		radio.wait(1);
		expect(radio.disconnected).toEqual([0]);
		expect(radio.advertising).toBeUndefined();
	});
});
