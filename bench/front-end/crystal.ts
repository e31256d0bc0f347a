/** The crystal that paces the converters, and with them the meter's time. */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Its frequency falls to both sides of 25 °C: −0.035 ppm/K². */
const TURNING_POINT = 25;
const CURVATURE = -0.035e-6;

/**
 * Returns the frames in a true second.
 * @param error relative, at 25 °C
 * @param temperature °C
 */
export function framesPerSecond(error: number, temperature: number): number {
	return FRAME_RATE_HZ * (1 + error + CURVATURE * (temperature - TURNING_POINT) ** 2);
}
