/** A uPlot chart that adapts to its box and the page's colours. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";

/** Returns a colour of the page by its name in base.css. */
export type Colours = (name: string) => string;

interface PlotProps {
	readonly label: string;
	readonly height: number;
	readonly data: uPlot.AlignedData;
	/** Returns the chart's options without its size; called again when the colours change. */
	options(colours: Colours): Omit<uPlot.Options, "width" | "height">;
}

const MINIMUM_WIDTH_PX = 200;

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** An axis in the page's colours. */
export function axis(colours: Colours, rest: Partial<uPlot.Axis> = {}): uPlot.Axis {
	return {
		stroke: colours("--faint"),
		font: "11px 'Inter Variable', system-ui, sans-serif",
		labelFont: "11px 'Inter Variable', system-ui, sans-serif",
		grid: { stroke: colours("--grid"), width: 1 },
		size: 30,
		ticks: { stroke: colours("--grid"), width: 1, size: 4 },
		...rest,
	};
}

export function Plot({ label, height, data, options }: PlotProps) {
	const box = useRef<HTMLDivElement>(null);
	const chart = useRef<uPlot | undefined>(undefined);
	const latest = useRef(data);
	latest.current = data;
	useEffect(() => {
		const element = box.current;
		if (!element) return;
		const make = (): void => {
			chart.current?.destroy();
			const style = getComputedStyle(document.documentElement);
			const size = { width: Math.max(MINIMUM_WIDTH_PX, element.clientWidth), height };
			const chosen = options((name) => style.getPropertyValue(name).trim());
			chart.current = new uPlot({ ...chosen, ...size }, latest.current, element);
		};
		const resized = new ResizeObserver(() => {
			chart.current?.setSize({ width: Math.max(MINIMUM_WIDTH_PX, element.clientWidth), height });
		});
		make();
		resized.observe(element);
		DARK.addEventListener("change", make);
		return () => {
			resized.disconnect();
			DARK.removeEventListener("change", make);
			chart.current?.destroy();
			chart.current = undefined;
		};
	}, [height, options]);
	useEffect(() => {
		chart.current?.setData(data);
	}, [data]);
	// The height is reserved, so that nothing moves when the chart comes.
	return (
		<div
			class="plot"
			ref={box}
			role="img"
			aria-label={label}
			style={{ minHeight: `${height}px` }}
		/>
	);
}
