/** Wave shapes: those of OIML R46, then those of real loads that no standard has yet. */
import type { Harmonic } from "../../bench/mains/settings.ts";
import { INFLUENCES } from "./limits.ts";
import {
	type AimClass,
	amperes,
	balanced,
	type LoadCase,
	type PhaseLoad,
	type Section,
} from "./load-case.ts";
import { INDUCTIVE, loadId, secondsAt, UNITY } from "./standard-cases.ts";
import type { Tone } from "./tone.ts";
import {
	notched,
	PEAKED,
	phaseFired,
	pulse,
	QUADRIFORM,
	RECTIFIER,
	trailingEdge,
	type Wave,
} from "./waveforms.ts";

/** Seconds of an average, unless the current is small. */
const SECONDS = 5;

/** The cases of R46 and of what standards do not have, except the curves. */
export function waveformCases(): LoadCase[] {
	return [
		...r46(),
		...highOrders(),
		...fastPulses(),
		...dimmers(),
		...notches(),
		...supraharmonics(),
	];
}

function waveCase(
	section: Section,
	label: string,
	load: PhaseLoad,
	frequency: number,
	aim: AimClass = "waveform",
): LoadCase {
	return {
		id: `${label}, ${frequency} Hz`,
		section,
		label: `${label}, ${frequency} Hz`,
		settings: balanced(load, { frequency }),
		aim,
		seconds: Math.max(SECONDS, secondsAt(load.current ?? 1)),
	};
}

function r46(): LoadCase[] {
	const section = "R46: quadriform and peaked current";
	const shapes: [string, readonly Harmonic[]][] = [
		["quadriform", QUADRIFORM],
		["peaked", PEAKED],
	];
	return shapes.flatMap(([name, harmonics]) =>
		[0.1, 1, 4].flatMap((current) =>
			[UNITY, INDUCTIVE].flatMap((load) =>
				(current === 1 ? [50, 60] : [50]).map((frequency) => ({
					...waveCase(
						section,
						`${name}, ${amperes(current)}, ${load.name}`,
						{ current, angle: load.angle, harmonics },
						frequency,
					),
					// 0.1 A and 1 A have a sine for reference; R46 permits class C 0.3 %.
					...(current < 4 && {
						active: INFLUENCES.waveforms,
						reference: loadId(current, load.name),
					}),
				})),
			),
		),
	);
}

/** One tone at a time, 15 to 40 times the mains' frequency and no multiple of it. */
function highOrders(): LoadCase[] {
	const section = "R46: high orders";
	return [767, 1033, 1279.6, 1531, 1787, 2013].flatMap((hertz) => {
		const tones: [string, Tone][] = [
			["U 2 %", { hertz, voltage: 4.6, current: 0 }],
			["I 10 %", { hertz, voltage: 0, current: 0.1 }],
		];
		return tones.map(([what, tone]) => ({
			...waveCase(section, `${hertz} Hz, ${what}, 1 A`, { current: 1 }, 50),
			tone,
			active: INFLUENCES.highOrders,
			reference: loadId(1, UNITY.name),
		}));
	});
}

function shaped(
	section: Section,
	label: string,
	current: number,
	wave: Wave,
	hertz: number,
	aim: AimClass,
) {
	return waveCase(section, label, { current, ...wave }, hertz, aim);
}

function fastPulses(): LoadCase[] {
	const section = "Fast pulses";
	const shapes: [number, number, AimClass][] = [
		[1, 90, "pulse"],
		[1, 135, "pulse"],
		[0.5, 90, "pulse"],
		[3, 90, "waveform"],
	];
	return [
		...shapes.flatMap(([milliseconds, degrees, aim]) =>
			[50, 60, 60.4353].map((hertz) => {
				const wave = pulse(milliseconds, degrees, hertz);
				const label = `half sine of ${milliseconds} ms at ${degrees}°, 1 A`;
				return shaped(section, label, 1, wave, hertz, aim);
			}),
		),
		shaped(section, "capacitor's 3 ms, 5 A (crest 2.6)", 5, pulse(3, 90, 50), 50, "waveform"),
	];
}

function dimmers(): LoadCase[] {
	const section = "Dimmers and rectifiers";
	const dimmer = (firing: number, current: number, hertz: number) =>
		shaped(
			section,
			`dimmer at ${firing}°, ${amperes(current)}`,
			current,
			phaseFired(firing, hertz),
			hertz,
			"waveform",
		);
	return [
		...[45, 90, 135, 150].map((firing) => dimmer(firing, 1, 50)),
		dimmer(135, 0.05, 50),
		...[60, 60.4353].map((hertz) => dimmer(135, 1, hertz)),
		shaped(section, "trailing edge at 90°, 1 A", 1, trailingEdge(90), 50, "waveform"),
		...[49.244, 50, 60].map((hertz) =>
			waveCase(section, "rectifier h3–h11, 1 A", { current: 1, harmonics: RECTIFIER }, hertz),
		),
	];
}

function notches(): LoadCase[] {
	const section = "Notches";
	const load = (harmonics: readonly Harmonic[]) => ({ current: 1, angle: 56, harmonics });
	const half = [10, 12.5, 15].flatMap((from) =>
		[49.9, 50, 50.1].map((hertz) =>
			waveCase(
				section,
				`notch of 50 %, 1 ms from ${from}°, 1 A 56°`,
				load(notched(from, 18, 0.5, hertz)),
				hertz,
				"notch",
			),
		),
	);
	const through = waveCase(
		section,
		"notch through zero, 12° from 12°, 1 A 56°",
		load(notched(12, 12, -0.5, 50)),
		50,
		"notch",
	);
	return [...half, through];
}

/** A tone in the current alone, then in voltage and current together. */
function supraharmonics(): LoadCase[] {
	const section = "2 kHz to 150 kHz";
	const alone = [2.05, 2.51, 2.97, 3.53, 5.03, 8.03, 16.03, 31.97, 75.07, 149.95].map((khz) => ({
		...waveCase(section, `I 40 % at ${khz} kHz, 1 A`, { current: 1 }, 50),
		tone: { hertz: 1000 * khz, voltage: 0, current: 0.4 },
	}));
	const both = [2.05, 2.97, 5.03, 16.03, 75.07].map((khz) => ({
		...waveCase(section, `U 5 % and I 20 % at ${khz} kHz in phase, 1 A`, { current: 1 }, 50),
		tone: { hertz: 1000 * khz, voltage: 11.5, current: 0.2 },
	}));
	return [...alone, ...both].map((one) => withAim(one, one.tone.hertz));
}

/** Judges tones in the band and at its edge; what the converter takes away is shown only. */
function withAim({ aim: _, ...one }: LoadCase, hertz: number): LoadCase {
	if (hertz > 3000) return one;
	return { ...one, aim: hertz > 2900 ? "edge" : "waveform" };
}
