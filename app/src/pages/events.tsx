/** The meter's event log. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { eventsCsv, eventText, operatingTime } from "../meter/events.ts";
import { downloadText } from "../meter/share.ts";
import { events, loadAllEvents, loadLatestEvents, logUnread } from "../state/events.ts";
import { session, status } from "../state/session.ts";
import { Icon } from "../ui/icon.tsx";

export function EventsPage(): JSX.Element {
	const connection = status.value;
	// Reads the log again after a loss, since there may be new events.
	useEffect(() => void (connection === "connected" && loadLatestEvents()), [connection]);
	const list = events.value;
	const serialNumber = session.value?.serialNumber ?? "";
	return (
		<section class="card">
			<header>
				<h2>Events</h2>
				<button
					type="button"
					disabled={connection !== "connected"}
					onClick={() => void loadAllEvents()}
				>
					All events
				</button>
				<button
					type="button"
					disabled={!list?.length}
					onClick={() =>
						downloadText(
							`events-${serialNumber}.csv`,
							"text/csv",
							eventsCsv(serialNumber, list ?? []),
						)
					}
				>
					<Icon name="download" />
					CSV
				</button>
			</header>
			{!list && (
				<p class="empty">{logUnread.value ? "The log has not been read." : "Reading the log…"}</p>
			)}
			{list?.length === 0 && <p class="empty">The log is empty.</p>}
			{list && list.length > 0 && (
				<table class="registers events">
					<thead>
						<tr>
							<th scope="col">No.</th>
							<th scope="col">Event</th>
							<th scope="col">Operating time</th>
						</tr>
					</thead>
					<tbody>
						{list.map((event) => (
							<tr key={event.number}>
								<td class="unit">{event.number}</td>
								<td>{eventText(event)}</td>
								<td class="number">{operatingTime(event.operatingS)}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			<p class="empty">The meter has no clock. It counts the time that it has been operating.</p>
		</section>
	);
}
