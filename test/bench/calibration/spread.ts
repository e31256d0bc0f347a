/** Errors of the hardware that the fake meter has. */

/** Errors of a phase's hardware. */
export interface Tolerances {
	/** Relative errors of the two paths at 1 A and 23 °C, and a further one of their product. */
	voltage: number;
	current: number;
	product: number;
	/** rad by which the current path leads at 50 Hz and 1 A: falling and rising with f. */
	lead: number;
	skew: number;
	/** The transformer at 10 mA, 50 mA, 5 A: relative error of the ratio and lead beyond 1 A's. */
	ratios: readonly [number, number, number];
	leads: readonly [number, number, number];
	/** Per kelvin: relative, relative, rad at 50 Hz. */
	drifts: readonly [voltage: number, current: number, lead: number];
	/** Current caused by the voltage, A/V: in phase, and lagging by a quarter period. */
	crosstalk: readonly [number, number];
	/** A RMS. */
	noise: number;
}

/** Tolerances of three phases that differ in every value. */
export const SPREAD: readonly Tolerances[] = [
	{
		voltage: 0.009,
		current: -0.018,
		product: 2e-4,
		lead: 0.0075,
		skew: 3e-4,
		ratios: [-0.003, -0.0018, 0.0004],
		leads: [0.0044, 0.0026, -8e-4],
		drifts: [2e-5, -2.5e-5, 1.2e-5],
		crosstalk: [2e-8, -3e-8],
		noise: 6e-5,
	},
	{
		voltage: -0.0095,
		current: 0.0195,
		product: -1e-4,
		lead: 0.002,
		skew: -5e-4,
		ratios: [-0.001, -6e-4, 1e-4],
		leads: [0.0015, 8e-4, -2e-4],
		drifts: [-1e-5, 2e-5, -5e-6],
		crosstalk: [-4e-8, 1e-8],
		noise: 6.5e-5,
	},
	{
		voltage: 0.001,
		current: 0.003,
		product: 0,
		lead: 0.0087,
		skew: 0,
		ratios: [0, 0, 0],
		leads: [0, 0, 0],
		drifts: [0, 0, 0],
		crosstalk: [1e-8, 5e-8],
		noise: 5e-5,
	},
];
