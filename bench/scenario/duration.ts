/** Durations and times as people write them: `90 s`, `1 h 30 min`, `2 d`; a number is seconds. */

/** Seconds of each unit. */
const UNITS = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 } as const;

/** Between two things that happen again and again: no bus is that quick. */
export const SHORTEST_INTERVAL_SECONDS = 0.001;

const PART = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)(?![a-z])/;
const CLOCK = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/;

/**
 * Seconds of a duration; undefined if it is none.
 * @param text a number of seconds, `1 h 30 min`, or hours and minutes as `7:30` or `7:30:15`
 */
export function secondsOf(text: string | number): number | undefined {
	if (typeof text === "number") return text >= 0 && Number.isFinite(text) ? text : undefined;
	const [, hours, minutes, seconds] = CLOCK.exec(text.trim()) ?? [];
	if (hours !== undefined)
		return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds ?? 0);
	let rest = text;
	let total = 0;
	for (let part = PART.exec(rest); part; part = PART.exec(rest)) {
		const [matched, count, unit] = part;
		total += Number(count) * UNITS[unit as keyof typeof UNITS];
		rest = rest.slice(matched.length);
	}
	return rest.trim() === "" && rest !== text ? total : undefined;
}
