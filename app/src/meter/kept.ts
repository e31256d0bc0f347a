/** Snapshots stored on this device, available without a meter and without a network. */
import { signal } from "@preact/signals";
import type { Snapshot } from "./snapshot.ts";

const KEY = "meter-manager.readings";

/** Most snapshots stored; the oldest are dropped. */
const MAXIMUM_SNAPSHOTS = 50;

export const kept = signal<readonly Snapshot[]>(load());

export function keepSnapshot(snapshot: Snapshot): void {
	store([snapshot, ...kept.value].slice(0, MAXIMUM_SNAPSHOTS));
}

export function forgetSnapshot(snapshot: Snapshot): void {
	store(kept.value.filter((each) => each !== snapshot));
}

function store(list: readonly Snapshot[]): void {
	kept.value = list;
	localStorage.setItem(KEY, JSON.stringify(list));
}

function load(): Snapshot[] {
	try {
		const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
		return Array.isArray(list) ? list.filter(isSnapshot) : [];
	} catch {
		return [];
	}
}

/** Rejects entries of older versions of the app. */
function isSnapshot(each: unknown): each is Snapshot {
	const candidate = each as Partial<Snapshot> | null;
	return (
		typeof candidate?.serialNumber === "string" &&
		typeof candidate.time === "string" &&
		Array.isArray(candidate.values)
	);
}
