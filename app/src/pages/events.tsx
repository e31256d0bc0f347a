/** The meter's event log. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { eventsCsv, eventText, operatingTime } from "../meter/events.ts";
import { downloadText } from "../meter/share.ts";
import { events, loadEvents, session, status } from "../state.ts";
import { Icon } from "../ui/icon.tsx";

export function EventsPage(): JSX.Element {
	const connection = status.value;
	// Reads the log again after a loss, since there may be new events.
	useEffect(() => void (connection === "connected" && loadEvents(false)), [connection]);
	const list = events.value;
	const serialNumber = session.value?.meter.serialNumber ?? "";
	return (
		<section class="card">
			<header>
				<h2>Events</h2>
				<button
					type="button"
					disabled={connection !== "connected"}
					onClick={() => void loadEvents(true)}
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
			{!list && <p class="empty">Reading the log…</p>}
			{list?.length === 0 && (
				<p class="empty">The log is empty: this meter has no memory fitted.</p>
			)}
			<table class="registers events">
				<tbody>
					{list?.map((event) => (
						<tr key={event.number}>
							<td class="unit">{event.number}</td>
							<td>{eventText(event)}</td>
							<td class="number">{operatingTime(event.operatingS)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
