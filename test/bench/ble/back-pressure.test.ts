/** A client of the radio that asks faster than it is answered, or never fetches its answers. */
import { expect, it } from "vitest";
import { Radio } from "../../../bench/ble/radio.ts";
import { type Channel, Session } from "../../../bench/ble/socket.ts";
import { ToBench, ToBoard } from "../../../boards/virtual/link.ts";
import { CHARACTERISTICS } from "../../../src/ble/services.ts";

const ADVERTISING = Buffer.from("0302010600", "hex");
const WRITTEN = CHARACTERISTICS.find(({ properties }) => properties.includes("write"))?.uuid;
const NOTIFIED = CHARACTERISTICS.findIndex(({ properties }) => properties.includes("notify"));

/** A client that fetches a text when the test says so, at a meter that takes one likewise. */
async function station() {
	const texts: { text: string; fetched: () => void }[] = [];
	const taken: (() => void)[] = [];
	let told = 0;
	let paused = false;
	let terminated = false;
	const radio = new Radio({
		tellRadio(type) {
			if (type !== ToBoard.BLE_WRITE) return Promise.resolve(true);
			told++;
			return new Promise((resolve) => taken.push(() => resolve(true)));
		},
	});
	radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
	const channel: Channel = {
		get bufferedAmount() {
			return texts.reduce((sum, { text }) => sum + text.length, 0);
		},
		send: (text, fetched) => void texts.push({ text, fetched }),
		pause: () => {
			paused = true;
		},
		resume: () => {
			paused = false;
		},
		terminate: () => {
			terminated = true;
		},
	};
	const session = new Session(radio, channel);
	const turn = (): Promise<void> => new Promise(setImmediate);
	const fetch = async (): Promise<string> => {
		const { text, fetched } = texts.shift() ?? { text: "", fetched: () => {} };
		fetched();
		await turn();
		return text;
	};
	const ask = (asked: object): void => void session.receive(JSON.stringify(asked));
	ask({ id: 0, operation: "connect" });
	while ((await fetch()) !== "");
	return {
		radio,
		session,
		texts,
		taken,
		ask,
		fetch,
		turn,
		told: () => told,
		paused: () => paused,
		terminated: () => terminated,
	};
}

it("is answered one by one, and not read while an answer has not been fetched", async () => {
	const { ask, fetch, texts, turn, paused } = await station();
	for (let id = 1; id <= 1000; id++) ask({ id, operation: "discover" });
	await turn();
	expect([texts.length, paused()]).toEqual([1, true]);
	for (let id = 1; id <= 1000; id++) expect(JSON.parse(await fetch()).id).toBe(id);
	expect(paused()).toBe(false);
});

it("has one write at a time with the meter", async () => {
	const { ask, fetch, taken, told, turn } = await station();
	for (let id = 1; id <= 100; id++)
		ask({ id, operation: "write", characteristic: WRITTEN, value: "00" });
	for (let id = 1; id <= 100; id++) {
		await turn();
		expect(told()).toBe(id);
		taken.shift()?.();
		await turn();
		expect(JSON.parse(await fetch())).toEqual({ id });
	}
});

it("is out of range when it lets a megabyte of notifications lie", async () => {
	const { radio, ask, fetch, texts, terminated } = await station();
	ask({ id: 1, operation: "subscribe", characteristic: CHARACTERISTICS[NOTIFIED]?.uuid });
	await fetch();
	const notification = Uint8Array.of(0, NOTIFIED, ...new Uint8Array(20));
	for (let count = 0; count < 20_000; count++)
		radio.fromFirmware(ToBench.BLE_NOTIFICATION, notification);
	expect(terminated()).toBe(true);
	expect(texts.length).toBeLessThan(15_000);
});

it("that has left connects no more, whatever it had asked for", async () => {
	const { radio, session, ask, fetch } = await station();
	ask({ id: 1, operation: "disconnect" });
	ask({ id: 2, operation: "connect" });
	session.close();
	radio.fromFirmware(ToBench.BLE_ADVERTISING, ADVERTISING);
	while ((await fetch()) !== "");
	expect(radio.connections).toEqual([]);
});
