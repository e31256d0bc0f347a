/** All meters of the bench at a glance: `?view=wall`. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { serialNumberText } from "registers/identity";
import type { WallMeter } from "../../../http/wall-routes.ts";
import { road } from "../road.ts";
import { power } from "../ui/numbers.ts";

/** Time between two looks. */
const PERIOD_MS = 1000;

/** Row of the LCD that is shown: the first below the status line, an energy on most pages. */
const LCD_ROW = 1;

/** True if the page shows the wall instead of a meter. */
export const isWall = new URLSearchParams(location.search).get("view") === "wall";

const meters = signal<readonly WallMeter[]>([]);

async function look(): Promise<void> {
	if (document.hidden) return;
	try {
		meters.value = (await (await road.fetch("/api/wall")).json()) as WallMeter[];
	} catch {
		// The banner shows that the bench is gone.
	}
}

/** The LCD of a meter that has stopped for good (manual 8.1). */
const ERROR = /^\s*ERROR [0-9A-F]{2}$/;

/** State of a meter; undefined: it is metering. */
function obstacleOf({ powered, sealOpen, rows }: WallMeter): string | undefined {
	if (!powered) return "supply off";
	if (rows.some((row) => ERROR.test(row))) return "stopped";
	return sealOpen ? "seal open" : undefined;
}

function Tile({ meter }: { readonly meter: WallMeter }) {
	const obstacle = obstacleOf(meter);
	return (
		<li>
			<a
				class={`tile ${meter.powered ? "" : "off"}`}
				href={`?meter=${meter.meter}`}
				aria-description="Opens this meter's panel"
			>
				<strong>{serialNumberText(meter.serialNumber)}</strong>
				<span class="minor">Modbus ID {meter.modbusId} when new</span>
				<span class="tile-power">{power(meter.activePower, "W")}</span>
				<span class="tile-lcd">{meter.rows[LCD_ROW] ?? "—"}</span>
				<span class={obstacle ? "problem" : "minor"}>{obstacle ?? "metering"}</span>
			</a>
		</li>
	);
}

export function Wall() {
	useEffect(() => {
		void look();
		const timer = setInterval(() => void look(), PERIOD_MS);
		return () => clearInterval(timer);
	}, []);
	return (
		<>
			<p class="hint wall-hint">
				Of each meter: the true power at its terminals, its state, and a line of its display.
			</p>
			<ul class="wall" id="meters" tabIndex={-1} aria-label="Meters">
				{meters.value.map((meter) => (
					<Tile key={meter.meter} meter={meter} />
				))}
			</ul>
		</>
	);
}
