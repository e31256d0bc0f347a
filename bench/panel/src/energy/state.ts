/** Energy over time, as the bench has kept it. */
import { signal } from "@preact/signals";
import type { EnergyPeriod } from "../../../live/energy-log.ts";
import { ask } from "../api.ts";

/** Spans to choose from: a number of periods of some minutes. */
export const SPANS = {
	hour: { minutes: 1, count: 60, words: "by minutes" },
	day: { minutes: 30, count: 48, words: "by half hours" },
	month: { minutes: 1440, count: 31, words: "by days" },
} as const;

export type Span = keyof typeof SPANS;

export const SPAN_NAMES = Object.keys(SPANS) as Span[];

/** Span that is chosen. */
export const span = signal<Span>("hour");

/** Periods of a span, which is the chosen one as soon as the bench has answered. */
export const read = signal<{ readonly span: Span; readonly periods: readonly EnergyPeriod[] }>({
	span: span.peek(),
	periods: [],
});

/** Reads the periods of the chosen span. */
export async function refresh(): Promise<void> {
	const chosen = span.peek();
	const { minutes, count } = SPANS[chosen];
	const periods = await ask<EnergyPeriod[]>("GET", `/energy?minutes=${minutes}&count=${count}`);
	// Another span may have been chosen meanwhile.
	if (periods && chosen === span.peek()) read.value = { span: chosen, periods };
}

/** Shows another span. */
export async function choose(next: Span): Promise<void> {
	span.value = next;
	await refresh();
}
