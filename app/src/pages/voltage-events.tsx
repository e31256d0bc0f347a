/** Dips, swells and interruptions, and the waveforms around the latest of them. */

import type { JSX } from "preact";
import { type VoltageEvent, voltageEventOf } from "../../../client/power-quality.ts";
import { durationText, known } from "../../../client/quality-rows.ts";
import { cffOf, csvOf } from "../../../client/waveform-file.ts";
import { operatingTime, voltageTitle } from "../meter/events.ts";
import { downloadText } from "../meter/share.ts";
import { events, loadAllEvents, logUnread } from "../state/events.ts";
import {
	loadWaveform,
	quality,
	type ReadWaveform,
	shownWaveform,
	waveformPart,
} from "../state/quality.ts";
import { live } from "../state/readings.ts";
import { status } from "../state/session.ts";
import { Icon } from "../ui/icon.tsx";
import { timeOfDay } from "../ui/time.ts";
import { WaveformPlot } from "../ui/waveform-plot.tsx";

/** Waveforms that a meter keeps, by age. */
const WAVEFORMS = ["Latest waveform", "The one before"] as const;

const COUNTS = [
	["dips", "Dips"],
	["swells", "Swells"],
	["interruptions", "Interruptions"],
] as const;

export function VoltageEvents(): JSX.Element {
	const values = quality.value?.values;
	return (
		<section class="card">
			<header>
				<h2>Voltage events</h2>
				<button
					type="button"
					disabled={status.value !== "connected"}
					onClick={() => void loadAllEvents()}
				>
					All events
				</button>
			</header>
			<p class="counts">
				Since power-up
				{COUNTS.map(([name, title]) => (
					<span key={name} data-register={name}>
						{title} <b class="number">{known(values?.get(name), 0)}</b>
					</span>
				))}
			</p>
			<EventTable />
			<h3>Waveforms</h3>
			<Waveforms kept={Math.min(WAVEFORMS.length, values?.get("waveforms") ?? 0)} />
		</section>
	);
}

function EventTable(): JSX.Element {
	const read = events.value;
	if (!read)
		return (
			<p class="empty">{logUnread.value ? "The log has not been read." : "Reading the log…"}</p>
		);
	const ofVoltage = read.map(voltageEventOf).filter((event) => event !== undefined);
	const latest = `the latest ${read.length} events of the log`;
	if (ofVoltage.length === 0) return <p class="empty">None among {latest}.</p>;
	return (
		<>
			<table class="registers voltage-events">
				<thead>
					<tr>
						<th scope="col">Event</th>
						<th scope="col">Voltage</th>
						<th scope="col">Duration</th>
						<th scope="col">Ended at</th>
					</tr>
				</thead>
				<tbody>
					{ofVoltage.map((event) => (
						<EventRow key={event.number} event={event} />
					))}
				</tbody>
			</table>
			<p class="empty">
				Those among {latest}. The voltage is the lowest, or of a swell the highest, of the declared
				one; the time is that of operation.
			</p>
		</>
	);
}

function EventRow({ event }: { event: VoltageEvent }): JSX.Element {
	const { kind, voltagePercent, halfCycles, operatingS } = event;
	const beyond = Math.abs(100 - voltagePercent).toFixed(1);
	return (
		<tr>
			<td>{voltageTitle(event)}</td>
			<td class="number">
				{voltagePercent.toFixed(1)} %
				<small>{kind === "swell" ? `${beyond} % over` : `${beyond} % deep`}</small>
			</td>
			<td class="number">{durationText(halfCycles, live.value.get("frequency") ?? 0)}</td>
			<td class="number">{operatingTime(operatingS)}</td>
		</tr>
	);
}

function Waveforms({ kept }: { kept: number }): JSX.Element {
	const part = waveformPart.value;
	const shown = shownWaveform.value;
	return (
		<>
			{kept === 0 && <p class="empty">None has been recorded since power-up.</p>}
			<div class="exports">
				{WAVEFORMS.slice(0, kept).map((name, age) => (
					<button
						key={name}
						type="button"
						disabled={status.value !== "connected" || part !== undefined}
						onClick={() => void loadWaveform(age)}
					>
						<Icon name="chart" />
						{name}
					</button>
				))}
				{part !== undefined && (
					<progress max={1} value={part} aria-label="Part that has been read" />
				)}
			</div>
			{shown && <Shown shown={shown} />}
		</>
	);
}

function Shown({ shown: { waveform, time } }: { shown: ReadWaveform }): JSX.Element {
	const name = `waveform-${waveform.serialNumber}-${waveform.number}`;
	return (
		<>
			<WaveformPlot waveform={waveform} />
			<p class="empty">
				Voltages solid, currents dashed; three cycles before the event, five from its beginning.
				Read at {timeOfDay(time)} as number {waveform.number} since power-up.
			</p>
			<div class="exports">
				<button
					type="button"
					onClick={() => downloadText(`${name}.cff`, "application/octet-stream", cffOf(waveform))}
				>
					<Icon name="download" />
					COMTRADE
				</button>
				<button
					type="button"
					onClick={() => downloadText(`${name}.csv`, "text/csv", csvOf(waveform))}
				>
					<Icon name="download" />
					CSV of the waveform
				</button>
			</div>
		</>
	);
}
