/** The event log of the connected meter. */

import { computed, signal } from "@preact/signals";
import { allEvents, latestEvents, type MeterEvent } from "../../../client/event-log.ts";
import { joined } from "../meter/events.ts";
import { report } from "./notice.ts";
import { withPassword } from "./password.ts";
import { session, status } from "./session.ts";

/** Events read so far, latest first; undefined until the log has been read. */
export const events = signal<readonly MeterEvent[] | undefined>(undefined);

/** True if the latest reading of the log has failed. */
const failed = signal(false);

/** True if a log that was not read is not on its way either. */
export const logUnread = computed(
	() => status.value === "lost" || (failed.value && status.value === "connected"),
);

/** Forgets what was read of another meter. */
export function forgetEvents(): void {
	events.value = undefined;
	failed.value = false;
}

/** True while the window of the log's registers is moved, so that it does not show the latest. */
let readingAll = false;

/** Reads the latest eight events; those read before stay. @returns true if they were read */
export async function loadLatestEvents(): Promise<boolean> {
	const current = session.value;
	if (!current || status.value !== "connected" || readingAll) return false;
	failed.value = false;
	try {
		const latest = await latestEvents(current.client);
		if (readingAll || session.value !== current) return false;
		events.value = joined(latest, events.value ?? []);
		return true;
	} catch (error) {
		if (session.value !== current) return false;
		failed.value = true;
		report(error);
		return false;
	}
}

/** Reads all events, which needs the password. */
export async function loadAllEvents(): Promise<void> {
	const current = session.value;
	if (!current) return;
	await withPassword({
		text: "to read more than eight events",
		button: "Read events",
		cautions: [],
		proceed: async () => {
			readingAll = true;
			try {
				const all = await allEvents(current.client);
				if (session.value === current) events.value = all;
			} finally {
				readingAll = false;
			}
		},
	});
}
