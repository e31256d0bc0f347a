/** The choice of a scenario to play: built-in days, or a file. */
import { computed, signal } from "@preact/signals";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { DAYS, type LoadSetup, type Scenario } from "../../../scenario/scenario.ts";
import { meterIndex, upload } from "../api.ts";
import { measured } from "../registers.ts";

export type DayName = (typeof DAYS)[number];

export const DAY_TITLES: Readonly<Record<DayName, string>> = {
	house: "Base load, breakfast, noon and evening: up to 1.3 kW a phase",
	charger: "A car, 16 A on three phases from 18:00 to 21:00",
	solar: "Feeds in from sunrise to sunset, up to 3 kW a phase, with clouds",
	"heat pump": "0.9 kW a phase, off and on, longer at night",
};

/** Times of day at which it can begin. */
export const CLOCKS = ["00:00", "06:00", "12:00", "18:00"] as const;

export const SPANS = ["1 h", "6 h", "24 h", "7 d"] as const;

export const PACES = { max: "as fast as the machine can", clock: "by the clock" } as const;

/** Ratios of current transformers that all built-in days together fit. */
const RATIOS = ["50/5", "100/5", "250/5"] as const;

/** Least quotient that they fit. */
const ENOUGH = 5;

/** Longest file that is played. */
const LONGEST_FILE_BYTES = 1_000_000;

export const days = signal<ReadonlySet<DayName>>(new Set(["house"]));
export const clock = signal<(typeof CLOCKS)[number]>("06:00");
export const span = signal<(typeof SPANS)[number]>("24 h");
export const pace = signal<keyof typeof PACES>("max");
const chosenRatio = signal<string | undefined>(undefined);

/** Ratio that the meter is set to; undefined while it is not known. */
const meterRatio = computed(() => {
	const packed = measured.value?.get("ctRatio");
	return packed === undefined ? undefined : `${ctPrimaryOf(packed)}/${ctSecondaryOf(packed)}`;
});

/** The meter's ratio first. */
export const ratios = computed((): readonly string[] => [
	...new Set([meterRatio.value ?? RATIOS[0], ...RATIOS]),
]);

/** Ratio to play with: that of the meter if it is large enough, unless another one was chosen. */
export const ratio = computed(() => {
	if (chosenRatio.value !== undefined) return chosenRatio.value;
	const [primary = 0, secondary = 1] = (meterRatio.value ?? "").split("/").map(Number);
	return primary / secondary >= ENOUGH ? (meterRatio.value ?? RATIOS[0]) : RATIOS[0];
});

/** Warns of the change of the meter's ratio; empty: it has it already. */
export const ratioWarning = computed(() => {
	if (ratio.value === meterRatio.value) return "";
	const unless = meterRatio.value === undefined ? " unless it is that already" : "";
	const words = `The meter’s CT ratio becomes ${ratio.value}${unless}`;
	return `${words}; it takes seven changes in its life. `;
});

export function chooseRatio(text: string): void {
	chosenRatio.value = text;
}

/** True while one that was asked for is being set up. */
export const isStarting = signal(false);

/** Why the last one was refused. */
export const problem = signal<string | undefined>(undefined);

export function toggleDay(day: DayName): void {
	const next = new Set(days.value);
	if (!next.delete(day)) next.add(day);
	days.value = next;
}

function scenarioOf(title: string, load: readonly LoadSetup[]): Scenario {
	const others = Array.from({ length: meterIndex }, () => ({}));
	return {
		version: 1,
		title,
		clock: clock.value,
		duration: span.value,
		meters: [...others, { ct: ratio.value, load }],
	};
}

async function play(text: string, name?: string): Promise<void> {
	isStarting.value = true;
	const query = pace.value === "max" ? "?speed=max" : "";
	const why = await upload(`/api/scenario${query}`, "application/yaml", text);
	isStarting.value = false;
	// The bench knows the file as the body of a request.
	problem.value = name === undefined ? why : why?.replace(/^body\b/, name);
}

/** Plays the days that are chosen. */
export async function playDays(): Promise<void> {
	const chosen = DAYS.filter((day) => days.value.has(day));
	const load = chosen.map((day) => ({ day }));
	await play(JSON.stringify(scenarioOf(chosen.join(", "), load)));
}

/** Plays a scenario, or a load profile from the chosen time of day on. */
export async function playFile(file: File): Promise<void> {
	if (file.size > LONGEST_FILE_BYTES) {
		problem.value = `${file.name}: ${file.size} bytes, the limit is ${LONGEST_FILE_BYTES}`;
		return;
	}
	const text = await file.text();
	if (!/\.csv$/i.test(file.name)) await play(text, file.name);
	else await play(JSON.stringify(scenarioOf(file.name, [{ profile: text }])));
}
