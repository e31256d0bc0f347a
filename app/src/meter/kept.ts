/** Snapshots stored on this device, available without a meter and without a network. */
import { signal } from "@preact/signals";
import { isRegisterName } from "../../../client/register-table.ts";
import type { Snapshot } from "./snapshot.ts";
import { store, stored } from "./storage.ts";

const KEY = "meter-manager.readings";

/** Most snapshots stored; the oldest are dropped. */
const MAXIMUM_SNAPSHOTS = 50;

/** Latest first. */
export const kept = signal<readonly Snapshot[]>(load());

/** @throws Error with the reason, if nothing can be stored */
export function keepSnapshot(snapshot: Snapshot): void {
	update([snapshot, ...without(snapshot)].slice(0, MAXIMUM_SNAPSHOTS));
}

/** @throws Error with the reason, if nothing can be stored */
export function forgetSnapshot(snapshot: Snapshot): void {
	update(without(snapshot));
}

/** Shows what another window has stored. @param key of what it has changed; null: of all */
export function followStored(key: string | null): void {
	if (key === null || key === KEY) kept.value = load();
}

/** Those stored now, by another window too, except one. */
function without({ serialNumber, time }: Snapshot): Snapshot[] {
	return load().filter((each) => each.serialNumber !== serialNumber || each.time !== time);
}

/** Shows the list as it is stored, also if it could not be. */
function update(list: readonly Snapshot[]): void {
	store(KEY, list);
	kept.value = list;
}

function load(): Snapshot[] {
	const list = stored(KEY);
	return Array.isArray(list) ? list.flatMap((each) => snapshotOf(each) ?? []) : [];
}

/** Returns a stored snapshot with the values that this version of the app knows. */
function snapshotOf(each: unknown): Snapshot | undefined {
	const { serialNumber, time, values } = (each ?? {}) as Partial<Snapshot>;
	if (typeof serialNumber !== "string" || typeof time !== "string" || !Array.isArray(values))
		return undefined;
	if (Number.isNaN(Date.parse(time))) return undefined;
	const known = values.filter(
		({ name, value }) => isRegisterName(name) && typeof value === "number",
	);
	return { serialNumber, time, values: known };
}
