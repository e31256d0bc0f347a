/** The connection to the bench: what it tells, as signals. Comes back by itself when the bench does. */
import { batch, type Signal, signal } from "@preact/signals";
import type { LiveExchange, LiveMessage, LiveState, LiveWish } from "../../live/protocol.ts";
import { apiPath } from "./api.ts";

/** Milliseconds until the next try after a connection was lost: short at first, as a restart takes a second. */
const RETRIES = [300, 600, 1000, 2000];

/** Exchanges that are kept for the list. */
const KEPT_EXCHANGES = 60;

/** Connection: not yet tried, there, or lost. */
export const connection = signal<"connecting" | "there" | "gone">("connecting");

type Fields = { readonly [F in keyof LiveState]: Signal<LiveState[F] | undefined> };

/** What the bench has told; undefined: nothing yet. */
export const live: Fields = {
	bench: signal(),
	powered: signal(),
	sealOpen: signal(),
	meterSeconds: signal(),
	mains: signal(),
	truth: signal(),
	outputs: signal(),
	display: signal(),
	registers: signal(),
	scope: signal(),
};

/** Turns on the lines, the newest first. */
export const exchanges = signal<readonly LiveExchange[]>([]);

/** Whether the bench is to read the meter's registers for this page, and the Modbus ID that it asks. */
export const polling = signal(true);
export const unit = signal<number | undefined>(undefined);

let socket: WebSocket | undefined;
let tries = 0;

/** Begins to follow the bench. */
export function follow(): void {
	connect();
	document.addEventListener("visibilitychange", () => say({ watch: !document.hidden }));
	polling.subscribe((poll) => say({ poll }));
	unit.subscribe((id) => {
		if (id !== undefined) say({ unit: id });
	});
}

/** Says something to the bench, if it is there; it is told all wishes anew when it comes back. */
export function say(wish: LiveWish): void {
	if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(wish));
}

function connect(): void {
	const url = new URL(apiPath("/live"), location.href);
	url.protocol = url.protocol.replace("http", "ws");
	socket = new WebSocket(url);
	socket.addEventListener("open", () => {
		tries = 0;
		const wish: LiveWish = { watch: !document.hidden, poll: polling.value };
		say(unit.value === undefined ? wish : { ...wish, unit: unit.value });
	});
	socket.addEventListener("message", ({ data }) => take(JSON.parse(data) as LiveMessage));
	socket.addEventListener("close", () => {
		connection.value = "gone";
		setTimeout(connect, RETRIES[Math.min(tries++, RETRIES.length - 1)]);
	});
}

function take({ exchanges: passed, ...fields }: LiveMessage): void {
	batch(() => {
		// A bench that was started anew counts them from 1 again.
		if (connection.value !== "there") exchanges.value = [];
		connection.value = "there";
		for (const key of Object.keys(fields) as (keyof LiveState)[])
			(live[key] as Signal<unknown>).value = fields[key];
		if (passed)
			exchanges.value = [...[...passed].reverse(), ...exchanges.value].slice(0, KEPT_EXCHANGES);
	});
}
