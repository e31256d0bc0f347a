/** Demand, and the lowest and highest readings. */

import type { JSX } from "preact";
import { DEMAND_ROWS, EXTREME_ROWS, known } from "../../../client/quality-rows.ts";
import type { RegisterName } from "../../../client/register-table.ts";
import { operatingTime } from "../meter/events.ts";
import { quality } from "../state/quality.ts";
import { ReadAt } from "../ui/read-at.tsx";

const get = (name: RegisterName): number | undefined => quality.value?.values.get(name);

/** Operating time of something, or a dash for never. */
const timeOf = (name: RegisterName): string => {
	const seconds = get(name);
	return seconds ? operatingTime(seconds) : "—";
};

export function Demand(): JSX.Element {
	return (
		<section class="card">
			<header>
				<h2>
					Demand <small>{known(get("demandPeriod"), 0)} min</small>
				</h2>
				<ReadAt />
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

export function Extremes(): JSX.Element {
	return (
		<section class="card">
			<header>
				<h2>Lowest and highest</h2>
				<ReadAt />
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
			<p class="empty">
				Since{" "}
				{get("extremesResetAt") ? `${timeOf("extremesResetAt")} of operation` : "the first start"}.
			</p>
		</section>
	);
}
