/** The prefixes of the API, and what is below each. */
import { Buttons } from "../display/buttons.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { PrimaryEnergies } from "../truth/energies.ts";
import { type Lines, lineRoutes } from "./line-routes.ts";
import { type EngineName, meterRoutes } from "./meter-routes.ts";
import type { Routes } from "./routes.ts";
import { wallRoutes } from "./wall-routes.ts";

/**
 * Adds routes below a prefix.
 * @param takesText true: bodies of these routes are texts
 */
export type Mount = (prefix: string, add: (routes: Routes) => void, takesText?: boolean) => void;

/** Prefixes of a meter's routes: the first is at `/api` too. */
export function prefixesOf(index: number): string[] {
	return [...(index === 0 ? ["/api"] : []), `/api/meters/${index}`];
}

/**
 * Adds the routes of `meters`: the first at `/api`, each at `/api/meters/K`, K from 0.
 * @param primaries primary energies of each meter; by default at a ratio of 1
 * @param lines that the meters share, if they are on any
 */
export function mountMeters(
	mount: Mount,
	meters: readonly VirtualMeter[],
	name: EngineName,
	primaries: readonly PrimaryEnergies[],
	lines?: Lines,
): void {
	mount("/api", (routes) => {
		routes.get("/meters", { summary: "the meters of the bench" }, () =>
			meters.map(({ serialNumber, powered, radio }, meter) => ({
				meter,
				serialNumber,
				modbusId: meter + 1,
				powered,
				bluetooth: radio.advertisement?.name ?? null,
			})),
		);
		wallRoutes(routes, meters);
	});
	meters.forEach((meter, index) => {
		const primary = primaries[index] ?? new PrimaryEnergies();
		const buttons = new Buttons(meter);
		for (const prefix of prefixesOf(index))
			mount(prefix, (routes) => {
				meterRoutes(routes, meter, primary, buttons, name);
				if (lines) lineRoutes(routes, lines);
			});
	});
}
