/** Dips, swells and interruptions, the limits that make them, and their waveforms. */
import type { VoltageEvent } from "../../../../client/power-quality.ts";
import { durationText, known } from "../../../../client/quality-rows.ts";
import { explain } from "../help/tip.tsx";
import { measured } from "../registers.ts";
import { clockTime } from "../ui/numbers.ts";
import { EventWaveforms } from "./event-waveform.tsx";
import { Setting } from "./setting.tsx";
import { events, readAllEvents, values } from "./state.ts";

function Row({ event }: { readonly event: VoltageEvent }) {
	const { number, kind, phases, voltagePercent, halfCycles, operatingS } = event;
	return (
		<tr>
			<th scope="row">
				{number} {kind}
			</th>
			<td>{phases.join(", ")}</td>
			<td>{known(voltagePercent, 1)} %</td>
			<td>{durationText(halfCycles, measured.value?.get("frequency") ?? 0)}</td>
			<td>{clockTime(operatingS)}</td>
		</tr>
	);
}

function EventTable({ all }: { readonly all: readonly VoltageEvent[] }) {
	return (
		<section
			class="scrolls tall"
			aria-label="Events of the voltage"
			{...explain("Number in the log, phases, depth and duration, the latest first")}
		>
			<table class="voltage-events">
				<thead>
					<tr>
						<th scope="col">Event</th>
						<th scope="col">Phases</th>
						<th scope="col">Voltage</th>
						<th scope="col">Duration</th>
						<th scope="col">Operating time</th>
					</tr>
				</thead>
				<tbody>
					{all.map((event) => (
						<Row key={event.number} event={event} />
					))}
				</tbody>
			</table>
		</section>
	);
}

/** About the list. */
function words(all: readonly VoltageEvent[] | undefined): string {
	if (!all) return "Not read yet.";
	if (all.length === 0) return "None among the events of the log that were read.";
	return (
		"Voltage: the lowest, of a swell the highest, in percent of the declared one. Duration in " +
		"cycles, and in time at the present frequency."
	);
}

/** Limits, which are parts of the declared voltage. */
function Limits() {
	return (
		<>
			<p class="quality-settings">
				<Setting name="nominalVoltage" label="Declared voltage" />
				<Setting name="dipLimit" label="Dip below" />
				<Setting name="swellLimit" label="Swell above" />
				<Setting name="interruptionLimit" label="Interruption, all phases below" />
			</p>
			{values.value?.get("nominalVoltage") === 0 && (
				<p class="hint">A declared voltage of 0: power quality is not analysed.</p>
			)}
		</>
	);
}

export function VoltageEvents() {
	const all = events.value;
	return (
		<>
			<Limits />
			{all && all.length > 0 && <EventTable all={all} />}
			<p class="hint">
				{words(all)}{" "}
				<button
					type="button"
					class="small"
					aria-description="Reads all of the log and not its latest eight events"
					onClick={() => void readAllEvents()}
				>
					Read all events
				</button>
			</p>
			<EventWaveforms />
		</>
	);
}
