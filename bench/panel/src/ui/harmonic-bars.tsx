/** Harmonics as bars, in percent of the fundamental. */
import { topOf } from "../../../../client/quality-rows.ts";
import { fixed } from "./numbers.ts";

/** Size of the drawing. */
const WIDTH = 640;
const HEIGHT = 150;
const BASE = 132;
const TOP = 12;

/** Part of an order's width that its bars take. */
const FILLED = 0.76;

/** Least distance of the numbers below the bars. */
const NUMBER_WIDTH = 40;

/** Harmonics of one channel. */
interface Line {
	/** Its colour: 1 is L1. */
	readonly phase: number;
	/** From the second order; NaN is not drawn. */
	readonly percents: readonly number[];
}

/** Bars of each order, one for each line. */
export function HarmonicBars(props: {
	/** Name of the drawing, before its highest value. */
	readonly label: string;
	/** Highest order. */
	readonly orders: number;
	readonly lines: readonly Line[];
}) {
	const { label, orders, lines } = props;
	const all = lines.flatMap(({ percents }) => percents).filter(Number.isFinite);
	const top = topOf(all);
	const pitch = WIDTH / (orders - 1);
	const width = (FILLED * pitch - (lines.length - 1)) / lines.length;
	const step = pitch * 2 < NUMBER_WIDTH ? 4 : 2;
	const numbers = Array.from({ length: Math.ceil((orders - 2) / step) }, (_, at) => 3 + step * at);
	return (
		<svg
			class="harmonic-bars"
			viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
			role="img"
			aria-label={`${label}, ${all.length ? `up to ${fixed(Math.max(...all), 1)} %` : "not known"}`}
		>
			<line class="base" x1={0} x2={WIDTH} y1={BASE} y2={BASE} />
			<line class="top" x1={0} x2={WIDTH} y1={TOP} y2={TOP} />
			<text x={0} y={10}>
				{top} %
			</text>
			{lines.map(({ phase, percents }, place) =>
				percents.map((percent, index) => {
					const height = Number.isFinite(percent) ? ((BASE - TOP) * percent) / top : 0;
					const x = pitch * (index + (1 - FILLED) / 2) + place * (width + 1);
					return (
						<rect
							key={`${phase} ${index}`}
							class={`l${phase}`}
							x={x.toFixed(1)}
							y={(BASE - height).toFixed(1)}
							width={width.toFixed(1)}
							height={height.toFixed(1)}
						/>
					);
				}),
			)}
			{numbers.map((order) => (
				<text key={order} x={pitch * (order - 1.5)} y={HEIGHT - 4} text-anchor="middle">
					{order}
				</text>
			))}
		</svg>
	);
}
