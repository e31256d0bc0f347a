/** The crystal that paces the converters, and with them the meter's time. */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { CrystalTolerances } from "./tolerances.ts";

/** Returns the frames in a true second at a temperature in °C. */
export function framesPerSecond(crystal: CrystalTolerances, temperature: number): number {
	const { error, turning, curvature } = crystal;
	return FRAME_RATE_HZ * (1 + error + curvature * (temperature - turning) ** 2);
}
