/** Numbers as a person reads them. */

/** `value` with so many decimals; a minus sign that is one, and none before zero. */
export function fixed(value: number, decimals: number): string {
	const text = value.toFixed(decimals);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A power in W, var or VA, in the thousands from 10 000 on. */
export function power(value: number, unit: string): string {
	return Math.abs(value) >= 10_000
		? `${fixed(value / 1000, 3)} k${unit}`
		: `${fixed(value, 1)} ${unit}`;
}

/** Meter time as days, hours, minutes and seconds. */
export function clockTime(seconds: number): string {
	const whole = Math.floor(seconds);
	const days = Math.floor(whole / 86_400);
	const parts = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
	const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
	return days > 0 ? `${days} d ${time}` : time;
}

/** A count with its thousands set apart. */
export function counted(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
