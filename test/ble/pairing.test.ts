import { beforeEach, describe, expect, it } from "vitest";
import { TestRadio } from "../../testkit/radio.ts";

let radio: TestRadio;

const begin = (passkey: number, connection = 0): void =>
	radio.client.onPasskeyDisplay(connection, passkey);

beforeEach(() => {
	radio = new TestRadio();
	radio.connect();
});

describe("the six digits of a client that pairs", () => {
	it("are shown until it has proved them", () => {
		expect(radio.server.passkey).toBe(-1);
		begin(471108);
		expect(radio.server.passkey).toBe(471108);
		radio.client.onAuthenticated(0);
		expect(radio.server.passkey).toBe(-1);
	});

	it("are shown until it has gone", () => {
		begin(0);
		expect(radio.server.passkey).toBe(0);
		radio.client.onDisconnected(0);
		expect(radio.server.passkey).toBe(-1);
	});

	it("are shown for 30 s at most", () => {
		begin(471108);
		radio.wait(29);
		expect(radio.server.passkey).toBe(471108);
		radio.wait(1);
		expect(radio.server.passkey).toBe(-1);
		expect(radio.password.passkeys.triesLeft).toBe(4);
	});

	it("change when it tries again", () => {
		begin(471108);
		begin(815);
		expect(radio.server.passkey).toBe(815);
		expect(radio.disconnected).toEqual([]);
	});

	it("are not replaced by those of another, which is disconnected", () => {
		radio.connect(1);
		begin(471108);
		begin(815, 1);
		expect(radio.server.passkey).toBe(471108);
		expect(radio.disconnected).toEqual([1]);
	});

	it("of a client that is not connected are not shown", () => {
		begin(815, 2);
		begin(815, 99);
		radio.client.onAuthenticated(99);
		expect(radio.server.passkey).toBe(-1);
	});
});

describe("wrong digits", () => {
	it("five times keep everybody from pairing for 60 s", () => {
		for (let i = 0; i < 4; i++) radio.pairWrongly(1);
		expect(radio.password.passkeys.triesLeft).toBe(1);
		radio.pairWrongly(1);
		expect(radio.password.passkeys.lockedSeconds).toBe(60);
		begin(815);
		expect(radio.disconnected).toEqual([0]);
		radio.wait(60);
		begin(815);
		expect(radio.server.passkey).toBe(815);
	});

	it("count on one connection too", () => {
		for (let i = 0; i < 6; i++) begin(i);
		expect(radio.disconnected).toEqual([0]);
		expect(radio.password.passkeys.locked).toBe(true);
	});

	it("of one who then enters the right ones are forgiven, those of others are not", () => {
		radio.pairWrongly(1);
		for (let i = 0; i < 3; i++) begin(i);
		expect(radio.password.passkeys.triesLeft).toBe(2);
		radio.client.onAuthenticated(0);
		expect(radio.password.passkeys.triesLeft).toBe(4);
	});

	it("of before a lock do not take back those of others after it", () => {
		for (let i = 0; i < 5; i++) {
			begin(i);
			radio.wait(30);
		}
		radio.wait(60);
		for (let i = 0; i < 4; i++) radio.pairWrongly(1);
		begin(815);
		radio.client.onAuthenticated(0);
		expect(radio.password.passkeys.triesLeft).toBe(1);
	});

	it("lock neither links that are paired already nor the buttons' menu", () => {
		radio.pair();
		for (let i = 0; i < 5; i++) radio.pairWrongly(1);
		radio.logIn("0000");
		expect(radio.request("01 00 06 40 03 00 07")).toEqual(["01000640030007"]);
		expect(radio.password.check(0)).toBe(true);
	});

	it("are no more tries than seven locks and five an hour, also with the owner's pairings", () => {
		let tries = 0;
		for (let second = 0; second < 12 * 3600; second += 10) {
			for (let i = 0; i < 5 && !radio.password.passkeys.locked; i++, tries++) radio.pairWrongly(1);
			radio.connect();
			radio.pair();
			radio.client.onDisconnected(0);
			radio.wait(10);
		}
		expect(tries).toBeGreaterThan(35);
		expect(tries).toBeLessThanOrEqual(35 + 5 * 12);
	});
});
