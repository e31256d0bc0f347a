/** The connection to the bench: its state as signals. Reconnects automatically. */
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { LiveExchange, LiveMessage, LiveState, LiveWish } from "../../live/protocol.ts";
import { apiPath, dismiss, meterIndex } from "./api.ts";
import { type PanelSocket, road } from "./road.ts";

/** Pauses before each attempt to reconnect: short at first, since a restart takes a second. */
const RETRY_PAUSES_MS = [300, 600, 1000, 2000];

/** Longest silence of a bench that sends something every second. */
const LONGEST_SILENCE_MS = 5000;

/** Most exchanges stored for the list and its files. */
const MAXIMUM_EXCHANGES = 1000;

/**
 * State of the connection. Silent: it is open, but nothing comes, since the network or the bench
 * hangs; absent: the bench is there and has no meter of this number.
 */
export const connection = signal<"connecting" | "connected" | "silent" | "gone" | "absent">(
	"connecting",
);

/** True while there is no connection: the bench that comes back may have another meter. */
export const isParted = computed(
	() => connection.value !== "connected" && connection.value !== "silent",
);

/** True while the page is disabled, for nothing on it would have an effect. */
export const isDisabled = computed(
	() => connection.value !== "connected" && connection.value !== "connecting",
);

/** Number of meters on the bench, if the page's meter is absent. */
export const meterCount = signal(1);

type Fields = { readonly [F in keyof LiveState]: Signal<LiveState[F] | undefined> };

/** State of the bench; undefined until it has been received. */
export const live: Fields = {
	bench: signal(),
	powered: signal(),
	sealOpen: signal(),
	meterSeconds: signal(),
	mains: signal(),
	waveform: signal(),
	truth: signal(),
	outputs: signal(),
	display: signal(),
	words: signal(),
	leapSeconds: signal(),
	scenario: signal(),
	registers: signal(),
	silent: signal(),
	refusal: signal(),
	scope: signal(),
};

/** Exchanges on the buses, newest first. */
export const exchanges = signal<readonly LiveExchange[]>([]);

/** True if the bench should read the meter's registers for this page. */
export const polling = signal(true);

/** Modbus ID that it reads them from; undefined for that of a new meter. */
export const unit = signal<number | undefined>(undefined);

let socket: PanelSocket | undefined;
let tries = 0;
let heardMs = 0;

/** Connects to the bench and stays connected. */
export function follow(): void {
	connect();
	document.addEventListener("visibilitychange", () => {
		// A hidden page is sent nothing.
		heardMs = performance.now();
		send({ watch: !document.hidden });
	});
	setInterval(listen, LONGEST_SILENCE_MS / 5);
	polling.subscribe((poll) => send({ poll }));
	unit.subscribe((id) => {
		if (id !== undefined) send({ unit: id });
	});
}

/** Sends a request to the bench if it is connected; all are sent again after a reconnection. */
export function send(wish: LiveWish): void {
	if (socket?.isOpen) socket.send(JSON.stringify(wish));
}

function connect(): void {
	socket = road.open(apiPath("/live"), {
		opened() {
			tries = 0;
			const wish: LiveWish = { watch: !document.hidden, poll: polling.value };
			send(unit.value === undefined ? wish : { ...wish, unit: unit.value });
		},
		heard: (text) => hear(JSON.parse(text) as LiveMessage),
		closed: () => void lost(),
	});
}

/** Finds out what the end of the connection means, and tries again. */
async function lost(): Promise<void> {
	const meters = meterIndex === 0 ? undefined : await countMeters();
	const absent = meters !== undefined && meterIndex >= meters;
	batch(() => {
		meterCount.value = meters ?? meterCount.value;
		connection.value = absent ? "absent" : "gone";
	});
	setTimeout(connect, RETRY_PAUSES_MS[Math.min(tries++, RETRY_PAUSES_MS.length - 1)]);
}

/** Returns the number of meters on the bench; undefined: it does not answer. */
async function countMeters(): Promise<number | undefined> {
	try {
		return ((await (await road.fetch("/api/meters")).json()) as unknown[]).length;
	} catch {
		return undefined;
	}
}

/** Says so when the bench has been silent for long. */
function listen(): void {
	const isLong = performance.now() - heardMs > LONGEST_SILENCE_MS;
	if (connection.value === "connected" && !document.hidden && isLong) connection.value = "silent";
}

function hear(message: LiveMessage): void {
	heardMs = performance.now();
	apply(message);
}

function apply({ exchanges: passed, ...fields }: LiveMessage): void {
	batch(() => {
		// A restarted bench numbers its exchanges from 1 again.
		if (isParted.value) exchanges.value = [];
		connection.value = "connected";
		// A request that was refused without supply is possible now.
		if (fields.powered) dismiss();
		for (const key of Object.keys(fields) as (keyof LiveState)[])
			(live[key] as Signal<unknown>).value = fields[key];
		if (passed)
			exchanges.value = [...[...passed].reverse(), ...exchanges.value].slice(0, MAXIMUM_EXCHANGES);
	});
}
