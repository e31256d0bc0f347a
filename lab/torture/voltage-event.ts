/** Dips, swells and interruptions of a run, and the events that the log must have of them. */

/** V, to which parts and limits refer. */
export const DECLARED_VOLTS = 230;

/** Voltages that are outside their limits for a while. */
export interface VoltageStep {
	readonly kind: "voltage";
	/** Of the declared voltage, by phase. */
	readonly parts: readonly [number, number, number];
	readonly halves: number;
}

/** An event of the log: its code and detail (docs/storage.md). */
export type VoltageEvent = readonly [code: number, detail: number];

const DIP = 18;
const SWELL = 19;
const INTERRUPTION = 20;

/** True for the codes of voltages' events. */
export const isOfVoltage = (code: number): boolean => code >= DIP && code <= INTERRUPTION;

/**
 * The log's events of a step with the limits of a new meter, in their order.
 * @param connected phases that count, from L1
 */
export function eventsOf({ parts: all, halves }: VoltageStep, connected = 3): VoltageEvent[] {
	const parts = all.slice(0, connected);
	const event = (code: number, isOutside: (part: number) => boolean): VoltageEvent[] => {
		const outside = parts.filter(isOutside);
		if (outside.length === 0 || (code === INTERRUPTION && outside.length < connected)) return [];
		const bits = parts.reduce((sum, part, phase) => sum + (isOutside(part) ? 2 ** phase : 0), 0);
		const extreme = code === SWELL ? Math.max(...outside) : Math.min(...outside);
		return [[code, bits * 2 ** 29 + Math.round(1000 * extreme) * 2 ** 18 + halves]];
	};
	return [
		...event(DIP, (part) => part < 0.9),
		...event(SWELL, (part) => part > 1.1),
		...event(INTERRUPTION, (part) => part < 0.05),
	];
}
