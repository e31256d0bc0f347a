/** The event log of the connected meter. */

import { signal } from "@preact/signals";
import { allEvents, latestEvents, type MeterEvent } from "../../../client/event-log.ts";
import { report } from "./notice.ts";
import { withPassword } from "./password.ts";
import { session, status } from "./session.ts";

/** Events read so far, latest first; undefined until the log has been read. */
export const events = signal<readonly MeterEvent[] | undefined>(undefined);

/** Reads the latest eight events. */
export async function loadLatestEvents(): Promise<void> {
	const current = session.value;
	if (!current || status.value !== "connected") return;
	try {
		events.value = await latestEvents(current.client);
	} catch (error) {
		report(error);
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
			events.value = await allEvents(current.client);
		},
	});
}
