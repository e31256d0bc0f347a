import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveFeed, type LiveView } from "../../../bench/live/feed.ts";
import type { LiveMessage, LiveState } from "../../../bench/live/protocol.ts";
import { parseWish } from "../../../bench/live/routes.ts";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A view whose fields the test sets, and its feed. */
function station() {
	const state: Partial<Record<keyof LiveState, unknown>> = {
		powered: true,
		meterSeconds: 1,
		mains: null,
	};
	const log: string[] = [];
	let kept = "";
	const view: LiveView = {
		unit: 1,
		get: <F extends keyof LiveState>(field: F, unit: number) =>
			(field === "silent" ? unit === 17 : (state[field] ?? null)) as LiveState[F],
		watched: (on) => void log.push(on ? "watched" : "left"),
		poll: (units) => void (units.size > 0 && log.push(`poll ${[...units]}`)),
		keepPolling: (units) => {
			if (`${[...units]}` === kept) return;
			kept = `${[...units]}`;
			log.push(`keep ${kept}`);
		},
		touch: (button, down) => void log.push(`${button} ${down ? "down" : "up"}`),
	};
	const feed = new LiveFeed(view);
	const client = () => {
		const received: LiveMessage[] = [];
		/** Messages without a field. */
		const empty: string[] = [];
		const socket = {
			bufferedAmount: 0,
			send: (text: string) =>
				void (text === "{}" ? empty.push(text) : received.push(JSON.parse(text))),
		};
		return { received, empty, socket, ...feed.join(socket) };
	};
	return { state, log, view, feed, client };
}

it("sends everything at first, then only changed fields", () => {
	const { state, client } = station();
	const { received } = client();
	expect(Object.keys(received[0])).toHaveLength(16);
	vi.advanceTimersByTime(1000);
	expect(received).toHaveLength(1);
	state.powered = false;
	vi.advanceTimersByTime(50);
	expect(received.slice(1)).toEqual([{ powered: false }]);
});

it("sends an empty message each second in which nothing changes, to a client that watches", () => {
	const { client } = station();
	const { empty, wish } = client();
	vi.advanceTimersByTime(3000);
	expect(empty).toHaveLength(3);
	wish({ watch: false });
	vi.advanceTimersByTime(3000);
	expect(empty).toHaveLength(3);
});

it("sends at most twenty times a second, and fast fields less often", () => {
	const { state, client } = station();
	const { received } = client();
	for (let i = 0; i < 1000; i++) {
		state.powered = i;
		state.truth = i;
		vi.advanceTimersByTime(1);
	}
	expect(received.length - 1).toBe(20);
	expect(received.filter((message) => "truth" in message).length - 1).toBe(2);
});

it("looks and polls only while somebody watches", () => {
	const { log, client } = station();
	vi.advanceTimersByTime(5000);
	expect(log).toEqual([]);
	const one = client();
	const two = client();
	vi.advanceTimersByTime(1000);
	one.wish({ watch: false });
	two.leave();
	vi.advanceTimersByTime(5000);
	expect(log).toEqual(["keep 1", "watched", "poll 1", "keep ", "left"]);
	one.wish({ watch: true, poll: false });
	vi.advanceTimersByTime(5000);
	expect(log.slice(5)).toEqual(["watched"]);
});

it("sends the changes since then to a client that comes back", () => {
	const { state, client } = station();
	const { received, wish } = client();
	wish({ watch: false });
	state.powered = false;
	vi.advanceTimersByTime(1000);
	expect(received).toHaveLength(1);
	wish({ watch: true });
	vi.advanceTimersByTime(50);
	expect(received.slice(1)).toEqual([{ powered: false }]);
});

it("leaves out a client that does not fetch its messages", () => {
	const { state, client } = station();
	const { received, socket } = client();
	socket.bufferedAmount = 2 << 20;
	state.powered = false;
	vi.advanceTimersByTime(1000);
	expect(received).toHaveLength(1);
	socket.bufferedAmount = 0;
	vi.advanceTimersByTime(50);
	expect(received.slice(1)).toEqual([{ powered: false }]);
});

it("numbers the exchanges, keeps the last forty, and sends each once", () => {
	const { feed, client } = station();
	for (let i = 0; i < 50; i++)
		feed.exchange({ bus: "modbus", own: false, meterSeconds: i, request: "", answer: "" });
	const { received } = client();
	expect(received[0].exchanges?.map(({ number }) => number)).toEqual(
		Array.from({ length: 40 }, (_, i) => 11 + i),
	);
	feed.exchange({ bus: "mbus", own: true, meterSeconds: 50, request: "1040014116", answer: "e5" });
	vi.advanceTimersByTime(200);
	expect(received.slice(1)).toEqual([
		{
			exchanges: [
				{
					number: 51,
					bus: "mbus",
					own: true,
					meterSeconds: 50,
					request: "1040014116",
					answer: "e5",
				},
			],
		},
	]);
});

it("touches a button while a client does, and lets go of it when the client leaves", () => {
	const { log, client } = station();
	const one = client();
	const two = client();
	one.wish({ touch: "middle", down: true });
	two.wish({ touch: "middle", down: true });
	one.wish({ touch: "middle", down: false });
	two.wish({ touch: "left", down: true });
	two.leave();
	expect(log.slice(2)).toEqual(["middle down", "left down", "middle up", "left up"]);
});

it("a client's Modbus ID is its own, and ends with its client", () => {
	const { log, client } = station();
	const one = client();
	const two = client();
	two.wish({ unit: 17 });
	vi.advanceTimersByTime(1000);
	expect(log.slice(-1)).toEqual(["poll 1,17"]);
	expect(one.received.at(-1)).toMatchObject({ silent: false });
	expect(two.received.at(-1)).toMatchObject({ silent: true });
	two.leave();
	expect(log.slice(-1)).toEqual(["keep 1"]);
	const { received } = client();
	expect(received[0]).toMatchObject({ silent: false });
});

it.each([
	['{"watch":true,"poll":false,"unit":247}', true],
	["{}", true],
	['{"touch":"left","down":true}', true],
	['{"touch":"top","down":true}', false],
	['{"unit":0}', false],
	['{"unit":248}', false],
	['{"unit":1.5}', false],
	['{"unit":"1"}', false],
	['{"watch":1}', false],
	["null", false],
	["3", false],
	["{", false],
])("the request %s is valid: %s", (text, sense) => {
	expect(parseWish(text) !== undefined).toBe(sense);
});
