/** Power quality: demand and extremes. */

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { DEMAND_ROWS, EXTREME_ROWS, known } from "../../../client/quality-rows.ts";
import type { RegisterName } from "../../../client/register-table.ts";
import { operatingTime } from "../meter/events.ts";
import { loadQuality, quality, readingQuality } from "../state/quality.ts";
import { status } from "../state/session.ts";
import { Icon } from "../ui/icon.tsx";

export function QualityPage(): JSX.Element {
	const connection = status.value;
	useEffect(() => void (connection === "connected" && loadQuality()), [connection]);
	return (
		<>
			<Demand />
			<Extremes />
		</>
	);
}

const get = (name: RegisterName): number | undefined => quality.value?.get(name);

/** Operating time of something, or a dash for never. */
const timeOf = (name: RegisterName): string => {
	const seconds = get(name);
	return seconds ? operatingTime(seconds) : "—";
};

function Demand(): JSX.Element {
	return (
		<section class="card">
			<header>
				<h2>Demand</h2>
				<small class="time">{known(get("demandPeriod"), 0)} min</small>
				<button
					type="button"
					disabled={status.value !== "connected" || readingQuality.value}
					onClick={() => void loadQuality()}
				>
					<Icon name="refresh" />
					Read
				</button>
			</header>
			<table class="registers demand">
				<thead>
					<tr>
						<th scope="col">W</th>
						<th scope="col">Forward</th>
						<th scope="col">Reverse</th>
					</tr>
				</thead>
				<tbody>
					{DEMAND_ROWS.map(({ title, forward, reverse }) => (
						<tr key={title}>
							<td>{title}</td>
							<td class="number">{known(get(forward), 1)}</td>
							<td class="number">{known(get(reverse), 1)}</td>
						</tr>
					))}
					<tr>
						<td>operating time of the maximum</td>
						<td class="number">{timeOf("forwardDemandMaximumAt")}</td>
						<td class="number">{timeOf("reverseDemandMaximumAt")}</td>
					</tr>
				</tbody>
			</table>
		</section>
	);
}

function Extremes(): JSX.Element {
	return (
		<section class="card">
			<header>
				<h2>Lowest and highest</h2>
				<small class="time">since {timeOf("extremesResetAt")}</small>
			</header>
			<table class="registers extremes">
				<thead>
					<tr>
						<th scope="col">Reading</th>
						<th scope="col">Lowest</th>
						<th scope="col">Highest</th>
						<th scope="col">Unit</th>
					</tr>
				</thead>
				<tbody>
					{EXTREME_ROWS.map(({ title, unit, decimals, lowest, highest }) => (
						<tr key={title}>
							<td>{title}</td>
							<td class="number">{known(get(lowest), decimals)}</td>
							<td class="number">{known(get(highest), decimals)}</td>
							<td class="unit">{unit}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
