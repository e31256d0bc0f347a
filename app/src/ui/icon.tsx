/** Icons, drawn on a grid of 24. */
import type { JSX } from "preact";

const PATHS = {
	meter: "M5 3h14v18H5zM8 7h8v4H8zM9 15h0M12 15h0M15 15h0M9 18h6",
	list: "M8 6h12M8 12h12M8 18h12M4 6h0M4 12h0M4 18h0",
	chart: "M4 4v16h16M7 15l4-5 3 3 5-7",
	bars: "M5 20V5M10 20v-9M15 20v-5M20 20v-3",
	sliders: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4M4 12h0",
	clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2",
	close: "M6 6l12 12M18 6L6 18",
	back: "M15 5l-7 7 7 7",
	refresh: "M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6",
	save: "M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6",
	share: "M12 15V4M8 7l4-4 4 4M5 12v8h14v-8",
	download: "M12 4v11M8 11l4 4 4-4M5 20h14",
	upload: "M12 15V4M8 8l4-4 4 4M5 20h14",
	bluetooth: "M7 7l10 10-5 4V3l5 4L7 17",
	camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
	picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h0",
	qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v0M18 18h2v2M14 20h0",
	bin: "M5 7h14M10 4h4M7 7l1 13h8l1-13",
	check: "M5 12l5 5 9-10",
	warning: "M12 4L3 20h18zM12 10v4M12 17h0",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): JSX.Element {
	return (
		<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
			<path d={PATHS[name]} />
		</svg>
	);
}
