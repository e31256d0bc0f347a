/** Wave shapes of the influence tests (EN 50470-3, 8.7) as harmonics of the mains model. */
import type { Harmonic } from "../../bench/mains/settings.ts";

/** Highest order of a phase-fired current: at 50 Hz the last odd one below half the frame rate. */
const HIGHEST_ORDER = 39;

/**
 * Fifth harmonic, 10 % of the voltage and 40 % of the current.
 * @param angle by which the current's fundamental lags, degrees
 * @param lag by which the current's harmonic lags the voltage's, degrees; 0: harmonic power factor
 * 1, as in the test
 */
export function fifthHarmonic(angle: number, lag: number): Harmonic {
	const order = 5;
	const currentAngle = (order * angle - lag) % 360;
	return { order, voltagePercent: 10, currentPercent: 40, voltageAngle: 0, currentAngle };
}

/** A phase-fired current: the lag of its fundamental in degrees, and its harmonics. */
export interface PhaseFired {
	readonly angle: number;
	readonly harmonics: readonly Harmonic[];
}

/**
 * A sine that conducts from `firing` degrees to the end of each half cycle, by its Fourier series.
 */
export function phaseFired(firing: number): PhaseFired {
	const start = (firing * Math.PI) / 180;
	const fundamental = term(1, start);
	// sin(θ − lag) crosses zero upward at θ = lag, from which the angles of the harmonics count.
	const lag = -Math.atan2(fundamental.cosine, fundamental.sine);
	const harmonics: Harmonic[] = [];
	for (let order = 3; order <= HIGHEST_ORDER; order += 2) {
		const { sine, cosine } = term(order, start);
		const angle = Math.atan2(cosine, sine) + order * lag;
		harmonics.push({
			order,
			voltagePercent: 0,
			currentPercent:
				(100 * Math.hypot(sine, cosine)) / Math.hypot(fundamental.sine, fundamental.cosine),
			voltageAngle: 0,
			currentAngle: degrees(angle) % 360,
		});
	}
	return { angle: degrees(lag), harmonics };
}

/**
 * Fourier coefficients of sin θ, conducting from `start` to π and opposite in the other half cycle.
 */
function term(order: number, start: number): { sine: number; cosine: number } {
	const integral = (antiderivative: (angle: number) => number): number =>
		(2 / Math.PI) * (antiderivative(Math.PI) - antiderivative(start));
	if (order === 1)
		return {
			sine: integral((x) => x / 2 - Math.sin(2 * x) / 4),
			cosine: integral((x) => Math.sin(x) ** 2 / 2),
		};
	const below = order - 1;
	const above = order + 1;
	return {
		sine: integral((x) => Math.sin(below * x) / (2 * below) - Math.sin(above * x) / (2 * above)),
		cosine: integral((x) => Math.cos(below * x) / (2 * below) - Math.cos(above * x) / (2 * above)),
	};
}

function degrees(radians: number): number {
	return (radians * 180) / Math.PI;
}
