/** Harmonics of one channel as bars, and in numbers. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type HarmonicsRow, known, topOf } from "../../../client/quality-rows.ts";

/** Orders that are written below the bars. */
const WRITTEN: readonly number[] = [3, 5, 7, 9, 11, 13, 17, 21, 25, 29, 33, 37];

interface Properties {
	/** Of the channel. */
	name: string;
	phase: string;
	/** Harmonics from the second, in percent of the fundamental; NaN: not known. */
	percents: readonly number[];
}

export function HarmonicBars({ name, phase, percents }: Properties): JSX.Element {
	const top = topOf(percents);
	const numbers = percents.filter(Number.isFinite);
	const largest =
		numbers.length === 0 ? "not known" : `the largest ${Math.max(...numbers).toFixed(1)} %`;
	return (
		<div
			class={`harmonics ${phase.toLowerCase()}`}
			role="img"
			aria-label={`Harmonics of ${name}, ${largest}`}
		>
			<small>{top} %</small>
			<div class="bars">
				{percents.map((percent, index) => (
					<Bar key={`${index + 2}`} order={index + 2} percent={percent} top={top} />
				))}
			</div>
		</div>
	);
}

function Bar({ order, percent, top }: { order: number; percent: number; top: number }) {
	const height = Number.isFinite(percent) ? (100 * percent) / top : 0;
	return (
		<span title={`${order}: ${known(percent, 2)} %`}>
			<i style={{ height: `${height.toFixed(0)}%` }} />
			{WRITTEN.includes(order) && <small>{order}</small>}
		</span>
	);
}

interface TableProperties {
	/** Of the channel. */
	name: string;
	row: HarmonicsRow;
	/** RMS from the first. */
	harmonics: readonly number[];
	percents: readonly number[];
}

/** The numbers, drawn while they are wanted. */
export function HarmonicTable({ name, row, harmonics, percents }: TableProperties): JSX.Element {
	const [open, setOpen] = useState(false);
	return (
		<details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
			<summary>
				<span>{name} in numbers</span>
			</summary>
			{open && (
				<table class="registers orders">
					<thead>
						<tr>
							<th scope="col">Order</th>
							<th scope="col">{row.unit}</th>
							<th scope="col">% of the first</th>
						</tr>
					</thead>
					<tbody>
						{harmonics.map((rms, index) => (
							<tr key={`${index + 1}`}>
								<td>{index + 1}</td>
								<td class="number">{known(rms, row.decimals)}</td>
								<td class="number">{index === 0 ? "" : known(percents[index - 1], 2)}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</details>
	);
}
