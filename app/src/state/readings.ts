/** Live readings, charts and registers of the connected meter. */

import { computed, signal } from "@preact/signals";
import { stopText } from "../../../client/error-code.ts";
import type { RegisterName } from "../../../client/register-table.ts";
import { type ChartPoint, ChartRecord } from "../meter/chart-record.ts";
import { keepSnapshot } from "../meter/kept.ts";
import type { Snapshot } from "../meter/snapshot.ts";
import { notice, notify, report } from "./notice.ts";
import { session, status } from "./session.ts";
import { settings } from "./settings.ts";

export const live = signal<ReadonlyMap<RegisterName, number>>(new Map());
export const snapshot = signal<Snapshot | undefined>(undefined);
export const refreshing = signal(false);

/** True if the latest reading of registers and settings has failed. */
const failed = signal(false);

/** True if what was not read is not on its way either. */
export const unread = computed(
	() => status.value === "lost" || (failed.value && status.value === "connected"),
);

/** Says that the meter has stopped, and why; undefined: it has not. */
export const stopped = computed(() => {
	// Nothing else takes this reading away (docs/ble.md).
	if (!Number.isNaN(live.value.get("activePower") ?? 0)) return undefined;
	const code = snapshot.value?.values.find(({ name }) => name === "errorCode");
	return stopText(code?.value);
});

/** Forgets what was read of another meter. */
export function forgetReadings(): void {
	live.value = new Map();
	snapshot.value = undefined;
	failed.value = false;
}

/** Points of the charts in the order of time. */
export const chartPoints = signal<readonly ChartPoint[]>([]);

let record: ChartRecord | undefined;

/** Continues the charts of a meter. */
export function beginCharts(serialNumber: string): void {
	record = new ChartRecord(serialNumber);
	chartPoints.value = record.points;
}

/** Stores the charts, because the page may be closed. */
export function keepCharts(): void {
	record?.keep();
}

/** Takes readings that the meter has sent. */
export function addReadings(values: readonly [RegisterName, number][]): void {
	const next = new Map(live.value);
	for (const [name, value] of values) next.set(name, value);
	const before = stopped.value;
	live.value = next;
	// The error code and what the meter still gives.
	if (stopped.value && !before && status.value === "connected") void refresh();
	// Of what is charted, L3 comes last each second.
	if (values[0]?.[0] !== "voltageL3" || !record) return;
	record.add(Date.now() / 1000, next);
	chartPoints.value = record.points;
}

/** The message of the latest reading that has failed. */
let failure: typeof notice.value;

/** Reads all registers and settings. */
export async function refresh(): Promise<void> {
	const current = session.value;
	if (!current || refreshing.value) return;
	refreshing.value = true;
	failed.value = false;
	try {
		const read = await current.snapshot();
		if (session.value === current) snapshot.value = read;
		const present = await current.settings();
		if (session.value !== current) return;
		settings.value = present;
		// No longer true.
		if (failure && notice.value === failure) notice.value = undefined;
	} catch (error) {
		if (session.value !== current) return;
		failed.value = true;
		report(error);
		failure = notice.value;
	} finally {
		refreshing.value = false;
	}
}

/** Stores the latest snapshot on this device. */
export function keep(): void {
	if (!snapshot.value) return;
	try {
		keepSnapshot(snapshot.value);
		notify("Saved on this device.", false);
	} catch (error) {
		report(error);
	}
}
