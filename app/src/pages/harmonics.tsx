/** Harmonics of a channel that is chosen. */

import type { JSX } from "preact";
import { HARMONICS_ROWS, known, percentsOf } from "../../../client/quality-rows.ts";
import { CHANNEL_NAMES } from "../../../client/quality-series.ts";
import { harmonicsCsv } from "../meter/harmonics-csv.ts";
import { downloadText } from "../meter/share.ts";
import { type Quality, quality, shownChannel } from "../state/quality.ts";
import { session } from "../state/session.ts";
import { HarmonicBars, HarmonicTable } from "../ui/harmonic-bars.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadAt } from "../ui/read-at.tsx";

export function Harmonics(): JSX.Element | null {
	const read = quality.value;
	if (!read) return null;
	return (
		<section class="card">
			<header>
				<h2>Harmonics</h2>
				<ReadAt />
				<button type="button" onClick={() => download(read)}>
					<Icon name="download" />
					CSV
				</button>
			</header>
			<fieldset class="spans">
				<legend>Channel</legend>
				{CHANNEL_NAMES.map((each, index) => (
					<button
						key={each}
						type="button"
						aria-pressed={index === shownChannel.value}
						onClick={() => {
							shownChannel.value = index;
						}}
					>
						{each}
					</button>
				))}
			</fieldset>
			<Channel read={read} channel={shownChannel.value} />
		</section>
	);
}

function Channel({ read, channel }: { read: Quality; channel: number }): JSX.Element {
	const name = CHANNEL_NAMES[channel] ?? "";
	const row = HARMONICS_ROWS[channel];
	const { phase, unit } = row;
	const thd = read.values.get(row.thd);
	const harmonics = read.harmonics[channel] ?? [];
	const percents = percentsOf(harmonics, thd ?? Number.NaN);
	return (
		<>
			<p class="channel number">
				<span>
					{name} <b>{known(harmonics[0], unit === "V" ? 1 : 3)}</b> {unit}
				</span>
				<span>
					THD <b>{known(thd, 2)}</b> %
				</span>
			</p>
			<HarmonicBars name={name} phase={phase} percents={percents} />
			<HarmonicTable name={name} row={row} harmonics={harmonics} percents={percents} />
		</>
	);
}

function download({ harmonics, time }: Quality): void {
	const serialNumber = session.value?.serialNumber ?? "";
	const text = harmonicsCsv(serialNumber, time.toISOString(), harmonics);
	downloadText(`harmonics-${serialNumber}.csv`, "text/csv", text);
}
