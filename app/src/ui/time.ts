/** Times of day and dates as the whole app shows them. */

const CLOCK: Intl.DateTimeFormatOptions = {
	hour: "2-digit",
	minute: "2-digit",
	second: "2-digit",
	hourCycle: "h23",
};

/** Formats a time of day with seconds, in 24 hours. */
export function timeOfDay(time: Date): string {
	return time.toLocaleTimeString([], CLOCK);
}

/** Formats a date in the user's way, with the time of day. */
export function dateAndTime(time: Date): string {
	return `${time.toLocaleDateString()} ${timeOfDay(time)}`;
}
