/** `GET /api/wall`: all meters of the bench at a glance. */
import { read } from "../display/reading.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { Routes } from "./routes.ts";

/** A meter at a glance. */
export interface WallMeter {
	readonly meter: number;
	readonly serialNumber: number;
	/** Of a new meter. */
	readonly modbusId: number;
	readonly powered: boolean;
	readonly sealOpen: boolean;
	/** True active power at the terminals, W. */
	readonly activePower: number;
	/** Rows of the LCD, from the top; none without supply. */
	readonly rows: readonly string[];
}

/** Adds the route. */
export function wallRoutes(routes: Routes, meters: readonly VirtualMeter[]): void {
	/** Rows of each meter, and the version of the picture that they were read from. */
	const kept = meters.map(() => ({ version: -1, rows: [] as readonly string[] }));
	const rowsOf = (meter: VirtualMeter, index: number): readonly string[] => {
		const known = kept[index];
		const { version } = meter.lcd;
		// Half a page is not read.
		if (known && (known.version === version || meter.drawing)) return known.rows;
		const { rows } = read(meter.lcd.pixels());
		kept[index] = { version, rows };
		return rows;
	};
	routes.get("/wall", { summary: "all meters at a glance" }, (): WallMeter[] =>
		meters.map((meter, index) => ({
			meter: index,
			serialNumber: meter.serialNumber,
			modbusId: index + 1,
			powered: meter.powered,
			sealOpen: meter.sealOpen,
			activePower: meter.source.phases.reduce((sum, phase) => sum + phase.activePower, 0),
			rows: meter.powered ? rowsOf(meter, index) : [],
		})),
	);
}
