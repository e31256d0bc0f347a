/** Clients that pair once, and the meter's menu, which keeps and forgets their bonds. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Bond } from "../../../bench/ble/bonds.ts";
import type { Connection } from "../../../bench/ble/connection.ts";
import { Channel, type Packet } from "../../../bench/ble/link.ts";
import { Capability, features, Opcode, randomAddress } from "../../../bench/ble/pairing.ts";
import { Session } from "../../../bench/ble/socket.ts";
import { Air, uuidOf } from "../../../testkit/air.ts";

const PASSWORD = Buffer.from("0000");
const nobody = { onNotification: () => {}, onDisconnected: () => {} };

let air: Air;

beforeEach(() => {
	air = new Air();
});

/** Pairs with the digits of the display, and goes. Returns the client's bond. */
async function pairOnce(bond?: Bond): Promise<Bond | undefined> {
	const client = air.radio.connect(nobody, 23, bond);
	await client.pair(true);
	await client.enterPasskey(air.shown);
	client.disconnect();
	return client.bond;
}

/** Pairs, and says if the display has shown digits for it. */
async function needsDigits(client: Connection): Promise<boolean> {
	const needed = await client.pair(true);
	expect(air.shown >= 0).toBe(needed);
	return needed;
}

describe("a meter that keeps bonds", () => {
	beforeEach(() => air.keepBonds(true));

	it("encrypts the next link of a client that has paired, and shows no digits", async () => {
		const client = air.radio.connect(nobody, 23, await pairOnce());
		expect(await needsDigits(client)).toBe(false);
		expect(client.isEncrypted).toBe(true);
		expect(air.radio.connections).toMatchObject([{ encrypted: true, authenticated: true }]);
		await client.write(uuidOf("login"), PASSWORD, true);
		expect((await client.read(uuidOf("login")))[0]).toBe(1);
	});

	it("still asks for the password on it", async () => {
		const client = air.radio.connect(nobody, 23, await pairOnce());
		await client.pair(true);
		expect((await client.read(uuidOf("login")))[0]).toBe(0);
	});

	it("gives it five tries of the password and no more, however often it connects", async () => {
		const bond = await pairOnce();
		let tries = 0;
		for (let i = 0; i < 8; i++) {
			const client = air.radio.connect(nobody, 23, bond);
			await client.pair(true);
			for (let k = 0; k < 5; k++) {
				if ((await client.read(uuidOf("login")))[0] === 2) break;
				await client.write(uuidOf("login"), Buffer.from("9999"), true);
				tries++;
			}
			client.disconnect();
		}
		expect(tries).toBe(5);
	});

	it("lets it in while wrong digits keep strangers from pairing", async () => {
		const bond = await pairOnce();
		for (let i = 0; i < 5; i++) air.meter.password.passkeys.fail();
		const client = air.radio.connect(nobody, 23, bond);
		expect(await needsDigits(client)).toBe(false);
		expect(client.isEncrypted).toBe(true);
	});

	it("has them still after a power cut", async () => {
		const bond = await pairOnce();
		air.restart();
		expect(await needsDigits(air.radio.connect(nobody, 23, bond))).toBe(false);
	});

	it("keeps three, and forgets the oldest for another", async () => {
		const bonds: (Bond | undefined)[] = [];
		for (let i = 0; i < 4; i++) bonds.push(await pairOnce());
		expect(air.radio.bonds).toBe(3);
		expect(await needsDigits(air.radio.connect(nobody, 23, bonds[3]))).toBe(false);
		expect(await needsDigits(air.radio.connect(nobody, 23, bonds[0]))).toBe(true);
	});

	it("keeps one of a client that pairs again in place of its old one", async () => {
		const bond = await pairOnce();
		air.keepBonds(false);
		air.keepBonds(true);
		const again = await pairOnce(bond);
		expect(again?.address).toEqual(bond?.address);
		expect(again?.longTermKey).not.toEqual(bond?.longTermKey);
		expect(air.radio.bonds).toBe(1);
	});

	it("keeps none of a client without a keyboard, whose digits nobody has proved", async () => {
		const client = air.radio.connect(nobody, 23);
		await client.pair(false);
		expect(client.isEncrypted).toBe(true);
		expect([client.bond, air.radio.bonds]).toEqual([undefined, 0]);
	});

	it("keeps none of a client that would not keep it", async () => {
		const heard: Uint8Array[] = [];
		const link = air.radio.attach(
			{
				longTermKey: undefined,
				encrypted: () => {},
				receive: (_, pdu) => void heard.push(pdu),
			},
			() => {},
		);
		const request = features(Opcode.REQUEST, Capability.KEYBOARD_DISPLAY, false);
		await link.send("central", Channel.SMP, request);
		expect(heard[0]?.[3]).toBe(0x0d);
		expect(air.radio.bonds).toBe(0);
	});

	it("ends the link of a stranger with a client's address and another key", async () => {
		const bond = await pairOnce();
		const reasons: string[] = [];
		const stranger = air.radio.connect(
			{ ...nobody, onDisconnected: (reason) => reasons.push(reason) },
			23,
			{ address: bond?.address ?? randomAddress(), longTermKey: Buffer.alloc(16) },
		);
		await expect(stranger.pair(true)).rejects.toThrow("not connected");
		expect(reasons).toEqual(["a packet has a wrong MIC"]);
		expect(air.radio.connections).toEqual([]);
		expect(await needsDigits(air.radio.connect(nobody, 23, bond))).toBe(false);
	});

	it("lets nobody read what travels by a bond who has heard all of it", async () => {
		const packets: Packet[] = [];
		air.radio.listen((packet) => packets.push(packet));
		const client = air.radio.connect(nobody, 23, await pairOnce());
		await client.pair(true);
		await client.write(uuidOf("login"), PASSWORD, true);
		const onAir = Buffer.concat(packets.map(({ bytes }) => bytes));
		expect(onAir.includes(PASSWORD)).toBe(false);
	});
});

describe("BONDS OFF at the buttons", () => {
	it("is how a new meter is: a client pairs each time, and keeps nothing", async () => {
		expect(await pairOnce()).toBeUndefined();
		expect(air.radio.bonds).toBe(0);
	});

	it("forgets all bonds: digits are shown to their clients again, who may enter them", async () => {
		air.keepBonds(true);
		const bond = await pairOnce();
		air.keepBonds(false);
		expect(air.radio.bonds).toBe(0);
		const client = air.radio.connect(nobody, 23, bond);
		expect(await needsDigits(client)).toBe(true);
		await client.enterPasskey(air.shown);
		expect([client.isEncrypted, client.bond]).toEqual([true, undefined]);
	});

	it("leaves a link alone that is encrypted already", async () => {
		air.keepBonds(true);
		const client = air.radio.connect(nobody, 23, await pairOnce());
		await client.pair(true);
		air.keepBonds(false);
		await client.write(uuidOf("login"), PASSWORD, true);
		expect((await client.read(uuidOf("login")))[0]).toBe(1);
	});
});

describe("a client of /api/ble", () => {
	/** Sends requests one after the other, on a socket of its own; returns the answers. */
	async function ask(...requests: (object | (() => object))[]): Promise<Record<string, unknown>[]> {
		const answers: Record<string, unknown>[] = [];
		const session = new Session(air.radio, {
			bufferedAmount: 0,
			send: (text, done) => {
				const message = JSON.parse(text);
				if (message.event === undefined) answers.push(message);
				done();
			},
			pause: () => {},
			resume: () => {},
			terminate: () => {},
		});
		for (const request of requests)
			await session.receive(JSON.stringify(typeof request === "function" ? request() : request));
		session.close();
		return answers;
	}

	const digits = (): object => ({
		operation: "passkey",
		passkey: String(air.shown).padStart(6, "0"),
	});

	it("is given its bond with the digits, and shows it at the next connection", async () => {
		air.keepBonds(true);
		const [, , { bond }] = await ask({ operation: "connect" }, { operation: "pair" }, digits);
		expect(bond).toEqual({
			address: expect.stringMatching(/^01[0-9a-f]{12}$/),
			key: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
		const [, paired] = await ask({ operation: "connect", bond }, { operation: "pair" });
		expect(paired).toEqual({ passkeyNeeded: false });
	});

	it("is given none by a meter that keeps none", async () => {
		const answers = await ask({ operation: "connect" }, { operation: "pair" }, digits);
		expect(answers[2]).toEqual({});
	});

	it.each([
		[7, "bond.address: must be 7 bytes in hexadecimal"],
		[null, "bond.address: must be 7 bytes in hexadecimal"],
		[{ address: "01c000000000", key: "" }, "bond.address: must be 7 bytes in hexadecimal"],
		[{ address: "01c0000000000x", key: "" }, "bond.address: must be 7 bytes in hexadecimal"],
		[{ address: "01c00000000000", key: "00" }, "bond.key: must be 16 bytes in hexadecimal"],
	])("that shows %j as a bond is told what is wrong", async (bond, error) => {
		expect(await ask({ operation: "connect", bond })).toEqual([{ error }]);
	});
});
