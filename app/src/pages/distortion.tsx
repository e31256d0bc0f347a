/** Distortion of each phase, and how unequal the phases are. */

import type { JSX } from "preact";
import { COMMON_ROWS, known, PHASE_ROWS } from "../../../client/quality-rows.ts";
import { quality } from "../state/quality.ts";
import { PhaseHeads } from "../ui/phase-heads.tsx";
import { ReadAt } from "../ui/read-at.tsx";

export function Distortion(): JSX.Element {
	const values = quality.value?.values;
	return (
		<section class="card">
			<header>
				<h2>Distortion</h2>
				<ReadAt />
			</header>
			<table class="phases distortion">
				<thead>
					<tr>
						<th scope="col">Quantity</th>
						<PhaseHeads />
					</tr>
				</thead>
				<tbody>
					{PHASE_ROWS.map(({ title, unit, decimals, help, names }) => (
						<tr key={title}>
							<th scope="row" title={help}>
								{title} {unit && <small>{unit}</small>}
							</th>
							{names.map((name) => (
								<td key={name} class="number" data-register={name}>
									{known(values?.get(name), decimals)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

export function Unbalance(): JSX.Element {
	const values = quality.value?.values;
	return (
		<section class="card">
			<header>
				<h2>Neutral and unbalance</h2>
				<ReadAt />
			</header>
			<table class="registers">
				<tbody>
					{COMMON_ROWS.map(({ title, unit, decimals, help, names: [name] }) => (
						<tr key={title} title={help}>
							<td>{title}</td>
							<td class="number" data-register={name}>
								{known(name && values?.get(name), decimals)}
							</td>
							<td class="unit">{unit}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
