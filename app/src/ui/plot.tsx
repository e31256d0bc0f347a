/** A chart that follows the width of its place and the colours of the style sheet. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";

/** Resolves a colour of the style sheet by its name, such as `--line`. */
export type Colours = (name: string) => string;

export type PlotOptions = Omit<uPlot.Options, "width" | "height">;

interface Properties {
	heightPx: number;
	data: uPlot.AlignedData;
	/** Name of the chart as a picture; undefined if the legend's figures say enough. */
	label?: string;
	/** Called again when the colours change; another function makes another chart. */
	options(colours: Colours): PlotOptions;
}

export function Plot({ heightPx, data, label, options }: Properties): JSX.Element {
	const place = useRef<HTMLDivElement>(null);
	const plot = useRef<uPlot>(undefined);
	const scheme = useColourScheme();

	useEffect(() => {
		const element = place.current;
		if (!element) return undefined;
		const size = () => ({ width: element.clientWidth, height: heightPx });
		const made = new uPlot(
			{ ...options((name) => resolved(element, name)), ...size() },
			[[]],
			element,
		);
		plot.current = made;
		const observer = new ResizeObserver(() => made.setSize(size()));
		observer.observe(element);
		return () => {
			observer.disconnect();
			made.destroy();
		};
	}, [options, heightPx, scheme]);

	useEffect(() => plot.current?.setData(data), [data, options, scheme]);

	return <div ref={place} class="plot" {...(label && { role: "img", "aria-label": label })} />;
}

/** An axis in the colours of the page. */
export function axis(colour: Colours, rest: uPlot.Axis): uPlot.Axis {
	return {
		stroke: colour("--muted"),
		grid: { stroke: colour("--line"), width: 1 },
		ticks: { show: false },
		font: "12px Inter Variable, sans-serif",
		...rest,
	};
}

/** Tells when the colours change, which a canvas does not follow by itself. */
function useColourScheme(): boolean {
	const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
	useEffect(() => {
		const query = matchMedia("(prefers-color-scheme: dark)");
		const follow = (): void => setDark(query.matches);
		query.addEventListener("change", follow);
		return () => query.removeEventListener("change", follow);
	}, []);
	return dark;
}

/** Resolves a colour for the present scheme: a canvas knows no light-dark(). */
function resolved(element: HTMLElement, name: string): string {
	const probe = document.createElement("span");
	probe.style.color = `var(${name})`;
	element.append(probe);
	const { color } = getComputedStyle(probe);
	probe.remove();
	return color;
}
