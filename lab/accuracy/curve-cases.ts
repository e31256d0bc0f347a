/** The points of the report's curves: short measurements, many of them. */
import { type AimClass, balanced, type LoadCase, type PhaseLoad } from "./load-case.ts";
import { PEAKED, phaseFired, pulse } from "./waveforms.ts";

/** Seconds of one point. */
const SECONDS = 1;

/** Loads of the curve over the frequency, with the class of their aims. */
export const FREQUENCY_CURVES: readonly {
	readonly name: string;
	readonly aim: AimClass;
	readonly load: (hertz: number) => PhaseLoad;
}[] = [
	{ name: "sine, 1 A, PF 0.5 L", aim: "sine", load: () => ({ current: 1, angle: 60 }) },
	{
		name: "R46 peaked, 1 A, PF 0.5 L",
		aim: "waveform",
		load: () => ({ current: 1, angle: 60, harmonics: PEAKED }),
	},
	{
		name: "dimmer at 135°, 1 A",
		aim: "waveform",
		load: (hertz) => ({ current: 1, ...phaseFired(135, hertz) }),
	},
	{
		name: "pulses of 1 ms, 1 A",
		aim: "pulse",
		load: (hertz) => ({ current: 1, ...pulse(1, 90, hertz) }),
	},
];

/** Mains frequencies of the curve over the order. */
export const ORDER_CURVES_HZ = [50, 60] as const;

/** Name of the curve over the order at a mains frequency. */
export function orderCurve(hertz: number): string {
	return `U 2 %, I 10 %, in phase, ${hertz} Hz`;
}

/** Every point of every curve except those over load and temperature. */
export function curveCases(): LoadCase[] {
	return [...orders(), ...frequencies()];
}

function orders(): LoadCase[] {
	return ORDER_CURVES_HZ.flatMap((frequency) =>
		Array.from({ length: 39 }, (_, index) => {
			const order = index + 2;
			const harmonics = [
				{ order, voltagePercent: 2, currentPercent: 10, voltageAngle: 0, currentAngle: 0 },
			];
			const name = orderCurve(frequency);
			return {
				id: `order ${order}, ${name}`,
				section: "Harmonics of order 2 to 40" as const,
				label: `order ${order}, ${name}, 1 A`,
				settings: balanced({ current: 1, harmonics }, { frequency }),
				aim: "waveform" as const,
				seconds: SECONDS,
				curve: { name, x: order },
			};
		}),
	);
}

function frequencies(): LoadCase[] {
	return FREQUENCY_CURVES.flatMap(({ name, aim, load }) =>
		Array.from({ length: 201 }, (_, index) => {
			const frequency = Number((45 + index / 10).toFixed(1));
			return {
				id: `${frequency} Hz, ${name}`,
				section: "Every frequency from 45 to 65 Hz" as const,
				label: `${frequency} Hz, ${name}`,
				settings: balanced(load(frequency), { frequency }),
				aim,
				seconds: SECONDS,
				curve: { name, x: frequency },
			};
		}),
	);
}
