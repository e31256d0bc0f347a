/** Attackers of the Bluetooth link who do more than listen. */
import { beforeEach, describe, expect, it } from "vitest";
import { Channel } from "../../../bench/ble/link.ts";
import { Opcode, Reason } from "../../../bench/ble/pairing.ts";
import { Air, uuidOf } from "../../../testkit/air.ts";
import { Relay } from "../../../testkit/relay.ts";

const PASSWORD = "0000";
const INSUFFICIENT_AUTHENTICATION = 0x05;

/** A write of 4003 = 42, transaction 1. */
const WRITE = Buffer.from("0100064003002a", "hex");

let air: Air;
const modbusId = () => air.meter.model.get(air.meter.model.indexOf("modbusId"));
const nobody = { onNotification: () => {}, onDisconnected: () => {} };

beforeEach(() => {
	air = new Air();
});

/** A client that has paired. */
async function pairedClient() {
	const client = air.radio.connect(nobody, 23);
	await client.subscribe(uuidOf("response"), true);
	await client.pair(true);
	await client.enterPasskey(air.shown);
	return client;
}

describe("the owner", () => {
	it("pairs with the digits of the display, logs in and writes", async () => {
		const owner = await pairedClient();
		expect(owner.isEncrypted).toBe(true);
		expect(air.radio.connections).toMatchObject([{ encrypted: true, authenticated: true }]);
		await owner.write(uuidOf("login"), Buffer.from(PASSWORD), true);
		await owner.write(uuidOf("request"), WRITE, true);
		expect(modbusId()).toBe(42);
	});

	it("is shown other digits each time", async () => {
		const seen = new Set<number>();
		for (let i = 0; i < 3; i++) {
			const client = air.radio.connect(nobody, 23);
			await client.pair(true);
			seen.add(air.shown);
			await client.enterPasskey(air.shown);
			client.disconnect();
		}
		expect(seen.size).toBeGreaterThan(1);
	});

	it("is told that wrong digits were wrong, and may try again at once", async () => {
		const client = air.radio.connect(nobody, 23);
		await client.pair(true);
		const wrong = client.enterPasskey((air.shown + 1) % 1_000_000);
		await expect(wrong).rejects.toMatchObject({ reason: Reason.CONFIRM_VALUE });
		expect(client.isEncrypted).toBe(false);
		await client.pair(true);
		await client.enterPasskey(air.shown);
		expect(client.isEncrypted).toBe(true);
	});
});

describe("a relay", () => {
	/** The owner pairs through a relay that takes the digits for something. */
	async function attack(guessOf: (shown: number) => number) {
		const relay = new Relay(air.radio, () => guessOf(air.shown));
		await relay.begin();
		await relay.victim.pair(true);
		const { shown } = air;
		const victim = relay.victim.enterPasskey(shown);
		// Each test looks at the ends that it is about.
		victim.catch(() => undefined);
		return { relay, shown, victim };
	}

	it.each([
		[1, 1],
		[2, 1 << 1],
		[10, 1 << 9],
		[20, 1 << 19],
	])("is found out by the victim at bit %i if its guess differs there", async (bit, difference) => {
		const { relay, victim } = await attack((shown) => shown ^ difference);
		await expect(victim).rejects.toMatchObject({ reason: Reason.CONFIRM_VALUE });
		expect(relay.bitsLearnt).toBe(bit);
		expect(relay.victim.isEncrypted).toBe(false);
	});

	it("is found out by the meter, where its digits count as wrong", async () => {
		const { relay, shown } = await attack((digits) => digits ^ 1);
		await expect(relay.enter(shown ^ 1)).rejects.toMatchObject({ reason: Reason.CONFIRM_VALUE });
		air.meter.wait(31);
		expect(air.shown).toBe(-1);
		expect(air.meter.password.passkeys.triesLeft).toBe(4);
		expect(air.radio.connections).toMatchObject([{ encrypted: false, authenticated: false }]);
	});

	it("would read and use the password if it knew the digits, as a person there does", async () => {
		const { relay, shown, victim } = await attack((digits) => digits);
		await victim;
		await relay.enter(shown);
		await relay.victim.write(uuidOf("login"), Buffer.from(PASSWORD), true);
		expect(relay.heard.map(String)).toEqual([PASSWORD]);
		expect(air.meter.read("login")[0]).toBe(1);
	});
});

describe("a passer-by", () => {
	it.each([
		[
			"reads the login",
			(client: ReturnType<Air["radio"]["connect"]>) => client.read(uuidOf("login")),
		],
		["logs in", (client) => client.write(uuidOf("login"), Buffer.from(PASSWORD), true)],
		["switches Bluetooth off", (client) => client.write(uuidOf("broadcast"), Buffer.of(0), true)],
	])("who %s is refused, without pairing and after one without digits", async (_what, act) => {
		const client = air.radio.connect(nobody, 23);
		await expect(act(client)).rejects.toMatchObject({ code: INSUFFICIENT_AUTHENTICATION });
		expect(await client.pair(false)).toBe(false);
		expect(air.radio.connections).toMatchObject([{ encrypted: true, authenticated: false }]);
		await expect(act(client)).rejects.toMatchObject({ code: INSUFFICIENT_AUTHENTICATION });
		expect(air.shown).toBe(-1);
	});

	it("reads readings and registers, and changes none", async () => {
		const heard: string[] = [];
		const client = air.radio.connect(
			{
				...nobody,
				onNotification: (_uuid, value) => heard.push(Buffer.from(value).toString("hex")),
			},
			23,
		);
		expect(await client.read(uuidOf("totals"))).toHaveLength(18);
		await client.subscribe(uuidOf("response"), true);
		await client.write(uuidOf("request"), Buffer.from("07000340000002", "hex"), true);
		await client.write(uuidOf("request"), WRITE, true);
		expect(heard).toEqual(["0700030412345678", "01008601"]);
		expect(modbusId()).toBe(1);
	});

	it.each([
		["asks for legacy pairing", [4, 0, 0x05, 16], Reason.AUTHENTICATION_REQUIREMENTS],
		["asks for a short key", [4, 0, 0x0d, 7], Reason.AUTHENTICATION_REQUIREMENTS],
	])("who %s is refused", async (_what, wish, reason) => {
		const answers: number[][] = [];
		const link = air.radio.attach(
			{
				receive: (_channel, pdu) => void answers.push([...pdu]),
				longTermKey: undefined,
				encrypted: () => {},
			},
			() => {},
		);
		await link.send("central", Channel.SMP, Uint8Array.of(Opcode.REQUEST, ...wish, 0, 0));
		expect(answers).toEqual([[Opcode.FAILED, reason]]);
	});

	it("who sends a public key that is not on the curve is refused", async () => {
		const answers: Uint8Array[] = [];
		const link = air.radio.attach(
			{
				receive: (_channel, pdu) => void answers.push(pdu.slice()),
				longTermKey: undefined,
				encrypted: () => {},
			},
			() => {},
		);
		const request = Uint8Array.of(Opcode.REQUEST, 3, 0, 0x0c, 16, 0, 0);
		await link.send("central", Channel.SMP, request);
		const offCurve = Buffer.concat([Buffer.of(Opcode.PUBLIC_KEY), Buffer.alloc(64, 1)]);
		await link.send("central", Channel.SMP, offCurve);
		expect([...(answers.at(-1) ?? [])]).toEqual([Opcode.FAILED, Reason.INVALID_PARAMETERS]);
	});

	it("who throws a packet into the owner's link ends it, and changes nothing", async () => {
		const reasons: string[] = [];
		const client = air.radio.connect(
			{ ...nobody, onDisconnected: (reason) => reasons.push(reason) },
			23,
		);
		await client.subscribe(uuidOf("response"), true);
		await client.pair(true);
		await client.enterPasskey(air.shown);
		await client.write(uuidOf("login"), Buffer.from(PASSWORD), true);
		await client.link?.inject({ from: "central", kind: 2, bytes: WRITE });
		expect(reasons).toEqual(["a packet has a wrong MIC"]);
		expect(air.radio.connections).toEqual([]);
		expect(modbusId()).toBe(1);
	});

	it("who tries digits locks pairing, but not the owner's link", async () => {
		const owner = await pairedClient();
		for (let i = 0; i < 5; i++) {
			const stranger = air.radio.connect(nobody, 23);
			await stranger.pair(true);
			await expect(stranger.enterPasskey(air.shown ^ 1)).rejects.toThrow("wrong");
			stranger.disconnect();
		}
		const reasons: string[] = [];
		const stranger = air.radio.connect(
			{ ...nobody, onDisconnected: (reason) => reasons.push(reason) },
			23,
		);
		await expect(stranger.pair(true)).rejects.toThrow("the meter has ended the connection");
		expect(reasons).toEqual(["the meter has ended the connection"]);
		await owner.write(uuidOf("login"), Buffer.from(PASSWORD), true);
		await owner.write(uuidOf("request"), WRITE, true);
		expect(modbusId()).toBe(42);
	});
});
