/** Live readings by phase, and the registers of the latest snapshot. */

import type { JSX } from "preact";
import { keep, refresh, refreshing, snapshot } from "../state/readings.ts";
import { Icon } from "../ui/icon.tsx";
import { PhaseTable } from "../ui/phase-table.tsx";
import { RegisterGroups } from "../ui/register-groups.tsx";
import { timeOfDay } from "../ui/time.ts";
import { ExportButtons } from "./export-buttons.tsx";
import { KeptReadings } from "./kept-readings.tsx";

export function ReadingsPage(): JSX.Element {
	return (
		<>
			<section class="card">
				<header>
					<h2>Live</h2>
				</header>
				<PhaseTable />
			</section>
			<Registers />
			<KeptReadings />
		</>
	);
}

function Registers(): JSX.Element {
	const read = snapshot.value;
	return (
		<section class="card">
			<header>
				<h2>Meter data</h2>
				{read && <small class="time">{timeOfDay(new Date(read.time))}</small>}
				<button type="button" disabled={refreshing.value} onClick={() => void refresh()}>
					<Icon name="refresh" />
					Read
				</button>
				<button type="button" disabled={!read} onClick={keep}>
					<Icon name="save" />
					Save
				</button>
			</header>
			{read && <ExportButtons snapshot={read} />}
			{!read && (
				<p class="empty">
					{refreshing.value ? "Reading the registers…" : "Nothing has been read yet."}
				</p>
			)}
			{read && <RegisterGroups snapshot={read} />}
		</section>
	);
}
