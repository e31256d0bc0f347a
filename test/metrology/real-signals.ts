/**
 * Signals of real mains, as harmonics: those of the examination that found the first kernel wrong
 * (docs/metrology.md).
 */

/** A harmonic: peaks, and degrees at which its sine begins. */
export interface Harmonic {
	readonly order: number;
	readonly volts?: number;
	readonly voltsAt?: number;
	readonly amps?: number;
	readonly ampsAt?: number;
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** RMS values and powers of a signal; reactive power is the fundamental's. */
export function truthOf(harmonics: readonly Harmonic[]) {
	const sum = (of: (each: Required<Harmonic>) => number): number =>
		harmonics.reduce(
			(total, each) => total + of({ volts: 0, voltsAt: 0, amps: 0, ampsAt: 0, ...each }),
			0,
		);
	const lag = (each: Required<Harmonic>): number => radians(each.voltsAt - each.ampsAt);
	return {
		voltage: Math.sqrt(sum(({ volts }) => volts ** 2 / 2)),
		current: Math.sqrt(sum(({ amps }) => amps ** 2 / 2)),
		active: sum((each) => (each.volts * each.amps * Math.cos(lag(each))) / 2),
		reactive: sum((each) =>
			each.order === 1 ? (each.volts * each.amps * Math.sin(lag(each))) / 2 : 0,
		),
	};
}

export const peak = (rms: number): number => rms * Math.SQRT2;
export const MAINS: Harmonic = { order: 1, volts: peak(230), amps: peak(1), ampsAt: -20 };

/** Odd harmonics of a function of the phase that is odd over half a cycle, below 3.9 kHz. */
function seriesOf(wave: (radians: number) => number, frequency: number): Harmonic[] {
	const POINTS = 20_000;
	const orders = Array.from({ length: 39 }, (_, k) => 2 * k + 1);
	return orders
		.filter((order) => order * frequency < 3900)
		.map((order) => {
			let [sine, cosine] = [0, 0];
			for (let n = 0; n < POINTS; n++) {
				const angle = (Math.PI * (n + 0.5)) / POINTS;
				sine += (2 / POINTS) * wave(angle) * Math.sin(order * angle);
				cosine += (2 / POINTS) * wave(angle) * Math.cos(order * angle);
			}
			const amps = Math.hypot(sine, cosine);
			return { order, amps, ampsAt: (Math.atan2(cosine, sine) * 180) / Math.PI };
		});
}

/** A voltage, and a current of that series. */
const loadOf = (current: readonly Harmonic[]): Harmonic[] =>
	current.map((each) => (each.order === 1 ? { ...each, volts: peak(230) } : each));

/** A rectifier: h3 80 %, h5 60 %, h7 40 %, h9 25 %, h11 15 %. */
export const RECTIFIER: readonly Harmonic[] = [
	MAINS,
	...[80, 60, 40, 25, 15].map((percent, k) => ({
		order: 2 * k + 3,
		amps: peak(percent / 100),
		ampsAt: 20 * k,
	})),
];

/** A voltage notched by commutation to `left` of itself, between two angles in degrees. */
export function notched(from: number, to: number, left: number, frequency: number): Harmonic[] {
	const wave = (angle: number): number => {
		const degrees = (angle * 180) / Math.PI;
		return Math.sin(angle) * (degrees > from && degrees < to ? left : 1);
	};
	return seriesOf(wave, frequency).map(({ order, amps, ampsAt }) => ({
		order,
		volts: peak(230) * (amps ?? 0),
		voltsAt: ampsAt ?? 0,
		amps: order === 1 ? peak(1) : 0,
		ampsAt: -56,
	}));
}

/** A dimmer fired at 135°. */
export function dimmer(frequency: number): Harmonic[] {
	const fired = (angle: number): number => (angle > 0.75 * Math.PI ? peak(5) * Math.sin(angle) : 0);
	return loadOf(seriesOf(fired, frequency));
}

/** A half-sine pulse in the middle of the half-cycle. */
const pulse =
	(seconds: number, frequency: number) =>
	(angle: number): number => {
		const place = (angle - Math.PI / 2) / (2 * Math.PI * frequency * seconds);
		return Math.abs(place) < 0.5 ? Math.cos(Math.PI * place) : 0;
	};

/** Pulses of 1 ms and 10 A. */
export function pulses(frequency: number): Harmonic[] {
	const shape = pulse(1e-3, frequency);
	return loadOf(seriesOf((angle) => 10 * shape(angle), frequency));
}

/** 5 A with a crest factor of 2.6: pulses of 3 ms, as a capacitor behind a rectifier draws them. */
export function capacitor(): { crestFactor: number; harmonics: Harmonic[] } {
	const shape = pulse(3e-3, 50);
	const unit = truthOf(seriesOf(shape, 50)).current;
	return {
		crestFactor: 1 / unit,
		harmonics: loadOf(seriesOf((angle) => (5 / unit) * shape(angle), 50)),
	};
}

/** 11th of 12 % and 13th of 10 %, which cross zero with the fundamental, the other way. */
export const STEEP: readonly Harmonic[] = [
	MAINS,
	{ order: 11, volts: peak(27.6), voltsAt: 180 },
	{ order: 13, volts: peak(23), voltsAt: 180 },
];

/** Power factor 0.56. */
export const LAGGING: readonly Harmonic[] = [{ ...MAINS, ampsAt: -56 }];
