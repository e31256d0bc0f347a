/** Live readings by phase, and the registers of the latest snapshot. */

import type { JSX } from "preact";
import { PHASES } from "registers/quantity";
import type { RegisterName } from "../../../client/register-table.ts";
import { registerOf } from "../../../client/register-table.ts";
import { readable } from "../meter/values.ts";
import { keep, refresh, refreshing, snapshot } from "../state.ts";
import { Icon } from "../ui/icon.tsx";
import { Live } from "../ui/live.tsx";
import { ExportButtons } from "./export-buttons.tsx";

const QUANTITIES = [
	["voltage", "Voltage"],
	["current", "Current"],
	["activePower", "Active power"],
	["reactivePower", "Reactive power"],
	["apparentPower", "Apparent power"],
	["powerFactor", "Power factor"],
] as const;

/** Sections of the snapshot with their ranges of addresses. */
const SECTIONS = [
	{ title: "Measurements", first: 0x5000, last: 0x5fff },
	{ title: "Energies", first: 0x6000, last: 0x6fff },
	{ title: "Meter", first: 0x4000, last: 0x4fff },
];

export function ReadingsPage(): JSX.Element {
	return (
		<>
			<section class="card">
				<header>
					<h2>Live</h2>
				</header>
				<table class="phases">
					<thead>
						<tr>
							<th />
							{PHASES.map((phase) => (
								<th key={phase}>{phase}</th>
							))}
						</tr>
					</thead>
					<tbody>
						{QUANTITIES.map(([quantity, label]) => (
							<tr key={quantity}>
								<th>
									{label} <small>{registerOf(`${quantity}L1`).unit}</small>
								</th>
								{PHASES.map((phase) => (
									<td key={phase}>
										<Live name={`${quantity}${phase}`} />
									</td>
								))}
							</tr>
						))}
						<tr>
							<th>
								Between phases <small>V</small>
							</th>
							{(["voltageL1L2", "voltageL2L3", "voltageL1L3"] as const).map((name, i) => (
								<td key={name}>
									<small class="between">{["L1–L2", "L2–L3", "L3–L1"][i]}</small>
									<Live name={name} />
								</td>
							))}
						</tr>
					</tbody>
				</table>
			</section>
			<Registers />
		</>
	);
}

function Registers(): JSX.Element {
	const read = snapshot.value;
	return (
		<section class="card">
			<header>
				<h2>Meter data</h2>
				{read && <small class="time">{new Date(read.time).toLocaleTimeString()}</small>}
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
			{read &&
				SECTIONS.map(({ title, first, last }) => (
					<details key={title} open={first === 0x6000}>
						<summary>{title}</summary>
						<table class="registers">
							<tbody>
								{read.values
									.filter(
										({ name }) =>
											registerOf(name).address >= first && registerOf(name).address <= last,
									)
									.map(({ name, value }) => (
										<Line key={name} name={name} value={value} />
									))}
							</tbody>
						</table>
					</details>
				))}
		</section>
	);
}

function Line({ name, value }: { name: RegisterName; value: number }): JSX.Element {
	const row = registerOf(name);
	return (
		<tr data-name={name}>
			<td>
				{row.title}
				{row.obis && <small class="obis">{row.obis}</small>}
			</td>
			<td class="number">{readable(row, value)}</td>
			<td class="unit">{row.unit}</td>
		</tr>
	);
}
