/** The events of a meter's log in words and as a table. */

import { EventCode } from "registers/event-code";
import { PHASES } from "registers/quantity";
import type { MeterEvent } from "../../../client/event-log.ts";
import { type VoltageEvent, voltageEventOf } from "../../../client/power-quality.ts";
import { durationText } from "../../../client/quality-rows.ts";
import { hex } from "./values.ts";

/** Texts of the event codes with their details. */
const WORDS: Readonly<Record<number, (detail: number) => string>> = {
	[EventCode.POWER_UP]: (count) => `Power on, after ${count} power ${count === 1 ? "cut" : "cuts"}`,
	[EventCode.POWER_DOWN]: (warned) => (warned ? "Power off" : "Power off without a warning"),
	[EventCode.SEAL_OPENED]: () => "Calibration seal opened",
	[EventCode.SEAL_CLOSED]: () => "Calibration seal closed",
	[EventCode.CALIBRATION]: (checksum) => `Calibrated, checksum ${hex(checksum)}`,
	[EventCode.CT_RATIO]: (ratio) => `CT ratio ${ratio >>> 16}/${ratio & 0xffff}`,
	[EventCode.COMBINATION_CODE]: (code) => `Combination code ${code}`,
	[EventCode.PASSWORD]: () => "Password changed",
	[EventCode.STORAGE_FAULT]: (code) => `Storage error ${hex(code)}`,
	[EventCode.RESET]: () => "Trip counter reset",
	[EventCode.POWER_DOWN_RESET]: (count) => `Power down counter reset, it was ${count}`,
	[EventCode.WIRING]: (code) => `Wiring ${code}`,
	[EventCode.LOCKED]: (seconds) => `Wrong passwords: locked for ${seconds} s`,
	[EventCode.RESTART]: () => "Restarted without a power cut",
	[EventCode.OVER_RANGE]: overRangeText,
	[EventCode.PARAMETER_LOCK]: (locked) =>
		`CT ratio and combination code ${locked ? "locked" : "unlocked"}`,
	[EventCode.TEMPERATURE]: (doubtful) =>
		doubtful ? "Temperature in doubt" : "Temperature no longer in doubt",
};

/** Phases, and energy once it has ended. */
function overRangeText(detail: number): string {
	const phases = PHASES.filter((_, phase) => (detail >>> 24) & (1 << phase)).join(" ");
	const energyWh = detail & 0xffffff;
	return `Over range ${phases}${energyWh > 0 ? `, ended: ${energyWh} Wh in doubt` : ""}`;
}

export function eventText(event: MeterEvent): string {
	const { code, detail } = event;
	const voltage = voltageEventOf(event);
	if (voltage) return voltageText(voltage);
	return WORDS[code]?.(detail) ?? `Event ${code}, ${hex(detail)}`;
}

/** Names an event of the voltage and its phases. */
export function voltageTitle({ kind, phases }: VoltageEvent): string {
	return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${phases.join(" ")}`;
}

/** The log does not have the frequency, by which half cycles would be a time. */
function voltageText(event: VoltageEvent): string {
	const { voltagePercent, halfCycles } = event;
	const extreme = event.kind === "swell" ? "up to" : "down to";
	const duration = durationText(halfCycles, 0);
	return `${voltageTitle(event)}, ${extreme} ${voltagePercent.toFixed(1)} % for ${duration}`;
}

/**
 * Returns the latest events with those read before, latest first. Of those, none is kept that is
 * newer or does not follow: the log has begun again, or has others in between.
 */
export function joined(
	latest: readonly MeterEvent[],
	before: readonly MeterEvent[],
): readonly MeterEvent[] {
	const oldest = latest.at(-1);
	if (!oldest) return latest;
	const older = before.filter(({ number }) => number < oldest.number);
	return older[0]?.number === oldest.number - 1 ? [...latest, ...older] : latest;
}

/** Formats an operating time with its units, so that it is not taken for a time of day. */
export function operatingTime(seconds: number): string {
	const parts = [
		[Math.floor(seconds / 86_400), "d"],
		[Math.floor(seconds / 3600) % 24, "h"],
		[Math.floor(seconds / 60) % 60, "min"],
		[seconds % 60, "s"],
	] as const;
	const first = parts.findIndex(([value, unit]) => value > 0 || unit === "s");
	return parts
		.slice(first)
		.map(([value, unit], i) => `${i > 0 ? `${value}`.padStart(2, "0") : value} ${unit}`)
		.join(" ");
}

/** Formats events as CSV (RFC 4180), one line per event. */
export function eventsCsv(serialNumber: string, events: readonly MeterEvent[]): string {
	const lines = events.map((event) =>
		[
			serialNumber,
			event.number,
			event.operatingS,
			event.code,
			event.detail,
			`"${eventText(event)}"`,
		].join(","),
	);
	return ["serialNumber,number,operatingSeconds,code,detail,text", ...lines, ""].join("\r\n");
}
