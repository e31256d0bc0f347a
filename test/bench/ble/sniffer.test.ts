/**
 * Somebody who records a pairing and a login, with the protocol that the meter had before and with
 * that it has.
 */
import { createHmac, randomBytes } from "node:crypto";
import { cmac } from "@noble/ciphers/aes.js";
import { beforeAll, describe, expect, it } from "vitest";
import { Link, type Packet } from "../../../bench/ble/link.ts";
import { Air, uuidOf } from "../../../testkit/air.ts";
import { Cmac } from "../../../testkit/fast-cmac.ts";
import { Sniffer } from "../../../testkit/sniffer.ts";

const SERIAL_NUMBER = "12345678";
const PASSWORD = "4711";

describe("a sniffer of the challenge and response that the meter had before", () => {
	/** The answer of the client: HMAC-SHA-256 by the password over challenge and serial number. */
	const answerOf = (password: string, challenge: Buffer): Buffer =>
		createHmac("sha256", password).update(challenge).update(SERIAL_NUMBER).digest().subarray(0, 16);

	it("finds the password by trying all 10 000", () => {
		const challenge = randomBytes(16);
		const answer = answerOf(PASSWORD, challenge);
		let tries = 0;
		let found = "";
		while (found === "" && tries < 10_000) {
			const password = String(tries++).padStart(4, "0");
			if (answerOf(password, challenge).equals(answer)) found = password;
		}
		expect([found, tries]).toEqual([PASSWORD, 4712]);
	});
});

describe("a sniffer of Secure Connections", () => {
	let sniffer: Sniffer;
	let shown: number;
	let longTermKey: Uint8Array | undefined;

	/** Connects, pairs, logs in and writes register 4003. */
	beforeAll(async () => {
		const air = new Air();
		air.meter.model.setByName("password", Number(PASSWORD));
		const responses: string[] = [];
		const client = air.radio.connect(
			{
				onNotification: (_uuid, value) => responses.push(Buffer.from(value).toString("hex")),
				onDisconnected: () => {},
			},
			23,
		);
		sniffer = new Sniffer(air.radio, client.addresses);
		await client.subscribe(uuidOf("response"), true);
		await client.pair(true);
		shown = air.shown;
		await client.enterPasskey(shown);
		await client.write(uuidOf("login"), Buffer.from(PASSWORD), true);
		await client.write(uuidOf("request"), Buffer.from("0100064003002a", "hex"), true);
		longTermKey = client.longTermKey;
		expect(responses).toEqual(["0100064003002a"]);
	});

	it("hears a password in clear nowhere", () => {
		expect(sniffer.packets.length).toBeGreaterThan(90);
		expect(sniffer.recording.includes(PASSWORD)).toBe(false);
	});

	it("learns the six digits, which are new at the next pairing", () => {
		expect(sniffer.passkey()).toBe(shown);
	});

	it("computes as the library does", () => {
		for (const length of [1, 16, 17, 53, 65]) {
			const [key, message] = [randomBytes(16), randomBytes(length)];
			const fast = new Cmac(key).mac(Cmac.padded(message)).bytes;
			expect([...fast]).toEqual([...cmac(message, key)]);
		}
	});

	it("gets no key from any of the million passkeys", { timeout: 900_000 }, () => {
		expect(sniffer.tryPasskeys(1_000_000)).toEqual({ tried: 1_000_000, fitting: [] });
	});

	it("would find a link's key that depends on nothing but the passkey", async () => {
		const passkey = 4711;
		const longTermKey = Buffer.alloc(16);
		longTermKey.writeUInt32BE(passkey, 12);
		const end = { longTermKey, receive: () => {}, encrypted: () => {} };
		const addresses = { central: new Uint8Array(7), peripheral: new Uint8Array(7) };
		const listeners = new Set<(packet: Packet) => void>();
		const careless = new Sniffer({ listen: (hear) => listeners.add(hear) }, addresses);
		const link = new Link({ central: end, peripheral: end }, addresses, listeners, () => {});
		await link.encrypt();
		expect(careless.tryPasskeys(5000).fitting).toEqual([passkey]);
	});

	it("would read the password with the key that only the ends have", () => {
		if (!longTermKey) throw new Error("no key");
		expect(sniffer.opens(longTermKey)).toBe(true);
		expect(Buffer.concat(sniffer.decrypt(longTermKey)).includes(PASSWORD)).toBe(true);
	});
});
