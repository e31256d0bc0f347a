/** State that the pages share, and the actions that change it. */

import { batch, computed, signal } from "@preact/signals";
import { ModbusException } from "../../client/modbus-client.ts";
import type { RegisterName } from "../../client/register-table.ts";
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

/** Length of the charts; there is one point per second. */
const HISTORY_S = 600;

/** An action that needs the password. */
export interface Purpose {
	/** Completes "The password is needed ...". */
	text: string;
	proceed(): Promise<void>;
}

/** Readings of one second. */
export interface HistoryPoint {
	/** Unix time. */
	timeS: number;
	values: ReadonlyMap<RegisterName, number>;
}

export const found = signal<FoundMeter[]>([]);
export const searching = signal(false);
export const session = signal<Session | undefined>(undefined);
/** `lost`: the pages still show the latest values. */
export const status = signal<"none" | "connecting" | "connected" | "lost">("none");
export const page = signal<Page>("device");
/** A message for the user, if there is one. */
export const notice = signal<{ text: string; bad: boolean } | undefined>(undefined);
export const live = signal<ReadonlyMap<RegisterName, number>>(new Map());
export const history = signal<readonly HistoryPoint[]>([]);
export const snapshot = signal<Snapshot | undefined>(undefined);
export const refreshing = signal(false);
export const settings = signal<ReadonlyMap<RegisterName, number>>(new Map());
/** Changed settings that are not saved, in the register's unit. */
export const drafts = signal<ReadonlyMap<RegisterName, number>>(new Map());
export const results = signal<ReadonlyMap<string, Result>>(new Map());
export const saving = signal(false);
/** The action that waits for the password; undefined if there is no dialogue. */
export const asking = signal<Purpose | undefined>(undefined);
/** Events read so far, latest first; undefined until the log has been read. */
export const events = signal<readonly MeterEvent[] | undefined>(undefined);

/** Drafts with values that are allowed. */
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
	const next = new Session(meter, { onReadings: addReadings, onLost: () => lose(next) });
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
		report(error);
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
		notify("The meter cannot be reached.", true);
		return;
	}
	notice.value = undefined;
	await refresh();
}

/** Reads all registers. */
export async function refresh(): Promise<void> {
	const current = session.value;
	if (!current || refreshing.value) return;
	refreshing.value = true;
	try {
		snapshot.value = await current.snapshot();
		settings.value = await current.settings();
	} catch (error) {
		report(error);
	} finally {
		refreshing.value = false;
	}
}

/** Stores the latest snapshot on this device. */
export function keep(): void {
	if (!snapshot.value) return;
	keepSnapshot(snapshot.value);
	notify("Saved on this device.", false);
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

/** Saves changes; asks for the password first if needed. */
export async function requestSave(wanted: readonly Change[]): Promise<void> {
	if (wanted.length === 0) return;
	const what = wanted.length === 1 ? "the setting" : `${wanted.length} settings`;
	await withPassword({ text: `to save ${what} in the meter`, proceed: () => saveNow(wanted) });
}

/** Reads the latest eight events, or all events, which needs the password. */
export async function loadEvents(all: boolean): Promise<void> {
	const current = session.value;
	if (!current || status.value !== "connected") return;
	if (all) {
		const proceed = async (): Promise<void> => {
			events.value = await allEvents(current.client);
		};
		await withPassword({ text: "to read more than eight events", proceed });
		return;
	}
	try {
		events.value = await latestEvents(current.client);
	} catch (error) {
		report(error);
	}
}

/** Runs the action if this connection is logged in; otherwise asks for the password. */
async function withPassword(purpose: Purpose): Promise<void> {
	try {
		if ((await session.value?.loginState())?.loggedIn) await purpose.proceed();
		else asking.value = purpose;
	} catch (error) {
		report(error);
	}
}

/** Logs in and runs the waiting action; returns the error, or undefined if there is none. */
export async function submitPassword(password: string): Promise<string | undefined> {
	const current = session.value;
	const purpose = asking.value;
	if (!current || !purpose) return undefined;
	try {
		const { loggedIn, lockedS, triesLeft } = await current.login(password);
		if (lockedS > 0) return `Too many wrong passwords. Locked for ${lockedS} s.`;
		if (!loggedIn) return `Wrong password. ${triesLeft} ${triesLeft === 1 ? "try" : "tries"} left.`;
	} catch (error) {
		return messageOf(error);
	}
	asking.value = undefined;
	await purpose.proceed().catch(report);
	return undefined;
}

async function saveNow(wanted: readonly Change[]): Promise<void> {
	const current = session.value;
	if (!current) return;
	saving.value = true;
	results.value = new Map();
	try {
		await current.save(wanted, showResult, (values) => {
			settings.value = values;
		});
		if (current.connected) status.value = "connected";
		const all = wanted.map(({ setting }) => results.value.get(setting.row.name)?.state);
		const saved = all.filter((state) => state === "saved").length;
		notify(`${saved} of ${wanted.length} saved.`, saved < wanted.length);
	} catch (error) {
		report(error);
	} finally {
		saving.value = false;
	}
}

function showResult(name: string, result: Result): void {
	results.value = new Map(results.value).set(name, result);
	if (result.state !== "saved") return;
	const next = new Map(drafts.value);
	next.delete(name as RegisterName);
	drafts.value = next;
}

function addReadings(values: readonly [RegisterName, number][]): void {
	const next = new Map(live.value);
	for (const [name, value] of values) next.set(name, value);
	live.value = next;
	// Each second, the group with the totals comes first.
	if (values[0]?.[0] !== "activePower") return;
	const timeS = Date.now() / 1000;
	history.value = [...history.value.slice(-HISTORY_S), { timeS, values: next }];
}

function lose(lost: Session): void {
	if (session.value !== lost) return;
	status.value = "lost";
	if (!saving.value) notify("The connection was lost.", true);
}

export function notify(text: string, bad: boolean): void {
	notice.value = { text, bad };
}

function report(error: unknown): void {
	notify(messageOf(error), true);
}

function messageOf(error: unknown): string {
	if (error instanceof LinkLost) return "The connection was lost.";
	if (error instanceof ModbusException) return refusalText(error);
	return error instanceof Error ? error.message : String(error);
}
