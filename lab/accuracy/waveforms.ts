/**
 * Wave shapes as harmonics of the mains model: those of EN 50470-3 and OIML R46 (from memory), and
 * those of loads that the standards do not have.
 */
import type { Harmonic } from "../../bench/mains/settings.ts";

/** Highest frequency of a wave shape, Hz: the band in which RMS values are judged. */
const BAND_HZ = 3000;

/** A current's wave: the lag of its fundamental in degrees, and its harmonics. */
export interface Wave {
	readonly angle: number;
	readonly harmonics: readonly Harmonic[];
}

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

/** Order, percent and angle of the current, percent and angle of the voltage. */
type Row = readonly [number, number, number, number, number];

const fromRow = ([order, currentPercent, currentAngle, voltagePercent, voltageAngle]: Row) => ({
	order,
	voltagePercent,
	currentPercent,
	voltageAngle,
	currentAngle,
});

/** OIML R46: a quadriform current, and a voltage distorted the other way. */
export const QUADRIFORM: readonly Harmonic[] = (
	[
		[3, 30, 0, 3.8, 180],
		[5, 18, 0, 2.4, 180],
		[7, 14, 0, 1.7, 180],
		[11, 9, 0, 1, 180],
		[13, 5, 0, 0.8, 180],
	] as const
).map(fromRow);

/** OIML R46: a peaked current. */
export const PEAKED: readonly Harmonic[] = (
	[
		[3, 30, 180, 3.8, 0],
		[5, 18, 0, 2.4, 180],
		[7, 14, 180, 1.7, 0],
		[11, 9, 180, 1, 0],
		[13, 5, 0, 0.8, 180],
	] as const
).map(fromRow);

/** Current of a rectifier that feeds a capacitor, third to eleventh harmonic. */
export const RECTIFIER: readonly Harmonic[] = [80, 60, 40, 25, 15].map((currentPercent, index) => ({
	order: 2 * index + 3,
	voltagePercent: 0,
	currentPercent,
	voltageAngle: 0,
	currentAngle: 180 * (index % 2 === 0 ? 1 : 0),
}));

/** A sine that conducts from `firing` degrees to the end of each half cycle. */
export function phaseFired(firing: number, hertz = 50): Wave {
	const start = radians(firing);
	return currentOf((angle) => (angle > start ? Math.sin(angle) : 0), hertz);
}

/** A sine that conducts from the start of each half cycle to `blocking` degrees. */
export function trailingEdge(blocking: number, hertz = 50): Wave {
	const end = radians(blocking);
	return currentOf((angle) => (angle < end ? Math.sin(angle) : 0), hertz);
}

/** A half sine of `milliseconds` once in each half cycle, its peak at `degrees`. */
export function pulse(milliseconds: number, degrees: number, hertz: number): Wave {
	const width = 2 * Math.PI * hertz * milliseconds * 1e-3;
	return currentOf((angle) => {
		const place = (angle - radians(degrees)) / width;
		return Math.abs(place) < 0.5 ? Math.cos(Math.PI * place) : 0;
	}, hertz);
}

/** Voltage whose sine is multiplied by `depth` for a while in each half cycle, as harmonics. */
export function notched(from: number, degrees: number, depth: number, hertz: number): Harmonic[] {
	const inside = (angle: number): boolean =>
		angle > radians(from) && angle < radians(from + degrees);
	const wave = currentOf((angle) => Math.sin(angle) * (inside(angle) ? depth : 1), hertz);
	return wave.harmonics.map(({ order, currentPercent, currentAngle }) => ({
		order,
		voltagePercent: currentPercent,
		currentPercent: 0,
		voltageAngle: currentAngle,
		currentAngle: 0,
	}));
}

/** Points of a half cycle, for the integrals of the series. */
const POINTS = 3600;

/**
 * Fourier series of a current up to {@link BAND_HZ}.
 * @param wave over the angle 0..π of the voltage; opposite in the other half cycle
 */
function currentOf(wave: (radians: number) => number, hertz: number): Wave {
	const values = Array.from({ length: POINTS }, (_, n) => wave((Math.PI * (n + 0.5)) / POINTS));
	const term = (order: number) => {
		let [sine, cosine] = [0, 0];
		values.forEach((value, n) => {
			const angle = (order * Math.PI * (n + 0.5)) / POINTS;
			sine += value * Math.sin(angle);
			cosine += value * Math.cos(angle);
		});
		return { amplitude: Math.hypot(sine, cosine), angle: Math.atan2(cosine, sine) };
	};
	const fundamental = term(1);
	// sin(θ + angle) crosses zero upwards at −angle, from which the angles of the harmonics count.
	const lag = -fundamental.angle;
	const harmonics: Harmonic[] = [];
	for (let order = 3; order * hertz <= BAND_HZ; order += 2) {
		const { amplitude, angle } = term(order);
		harmonics.push({
			order,
			voltagePercent: 0,
			currentPercent: (100 * amplitude) / fundamental.amplitude,
			voltageAngle: 0,
			currentAngle: degrees(angle + order * lag) % 360,
		});
	}
	return { angle: degrees(lag), harmonics };
}

function radians(degrees: number): number {
	return (degrees * Math.PI) / 180;
}

function degrees(radians: number): number {
	return (radians * 180) / Math.PI;
}
