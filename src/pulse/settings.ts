/** Settings of the S0 outputs (manual 7.6.3). */
import { quantities } from "registers/quantity";

/** Rates of the S0 outputs, imp/kWh. */
export const S0_RATES = Object.freeze([10000, 2000, 1000, 100, 10, 1, 0.1, 0.01]);

/**
 * Quantities of S0 outputs 1 and 2: active and reactive energy, or forward and reverse active
 * energy.
 */
export const PulseType = Object.freeze({ ACTIVE_REACTIVE: 1, FORWARD_REVERSE: 2 } as const);

export const pulseSettings = quantities([
	{
		name: "s0Rate",
		title: "S0 output rate",
		unit: "imp/kWh",
		initial: 1000,
		step: 0,
		range: { minimum: 0.01, maximum: 10000, values: S0_RATES },
		stored: 3,
	},
	{
		name: "pulseWidth",
		title: "Pulse width",
		unit: "ms",
		initial: 30,
		step: 0,
		range: { minimum: 2, maximum: 99 },
		stored: 4,
	},
	{
		name: "pulseType",
		title: "Pulse type setting",
		unit: "",
		initial: PulseType.ACTIVE_REACTIVE,
		step: 0,
		range: { minimum: 1, maximum: 2 },
		stored: 5,
	},
]);
