/** Formats numbers for people. */
import { decimalsOf } from "../../../../client/digits.ts";

/** Most decimals of a value that has more than its field usually shows. */
const MOST_DECIMALS = 4;

/** Formats `value` with a true minus sign, and none before zero. */
export function fixed(value: number, decimals: number): string {
	const text = value.toFixed(decimals);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** Formats a reading: with `decimals` at most. */
export function figure(value: number, decimals: number): string {
	return fixed(value, decimalsOf(value, decimals));
}

/** Formats a setting: with `decimals`, or with more if it has been set to more. */
export function exact(value: number, decimals: number): string {
	const rounded = Number(value.toFixed(MOST_DECIMALS));
	const enough = Number(value.toFixed(decimals)) === rounded;
	return enough ? fixed(value, decimals) : String(rounded).replace("-", "−");
}

/** Cuts `value` to `decimals`, as a counter shows what it has counted whole. */
export function cut(value: number, decimals: number): string {
	const scale = 10 ** decimals;
	// A hair more than the value: 0.3 × 1000 is a hair less than 300.
	return fixed(Math.trunc(value * scale * (1 + Number.EPSILON)) / scale, decimals);
}

/**
 * Formats an energy that a meter has counted (Wh, varh) in thousands of its unit. The meter's count
 * is whole, but the float that carries it is the nearest there is, often a hair less: cutting it
 * would lose one.
 */
export function countedEnergy(wattHours: number): string {
	return fixed(Math.round(wattHours) / 1000, 3);
}

/** True if a power or energy is shown in thousands of its unit. */
export function isLarge(value: number): boolean {
	return Math.abs(value) >= 10_000;
}

/** Formats a power in W, var or VA, or an energy in Wh, or in thousands of them if it is large. */
export function power(value: number, unit: string, decimals = 1): string {
	return isLarge(value)
		? `${fixed(value / 1000, 3)} k${unit}`
		: `${fixed(value, decimals)} ${unit}`;
}

/** Formats a number at an axis, in thousands or millions of its unit if it is large. */
export function atAxis(value: number, unit: string): string {
	if (isLarge(value / 1000)) return `${value / 1e6} M${unit}`;
	return isLarge(value) ? `${value / 1000} k${unit}` : `${value} ${unit}`;
}

/** Formats meter time (s) as days, hours, minutes and seconds. */
export function clockTime(seconds: number): string {
	const whole = Math.floor(seconds);
	const days = Math.floor(whole / 86_400);
	const parts = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
	const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
	return days > 0 ? `${days} d ${time}` : time;
}

/** Formats a count with spaces between the thousands. */
export function counted(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
