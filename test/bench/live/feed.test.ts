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
	const view: LiveView = {
		get: <F extends keyof LiveState>(field: F) => (state[field] ?? null) as LiveState[F],
		watched: (on) => void log.push(on ? "watched" : "left"),
		poll: () => void log.push("poll"),
		stopPolling: () => void log.push("no poll"),
		unit: 1,
		touch: (button, down) => void log.push(`${button} ${down ? "down" : "up"}`),
	};
	const feed = new LiveFeed(view);
	const client = () => {
		const received: LiveMessage[] = [];
		const socket = {
			bufferedAmount: 0,
			send: (text: string) => void received.push(JSON.parse(text)),
		};
		return { received, socket, ...feed.join(socket) };
	};
	return { state, log, view, feed, client };
}

it("sends everything at first, then only changed fields", () => {
	const { state, client } = station();
	const { received } = client();
	expect(Object.keys(received[0])).toHaveLength(10);
	vi.advanceTimersByTime(1000);
	expect(received).toHaveLength(1);
	state.powered = false;
	vi.advanceTimersByTime(50);
	expect(received.slice(1)).toEqual([{ powered: false }]);
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
	expect(log).toEqual(["watched", "poll", "no poll", "left"]);
	one.wish({ watch: true, poll: false });
	vi.advanceTimersByTime(5000);
	expect(log.slice(4)).toEqual(["watched"]);
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
	expect(log.slice(1)).toEqual(["middle down", "left down", "middle up", "left up"]);
});

it("reads the Modbus ID that a client asks for", () => {
	const { view, client } = station();
	client().wish({ unit: 17 });
	expect(view.unit).toBe(17);
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
