/**
 * The temperature that corrections go by. A meter's inside changes by less than a kelvin a minute:
 * a reading that jumps is followed slowly and reported, so that neither it nor a sensor that fails
 * makes a measurement jump.
 */
import type { FrontEnd } from "board";
import Episode from "metrology/episode";

/** Temperature (°C) at which the constants hold, and without a sensor. */
export const REFERENCE_CELSIUS = 23;

/** Readings (°C) that a sensor can give inside a meter. */
const LOWEST_CELSIUS = -45;
const HIGHEST_CELSIUS = 90;

/** Most that the temperature follows in one window of 0.2 s, K. */
const STEP_K = 0.2;

/** Difference from the reading (K) above which the temperature is in doubt. */
const DOUBT_K = 3;

export default class Thermometer {
	/** °C. */
	celsius = REFERENCE_CELSIUS;
	private readonly frontEnd: FrontEnd;
	private readonly listeners: ((doubtful: boolean) => void)[] = [];
	private started = false;
	private readonly doubt = new Episode();

	constructor(frontEnd: FrontEnd) {
		this.frontEnd = frontEnd;
	}

	/** Calls `listener` each time that the temperature begins or ceases to be in doubt. */
	onDoubt(listener: (doubtful: boolean) => void): void {
		this.listeners.push(listener);
	}

	/**
	 * Reads the sensor, once a window.
	 * @param calibrating true: a chamber changes the temperature, and no energy is counted
	 */
	update(calibrating: boolean): void {
		const reading = this.frontEnd.temperatureCelsius;
		if (reading === undefined) return;
		const plausible = reading >= LOWEST_CELSIUS && reading <= HIGHEST_CELSIUS;
		const target = plausible ? reading : REFERENCE_CELSIUS;
		if (plausible && (calibrating || !this.started)) {
			this.started = true;
			this.celsius = target;
		}
		const doubtful = !plausible || Math.abs(target - this.celsius) > DOUBT_K;
		this.celsius += Math.max(-STEP_K, Math.min(STEP_K, target - this.celsius));
		if (!this.doubt.changes(doubtful)) return;
		for (const listener of this.listeners) listener(doubtful);
	}
}
