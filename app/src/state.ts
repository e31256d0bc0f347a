/** What the pages show, and what they can do. */
import { batch, computed, signal } from "@preact/signals";
import type { RegisterName } from "registers/table";
import { ModbusException } from "../../client/modbus-client.ts";
import { refusalText } from "./meter/client.ts";
import { allEvents, latestEvents, type MeterEvent } from "./meter/events.ts";
import { keepSnapshot } from "./meter/kept.ts";
import type { Change, Result } from "./meter/save.ts";
import { Session } from "./meter/session.ts";
import { isAllowed, SETTINGS } from "./meter/settings.ts";
import type { Snapshot } from "./meter/snapshot.ts";
import { type FoundMeter, LinkLost } from "./transport/link.ts";
import { findBenchMeters } from "./transport/virtual-radio.ts";

export type Page = "device" | "readings" | "charts" | "settings" | "events";

/** Seconds of readings that the charts keep. */
const HISTORY = 600;

/** What the password is asked for. */
export interface Purpose {
	/** Completes "The password is needed ...". */
	text: string;
	proceed(): Promise<void>;
}

/** A second of readings. */
export interface HistoryPoint {
	/** Unix time in seconds. */
	time: number;
	values: ReadonlyMap<RegisterName, number>;
}

export const found = signal<FoundMeter[]>([]);
export const searching = signal(false);
export const session = signal<Session | undefined>(undefined);
/** `lost`: the page still shows what there was. */
export const status = signal<"none" | "connecting" | "connected" | "lost">("none");
export const page = signal<Page>("device");
/** One line for the user; undefined: nothing to say. */
export const notice = signal<{ text: string; bad: boolean } | undefined>(undefined);
export const live = signal<ReadonlyMap<RegisterName, number>>(new Map());
export const history = signal<readonly HistoryPoint[]>([]);
export const snapshot = signal<Snapshot | undefined>(undefined);
export const refreshing = signal(false);
export const settings = signal<ReadonlyMap<RegisterName, number>>(new Map());
/** Changed settings that are not saved yet, in the register's unit. */
export const drafts = signal<ReadonlyMap<RegisterName, number>>(new Map());
export const results = signal<ReadonlyMap<string, Result>>(new Map());
export const saving = signal(false);
/** What waits for the password; undefined: no dialogue. */
export const asking = signal<Purpose | undefined>(undefined);
/** The log as far as it was read, the latest first; undefined: not yet. */
export const events = signal<readonly MeterEvent[] | undefined>(undefined);

/** Those of the drafts that may be written. */
export const changes = computed((): Change[] =>
	SETTINGS.flatMap((setting) => {
		const value = drafts.value.get(setting.row.name);
		return value === undefined || !isAllowed(setting, value) ? [] : [{ setting, value }];
	}),
);

export async function search(): Promise<void> {
	searching.value = true;
	found.value = await findBenchMeters();
	searching.value = false;
}

export async function connect(meter: FoundMeter): Promise<void> {
	const next = new Session(meter, { onReadings: takeReadings, onLost: () => lose(next) });
	batch(() => {
		session.value = next;
		status.value = "connecting";
		notice.value = undefined;
		page.value = "device";
		live.value = new Map();
		history.value = [];
		snapshot.value = undefined;
		settings.value = new Map();
		drafts.value = new Map();
		results.value = new Map();
		events.value = undefined;
	});
	try {
		await next.connect();
		status.value = "connected";
		await refresh();
	} catch (error) {
		if (session.value !== next) return;
		next.disconnect();
		session.value = undefined;
		status.value = "none";
		say(error);
		await search();
	}
}

export function disconnect(): void {
	const last = session.value;
	batch(() => {
		session.value = undefined;
		status.value = "none";
		notice.value = undefined;
		asking.value = undefined;
	});
	last?.disconnect();
	void search();
}

export async function reconnect(): Promise<void> {
	if (!session.value || status.value !== "lost") return;
	status.value = "connecting";
	const done = await session.value.reconnect();
	status.value = done ? "connected" : "lost";
	if (!done) {
		tell("The meter cannot be reached.", true);
		return;
	}
	notice.value = undefined;
	await refresh();
}

/** Reads all registers. */
export async function refresh(): Promise<void> {
	const now = session.value;
	if (!now || refreshing.value) return;
	refreshing.value = true;
	try {
		snapshot.value = await now.snapshot();
		settings.value = await now.settings();
	} catch (error) {
		say(error);
	} finally {
		refreshing.value = false;
	}
}

/** Keeps the last reading on this device. */
export function keep(): void {
	if (!snapshot.value) return;
	keepSnapshot(snapshot.value);
	tell("Saved on this device.", false);
}

export function draft(name: RegisterName, value: number | undefined): void {
	const next = new Map(drafts.value);
	if (value === undefined) next.delete(name);
	else next.set(name, value);
	const others = new Map(results.value);
	others.delete(name);
	drafts.value = next;
	results.value = others;
}

/** Saves changes, after the password. */
export async function requestSave(wanted: readonly Change[]): Promise<void> {
	if (wanted.length === 0) return;
	const what = wanted.length === 1 ? "the setting" : `${wanted.length} settings`;
	await withPassword({ text: `to save ${what} in the meter`, proceed: () => saveNow(wanted) });
}

/** Reads the log: the latest eight events, or all after the password. */
export async function loadEvents(all: boolean): Promise<void> {
	const now = session.value;
	if (!now || status.value !== "connected") return;
	if (all) {
		const proceed = async (): Promise<void> => {
			events.value = await allEvents(now.client);
		};
		await withPassword({ text: "to look back further than eight events", proceed });
		return;
	}
	try {
		events.value = await latestEvents(now.client);
	} catch (error) {
		say(error);
	}
}

/** Does it at once if this connection has shown the password, else asks for it. */
async function withPassword(purpose: Purpose): Promise<void> {
	try {
		if ((await session.value?.loginState())?.loggedIn) await purpose.proceed();
		else asking.value = purpose;
	} catch (error) {
		say(error);
	}
}

/** Tries the password for what waits; returns what is wrong with it, or undefined. */
export async function submitPassword(password: string): Promise<string | undefined> {
	const now = session.value;
	const purpose = asking.value;
	if (!now || !purpose) return undefined;
	try {
		const { loggedIn, lockedSeconds, triesLeft } = await now.login(password);
		if (lockedSeconds > 0) return `Too many wrong passwords. Locked for ${lockedSeconds} s.`;
		if (!loggedIn) return `Wrong password. ${triesLeft} ${triesLeft === 1 ? "try" : "tries"} left.`;
	} catch (error) {
		return messageOf(error);
	}
	asking.value = undefined;
	await purpose.proceed().catch(say);
	return undefined;
}

async function saveNow(wanted: readonly Change[]): Promise<void> {
	const now = session.value;
	if (!now) return;
	saving.value = true;
	results.value = new Map();
	try {
		await now.save(wanted, takeResult, (values) => {
			settings.value = values;
		});
		if (now.connected) status.value = "connected";
		const all = wanted.map(({ setting }) => results.value.get(setting.row.name)?.state);
		const saved = all.filter((state) => state === "saved").length;
		tell(`${saved} of ${wanted.length} saved.`, saved < wanted.length);
	} catch (error) {
		say(error);
	} finally {
		saving.value = false;
	}
}

function takeResult(name: string, result: Result): void {
	results.value = new Map(results.value).set(name, result);
	if (result.state !== "saved") return;
	const next = new Map(drafts.value);
	next.delete(name as RegisterName);
	drafts.value = next;
}

function takeReadings(values: readonly [RegisterName, number][]): void {
	const next = new Map(live.value);
	for (const [name, value] of values) next.set(name, value);
	live.value = next;
	// The totals come first of each second.
	if (values[0]?.[0] !== "activePower") return;
	const time = Date.now() / 1000;
	history.value = [...history.value.slice(-HISTORY), { time, values: next }];
}

function lose(lost: Session): void {
	if (session.value !== lost) return;
	status.value = "lost";
	if (!saving.value) tell("The connection is lost.", true);
}

export function tell(text: string, bad: boolean): void {
	notice.value = { text, bad };
}

function say(error: unknown): void {
	tell(messageOf(error), true);
}

function messageOf(error: unknown): string {
	if (error instanceof LinkLost) return "The connection is lost.";
	if (error instanceof ModbusException) return refusalText(error);
	return error instanceof Error ? error.message : String(error);
}
