/**
 * Built-in days: what a house, a charger, a photovoltaic plant and a heat pump draw over a day, in
 * steps of five minutes. They repeat; chance, by the seed, makes the phases and the days differ.
 */
import { uniformNumbers } from "../random.ts";
import type { Load, Power, Powers } from "./power.ts";
import type { DAYS } from "./scenario.ts";

const DAY_SECONDS = 86_400;
const STEP_SECONDS = 300;
const STEPS_A_DAY = DAY_SECONDS / STEP_SECONDS;

type DayName = (typeof DAYS)[number];

/** Active power of a phase in W at an hour of the day, 0 to below 24. */
type Shape = (hour: number, chance: () => number) => number;

/** A bump around an hour, 1 at its top. */
const bump = (hour: number, top: number, width: number): number =>
	Math.exp(-(((hour - top) / width) ** 2));

/** Each phase's share, and tan φ: reactive by active power. */
const SHAPES: Readonly<Record<DayName, { tangent: number; shape: Shape }>> = {
	// Base load, breakfast, noon and evening; appliances that come and go.
	house: {
		tangent: 0.2,
		shape: (hour, chance) =>
			(120 + 350 * bump(hour, 7.2, 1) + 300 * bump(hour, 12.3, 1.2) + 700 * bump(hour, 19.5, 2.2)) *
			(0.7 + 0.6 * chance()),
	},
	// 16 A from the evening until the battery is full, then a tail.
	charger: {
		tangent: 0.05,
		shape: (hour) => (hour >= 18 && hour < 21 ? 3680 : hour >= 21 && hour < 21.5 ? 1400 : 0),
	},
	// Feeds in from sunrise to sunset; clouds take up to half of it.
	solar: {
		tangent: 0,
		shape: (hour, chance) =>
			hour > 5.5 && hour < 20.5
				? -3000 * Math.sin((Math.PI * (hour - 5.5)) / 15) ** 1.5 * (1 - 0.5 * chance() ** 3)
				: 0,
	},
	// Runs longer the colder it is: about half the night, a quarter of the afternoon.
	"heat pump": {
		tangent: 0.45,
		shape: (hour, chance) => {
			const share = 0.35 + 0.2 * Math.cos((2 * Math.PI * (hour - 5)) / 24);
			return chance() < share ? 900 : 15;
		},
	},
};

/**
 * A day that repeats.
 * @param clockSeconds time of day at the start
 * @param phases that it is on, all by default
 */
export function dayOf(
	day: DayName,
	seed: number,
	clockSeconds: number,
	phases: readonly ("L1" | "L2" | "L3")[] = ["L1", "L2", "L3"],
): Load {
	const { shape, tangent } = SHAPES[day];
	const powerOf = (step: number, phase: "L1" | "L2" | "L3"): Power => {
		if (!phases.includes(phase)) return { active: 0, reactive: 0 };
		// A generator for each step, so that a time's power does not depend on what was asked before.
		const place = Number(phase[1]);
		const chance = uniformNumbers(seed * 1_000_003 + step * 31 + place * 7 + day.length);
		const hour = ((step % STEPS_A_DAY) * 24) / STEPS_A_DAY;
		const active = Math.round(shape(hour, chance));
		return { active, reactive: Math.round(Math.abs(active) * tangent) };
	};
	const stepAt = (seconds: number): number => Math.floor((clockSeconds + seconds) / STEP_SECONDS);
	return {
		at: (seconds): Powers => {
			const step = stepAt(seconds);
			return [powerOf(step, "L1"), powerOf(step, "L2"), powerOf(step, "L3")];
		},
		next: (seconds) => (stepAt(seconds) + 1) * STEP_SECONDS - clockSeconds,
	};
}
