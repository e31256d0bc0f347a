/** The steady signals of the report, at any frequency of the mains. */
import { type Phasor, phasor, type Tone, times } from "./signal.ts";

/** V and A that errors are referred to: the declared voltage, and the meter's rated current. */
export const NOMINAL_VOLTS = 230;
export const NOMINAL_AMPS = 5;

/** Highest harmonic that is judged. */
export const ORDERS = 40;

/** How far the currents lag in most signals. */
const LAG = 30;

/** A signal by name. */
export interface TestSignal {
	readonly name: string;
	/** True if it has harmonics alone: powers, crest factors and sequences are known then. */
	readonly periodic: boolean;
	readonly tonesAt: (frequency: number) => readonly Tone[];
}

/** A part of all channels: order, whole or not, and RMS as parts of the fundamental's. */
interface Part {
	readonly order: number;
	readonly voltage: number;
	readonly current: number;
	/** Degrees at the start, of L1. */
	readonly at?: number;
}

/** Sizes of the fundamentals, by phase. */
interface Base {
	readonly volts: readonly number[];
	readonly amps: readonly number[];
}

const BALANCED: Base = {
	volts: [NOMINAL_VOLTS, NOMINAL_VOLTS, NOMINAL_VOLTS],
	amps: [NOMINAL_AMPS, NOMINAL_AMPS, NOMINAL_AMPS],
};

const FUNDAMENTAL: Part = { order: 1, voltage: 1, current: 1 };

/** Tones of parts; the phases follow one another by a third of the fundamental's cycle. */
function tonesOf(frequency: number, parts: readonly Part[], { volts, amps }: Base): Tone[] {
	return parts.map(({ order, voltage, current, at = 0 }) => ({
		hertz: frequency * order,
		channels: volts.flatMap((size, phase) => {
			const angle = at - 120 * phase * order;
			return [
				phasor(voltage * size, angle),
				phasor(current * (amps[phase] ?? 0), angle - LAG * order),
			];
		}),
	}));
}

/** Sines of which L1's voltage crosses zero, rising, at the start. */
export const sinesFromZero = (frequency: number): Tone[] =>
	tonesOf(frequency, [{ ...FUNDAMENTAL, at: -90 }], BALANCED);

/** All harmonics but the first, of `part` each; angles by the order's square keep the crest low. */
const comb = (part: number): Part[] =>
	Array.from({ length: ORDERS - 1 }, (_, i) => {
		const order = i + 2;
		return { order, voltage: part, current: part, at: order * order * 57.3 };
	});

const signal = (
	name: string,
	parts: (frequency: number) => readonly Part[],
	base = BALANCED,
	periodic = true,
): TestSignal => ({
	name,
	periodic,
	tonesAt: (frequency) => tonesOf(frequency, [FUNDAMENTAL, ...parts(frequency)], base),
});

/** Cycles of a window (IEC 61000-4-30, from memory): 10 at 50 Hz, 12 at 60 Hz. */
export const cyclesAt = (frequency: number): number => (frequency < 55 ? 10 : 12);

/** A rectifier's pulses of current at a voltage whose tops they flatten. */
const RECTIFIER: readonly Part[] = [
	{ order: 3, voltage: 0.03, current: 0.6, at: 180 },
	{ order: 5, voltage: 0.02, current: 0.4 },
	{ order: 7, voltage: 0.015, current: 0.2, at: 180 },
	{ order: 9, voltage: 0.01, current: 0.1 },
	{ order: 11, voltage: 0.005, current: 0.06, at: 180 },
];

/** All sizes swing by `depth` of them, `hertz` times a second. */
function flicker(hertz: number, depth: number): TestSignal {
	const turned = ({ hertz: carrier, channels }: Tone, away: number): Tone => ({
		hertz: carrier + away,
		channels: channels.map((each): Phasor => times(each, depth / 2)),
	});
	return {
		name: `flicker of ${hertz} Hz, ${100 * depth} %`,
		periodic: false,
		tonesAt: (frequency) =>
			tonesOf(frequency, [FUNDAMENTAL, ...RECTIFIER], BALANCED).flatMap((tone) => [
				tone,
				turned(tone, hertz),
				turned(tone, -hertz),
			]),
	};
}

export const SIGNALS: readonly TestSignal[] = [
	signal("sine", () => []),
	signal("harmonics 2 to 40 of 1 %", () => comb(0.01)),
	signal("harmonics 2 to 40 of 5 %", () => comb(0.05)),
	signal("rectifier", () => RECTIFIER),
	signal("rectifier, phases of 230, 220, 240 V and 5, 3, 4 A", () => RECTIFIER, {
		volts: [230, 220, 240],
		amps: [5, 3, 4],
	}),
	signal("rectifier of 50 mA", () => RECTIFIER, { ...BALANCED, amps: [0.05, 0.05, 0.05] }),
	signal(
		"lines next to the 7th of 4 %, between 10th and 11th of 5 %",
		(frequency) => [
			{ order: 7 + 1 / cyclesAt(frequency), voltage: 0.04, current: 0.04 },
			{ order: 10.5, voltage: 0.05, current: 0.05 },
		],
		BALANCED,
		false,
	),
	signal(
		"interharmonics on no line: 3.37, 12.62, 33.3 times, 2 % each",
		() => [3.37, 12.62, 33.3].map((order) => ({ order, voltage: 0.02, current: 0.02 })),
		BALANCED,
		false,
	),
	flicker(0.5, 0.025),
	flicker(8.8, 0.02),
	flicker(25, 0.05),
];

/** Frequencies of the report, Hz. */
export const FREQUENCIES = [
	42.5, 45, 47.5, 49.244, 50, 50.271, 52.5, 54.9, 57.5, 60, 60.435, 62.5, 65,
];
