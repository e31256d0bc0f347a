import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Register } from "../../../../client/register-table.ts";
import { allDigits } from "../bus/description.ts";
import { axis, type Colours, Plot } from "../ui/plot.tsx";
import { samples } from "./access.ts";

const HEIGHT_PX = 120;

function options(colours: Colours): Omit<uPlot.Options, "width" | "height"> {
	return {
		legend: { show: false },
		cursor: { y: false, points: { size: 6 } },
		scales: { x: { time: false } },
		axes: [
			axis(colours, { values: (_, splits) => splits.map((seconds) => `${seconds} s`) }),
			axis(colours, { size: 70, values: (_, splits) => splits.map(allDigits) }),
		],
		series: [{}, { stroke: colours("--accent"), width: 1.75, points: { show: true, size: 4 } }],
	};
}

/** The course of a register's value since it is being read. */
export function Course({ row }: { readonly row: Register }) {
	const kept = samples.value.get(row.name) ?? [];
	const data = useMemo(
		(): uPlot.AlignedData => [
			kept.map(({ seconds }) => seconds),
			kept.map(({ value }) => value / row.divisor),
		],
		[kept, row],
	);
	return (
		<Plot
			label={`Course of ${row.title}, ${row.unit}, as read so far`}
			height={HEIGHT_PX}
			data={data}
			options={options}
		/>
	);
}
