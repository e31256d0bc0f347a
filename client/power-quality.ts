/**
 * Power quality as a client reads it (docs/power-quality.md): values by register name, and events
 * of the voltage. Harmonics and waveforms are in quality-series.
 */
import { EventCode } from "registers/event-code";
import { PHASES } from "registers/quantity";
import type { MeterEvent } from "./event-log.ts";
import type { RegisterAccess } from "./register-access.ts";
import { decodeRegister } from "./register-codec.ts";
import { type RegisterName, registerOf, registers } from "./register-table.ts";

/** Values by register, in the register's unit; NaN: not known at present. */
export type QualityValues = ReadonlyMap<RegisterName, number>;

/** First and last registers of the parts, of which each is read in one request. */
const PARTS = {
	quality: ["qualityWindow", "interruptionLimit"],
	demand: ["demandPeriod", "operatingTime"],
	extremes: ["voltageMinimumL1", "extremesResetAt"],
} as const satisfies Readonly<Record<string, readonly [RegisterName, RegisterName]>>;

export type QualityPart = keyof typeof PARTS;

const ALL_PARTS = Object.keys(PARTS) as QualityPart[];

/** Reads all values of the parts, or of all. Rejects with the reason if that fails. */
export async function readQuality(
	meter: RegisterAccess,
	parts: readonly QualityPart[] = ALL_PARTS,
): Promise<QualityValues> {
	const values = new Map<RegisterName, number>();
	for (const part of parts) {
		const [from, to] = PARTS[part];
		const [first, last] = [registerOf(from).address, registerOf(to)];
		const end = last.address + last.length;
		const words = await meter.read(first, end - first);
		for (const row of registers)
			if (row.address >= first && row.address < end)
				values.set(row.name, decodeRegister(row, words.seek(2 * (row.address - first)), false));
	}
	return values;
}

/** An event of the voltage. */
export interface VoltageEvent {
	/** In the log. */
	readonly number: number;
	readonly kind: "dip" | "swell" | "interruption";
	/** Operating time of the meter at its end. */
	readonly operatingS: number;
	/** Phases that were outside the limit. */
	readonly phases: readonly string[];
	/** Lowest, or of a swell highest, voltage in percent of the declared one. */
	readonly voltagePercent: number;
	/** Duration; {@link MOST_HALF_CYCLES}: that or more. */
	readonly halfCycles: number;
}

const KINDS: Readonly<Record<number, VoltageEvent["kind"]>> = {
	[EventCode.DIP]: "dip",
	[EventCode.SWELL]: "swell",
	[EventCode.INTERRUPTION]: "interruption",
};

/** Numbers that fields of the detail hold, from the lowest bit (docs/storage.md). */
const DURATIONS = 2 ** 18;
const DEPTHS = 2 ** 11;

/** Longest duration that the log holds. */
export const MOST_HALF_CYCLES = DURATIONS - 1;

/** Returns the event of the voltage that an entry of the log is; undefined if it is another one. */
export function voltageEventOf(event: MeterEvent): VoltageEvent | undefined {
	const { number, operatingS, code, detail } = event;
	const kind = KINDS[code];
	if (!kind) return undefined;
	const phases = Math.floor(detail / (DURATIONS * DEPTHS));
	return {
		number,
		kind,
		operatingS,
		phases: PHASES.filter((_, phase) => (phases >> phase) & 1),
		voltagePercent: (Math.floor(detail / DURATIONS) % DEPTHS) / 10,
		halfCycles: detail % DURATIONS,
	};
}
