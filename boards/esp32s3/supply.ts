/**
 * The supply's hold-up: the figures of the schematic (hardware/), from which follows how long the
 * meter runs after `powerFail`. test/boards/hold-up.test.ts holds it against HOLD_UP_MS.
 */
export const Supply = Object.freeze({
	/** Load of the rectified bus (W) with radio and light on, an estimate of docs/hardware.md. */
	loadWatts: 1.2,
	/** Two capacitors of 22 µF in series. */
	busMicrofarads: 11,
	/** The capacitors may have this part less. */
	tolerance: 0.2,
	/** Bus voltage below which `powerFail` is 1. */
	powerFailVolts: 177,
	/** Least bus voltage at which the switch is sure to run. */
	leastVolts: 60,
} as const);

/** Time (ms) from `powerFail` to the end, with capacitors at the low end of their tolerance. */
export function leastHoldUpMs(): number {
	const { loadWatts, busMicrofarads, tolerance, powerFailVolts, leastVolts } = Supply;
	const microjoules =
		(busMicrofarads * (1 - tolerance) * (powerFailVolts ** 2 - leastVolts ** 2)) / 2;
	return microjoules / loadWatts / 1000;
}
