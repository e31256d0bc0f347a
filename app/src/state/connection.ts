/** Finds, connects, reconnects and leaves meters. */

import { batch, effect, signal } from "@preact/signals";
import { followStored } from "../meter/kept.ts";
import { Session, WrongMeter } from "../meter/session.ts";
import type { FoundMeter } from "../transport/link.ts";
import { findBenchMeters } from "../transport/virtual-radio.ts";
import { permittedMeters } from "../transport/web-bluetooth.ts";
import { forgetEvents } from "./events.ts";
import { notice, notify, report } from "./notice.ts";
import { askDigits, pairing } from "./pairing.ts";
import { asking } from "./password.ts";
import { forgetQuality } from "./quality.ts";
import { addReadings, beginCharts, forgetReadings, keepCharts, refresh } from "./readings.ts";
import { FIND, go, type MeterPage, type Route, replace, route, routeOf } from "./route.ts";
import { session, status } from "./session.ts";
import { drafts, results, saving, settings } from "./settings.ts";

/** Shortest and longest pause between two attempts to connect again. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 8000;

/** Attempts to find the meter of an address. */
const RESUME_ATTEMPTS = 3;

export const found = signal<FoundMeter[]>([]);
export const searching = signal(false);

/** Continues if the user agrees to lose unsaved changes; undefined if nobody is asked. */
export const leaving = signal<(() => void) | undefined>(undefined);

/** The lost meter that is being connected to again. */
let recovering: Session | undefined;

/** Ends the pause before the next attempt. */
let tryNow = (): void => {};

export async function search(): Promise<void> {
	searching.value = true;
	await lookAgain();
	searching.value = false;
}

/** Searches without a sign of it. */
export async function lookAgain(): Promise<void> {
	found.value = await findBenchMeters();
}

export async function connect(meter: FoundMeter, page: MeterPage = "device"): Promise<void> {
	const next = new Session(meter, {
		onReadings: addReadings,
		onLost: () => lose(next),
		askDigits,
	});
	begin(next);
	go({ page, serialNumber: meter.serialNumber });
	try {
		await next.connect();
		status.value = "connected";
		await refresh();
	} catch (error) {
		if (session.value !== next) return;
		close();
		replace(FIND);
		report(error);
		await search();
	}
}

function begin(next: Session): void {
	batch(() => {
		session.value = next;
		status.value = "connecting";
		notice.value = undefined;
		settings.value = new Map();
		drafts.value = new Map();
		results.value = new Map();
		forgetReadings();
		forgetEvents();
		forgetQuality();
	});
	beginCharts(next.meter.serialNumber);
}

function close(): void {
	const last = session.value;
	keepCharts();
	batch(() => {
		session.value = undefined;
		status.value = "none";
		notice.value = undefined;
		asking.value = undefined;
		pairing.value = undefined;
		leaving.value = undefined;
		drafts.value = new Map();
	});
	last?.end();
	tryNow();
}

/** Disconnects, unless the user wants to keep changes that are not saved. */
export function leave(): void {
	askToLeave(() => {
		close();
		go(FIND);
	});
}

function askToLeave(proceed: () => void): void {
	if (drafts.value.size > 0) leaving.value = proceed;
	else proceed();
}

/** Shows the page of the address that the browser went back or forward to. */
function follow(next: Route): void {
	const current = session.value;
	const leaves =
		next.page === "find" ||
		(next.page !== "saved" && next.serialNumber !== current?.meter.serialNumber);
	if (!current || !leaves) {
		route.value = next;
		if (!current) void resume(next);
		return;
	}
	const shown = route.value;
	// Stays until the user agrees, also in the browser's history.
	if (drafts.value.size > 0) go(shown);
	askToLeave(() => {
		close();
		go(next);
		void resume(next);
	});
}

/** Connects to the meter of an address, if it can be reached without a choice by the user. */
async function resume(wanted: Route): Promise<void> {
	if (wanted.page === "find" || wanted.page === "saved") return;
	const { serialNumber, page } = wanted;
	let meter: FoundMeter | undefined;
	// A meter that has just been left is silent for a moment.
	for (let i = 0; i < RESUME_ATTEMPTS && (!meter || meter.obstacle); i++) {
		if (i > 0) await pause(FIRST_PAUSE_MS);
		if (session.value || route.value !== wanted) return;
		await search();
		const known = [...found.value, ...(await permittedMeters())];
		meter = known.find((each) => each.serialNumber === serialNumber);
	}
	if (session.value || route.value !== wanted) return;
	if (meter && !meter.obstacle) {
		await connect(meter, page);
		return;
	}
	replace(FIND);
	notify(meter?.obstacle ?? `Meter ${serialNumber} has to be chosen again.`, true);
}

/** Follows the browser's address, and warns before changes are lost. */
export function start(): void {
	window.addEventListener("popstate", () => follow(routeOf(location.hash)));
	window.addEventListener("pagehide", keepCharts);
	window.addEventListener("storage", ({ key }) => followStored(key));
	window.addEventListener("beforeunload", (event) => {
		if (drafts.value.size > 0) event.preventDefault();
	});
	effect(() => {
		const lost = status.value === "lost" && !saving.value ? session.value : undefined;
		// A save connects again by itself.
		if (lost && recovering !== lost) void recover(lost);
	});
	void search();
	void resume(route.value);
}

/** Tries to connect again without waiting for the next attempt. */
export function reconnect(): void {
	tryNow();
}

function lose(lost: Session): void {
	if (session.value !== lost) return;
	status.value = "lost";
	keepCharts();
	if (!saving.value) notify("The connection was lost.", true);
}

/** Tries to connect again, less and less often, until it succeeds or the user leaves. */
async function recover(lost: Session): Promise<void> {
	recovering = lost;
	for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
		await pause(pauseMs);
		if (session.value !== lost || status.value !== "lost") break;
		status.value = "connecting";
		if (await connectAgain(lost)) break;
	}
	if (recovering === lost) recovering = undefined;
}

/** Returns true if the meter is connected again, or the user has left it. */
async function connectAgain(lost: Session): Promise<boolean> {
	try {
		await lost.connect();
	} catch (error) {
		const reason = error instanceof WrongMeter ? error.message : await lost.meter.check();
		if (session.value !== lost) return true;
		notify(reason ?? "The meter cannot be reached.", true);
		status.value = "lost";
		return false;
	}
	status.value = "connected";
	notice.value = undefined;
	// Not awaited: a loss meanwhile has to be recovered from, too.
	void refresh();
	return true;
}

function pause(durationMs: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, durationMs);
		tryNow = () => {
			clearTimeout(timer);
			resolve();
		};
	});
}
