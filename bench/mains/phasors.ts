/**
 * The settings as phasors of the six channels, and the values that follow from phasors alone: RMS,
 * power and the voltages between phases. No sample is used, so the results can judge samples.
 *
 * A phasor of order h and angle d means √2 · rms · sin(h·θ + d), where θ is the phase of L1's
 * fundamental voltage. A channel is a sum of terms, because a terminal can see a difference (V12
 * in 3P3W).
 */
import type { PhaseTruth } from "../source.ts";
import type { MainsSettings, PhaseSettings } from "./settings.ts";

/** One term of a channel. */
export interface Phasor {
	readonly order: number;
	/** V or A. */
	readonly rms: number;
	/** Degrees. */
	readonly angle: number;
}

/** All terms of one channel; several may have the same order. */
export type Channel = readonly Phasor[];

/** V1 I1 V2 I2 V3 I3. */
export type Channels = readonly [Channel, Channel, Channel, Channel, Channel, Channel];

const DEAD: Channel = [];

/** The channels V1 I1 V2 I2 V3 I3 in the given settings. */
export function channelsOf(settings: MainsSettings): Channels {
	const [first, second, third] = settings.phases;
	const lag = settings.sequence === "123" ? 120 : -120;
	switch (settings.wiring) {
		case "3P4W":
			return [...star(first, 0), ...star(second, -lag), ...star(third, lag)];
		case "3P3W": {
			const [v1, i1] = star(first, 0);
			const [v2] = star(second, -lag);
			const [v3, i3] = star(third, lag);
			return [difference(v1, v2), i1, DEAD, DEAD, difference(v3, v2), i3];
		}
		case "2P3W":
			return [...star(first, 0), ...star(second, 180), DEAD, DEAD];
		case "1P2W":
			return [...star(first, 0), DEAD, DEAD, DEAD, DEAD];
	}
}

/** Truth of the phase with the voltage `v` and the current `i`. */
export function phaseTruth(v: Channel, i: Channel): PhaseTruth {
	const voltage = rms(v);
	const current = rms(i);
	const activePower = product(v, i, cosine);
	const apparentPower = voltage * current;
	return {
		voltage,
		current,
		activePower,
		reactivePower: product(v.filter(isFundamental), i, sine),
		apparentPower,
		powerFactor: apparentPower > 0 ? Math.min(1, Math.abs(activePower) / apparentPower) : 1,
	};
}

/** RMS voltages L1-L2, L1-L3, L2-L3 in V: differences of the voltages at the terminals. */
export function lineVoltagesOf([v1, , v2, , v3]: Channels): [number, number, number] {
	return [rms(difference(v1, v2)), rms(difference(v1, v3)), rms(difference(v2, v3))];
}

/** Orders present in any channel, the fundamental first, each once. */
export function ordersOf(channels: Channels): number[] {
	return [...new Set([1, ...channels.flatMap((channel) => channel.map((term) => term.order))])];
}

/**
 * Peak of the sine and cosine parts of one order of a channel, which is `sine`·sin(h·θ) +
 * `cosine`·cos(h·θ).
 */
export function amplitudeOf(channel: Channel, order: number): { sine: number; cosine: number } {
	const terms = channel.filter((term) => term.order === order);
	return {
		sine: Math.SQRT2 * sum(terms, (term) => term.rms * cosine(term.angle)),
		cosine: Math.SQRT2 * sum(terms, (term) => term.rms * sine(term.angle)),
	};
}

/** Voltage and current of a phase whose fundamental voltage is at `offset` degrees. */
function star(phase: PhaseSettings, offset: number): [Channel, Channel] {
	const voltage = wave(
		phase.voltage,
		offset,
		phase.harmonics.map((h) => [h.order, h.voltagePercent, h.voltageAngle]),
	);
	const current = wave(
		phase.current,
		offset - phase.angle,
		phase.harmonics.map((h) => [h.order, h.currentPercent, h.currentAngle]),
	);
	return [voltage, current];
}

/** A wave of the given total RMS; `harmonics` are order, percentage of the fundamental, angle. */
function wave(
	total: number,
	offset: number,
	harmonics: readonly [number, number, number][],
): Channel {
	const fundamental = total / Math.sqrt(1 + sum(harmonics, ([, percent]) => (percent / 100) ** 2));
	return [
		{ order: 1, rms: fundamental, angle: offset },
		...harmonics.map(([order, percent, angle]) => ({
			order,
			rms: (fundamental * percent) / 100,
			angle: order * offset + angle,
		})),
	];
}

/** One channel minus another. */
function difference(a: Channel, b: Channel): Channel {
	return [...a, ...b.map((term) => ({ ...term, angle: term.angle + 180 }))];
}

function rms(channel: Channel): number {
	// Terms that cancel may leave a negative rounding error.
	return Math.sqrt(Math.max(0, product(channel, channel, cosine)));
}

/** Sum over all pairs of terms of the same order: rms · rms · part(angle of a before b). */
function product(a: Channel, b: Channel, part: (degrees: number) => number): number {
	return sum(a, (one) =>
		sum(b, (two) =>
			one.order === two.order ? one.rms * two.rms * part(one.angle - two.angle) : 0,
		),
	);
}

function isFundamental(term: Phasor): boolean {
	return term.order === 1;
}

/**
 * Sine of degrees, exact at the multiples of 90: at power factor 1 there is no reactive power, not
 * 1e-14 var.
 */
function sine(degrees: number): number {
	const turned = degrees % 360;
	if (turned % 180 === 0) return 0;
	if (turned === 90 || turned === -270) return 1;
	if (turned === -90 || turned === 270) return -1;
	return Math.sin((turned * Math.PI) / 180);
}

function cosine(degrees: number): number {
	return sine(degrees + 90);
}

/** Sum of what `value` tells of each item. */
export function sum<T>(items: readonly T[], value: (item: T) => number): number {
	return items.reduce((total, item) => total + value(item), 0);
}
