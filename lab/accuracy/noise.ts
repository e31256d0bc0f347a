/** The noise of a measurement, from repeated measurements of all meters. */
import type { Examination } from "./examination.ts";
import { QUANTITIES, type Quantity } from "./quantities.ts";
import { REPEATED_SECONDS, repeatedId } from "./repeated-cases.ts";
import { pooledDeviation } from "./statistics.ts";

/** Currents, A, between which the noise is known. */
const LEAST = 0.01;
const MOST = 5;

/** Seconds of the reading of a power factor. */
const READING_SECONDS = 1;

/** Standard deviation of one phase's error in one measurement, all phases of all meters pooled. */
export function repeatability(
	examinations: readonly Examination[],
	id: string,
	quantity: Quantity,
): number {
	const groups = examinations.flatMap(({ repeats }) => {
		const outcomes = repeats.find((one) => one.id === id)?.outcomes ?? [];
		const count = outcomes[0]?.errors[quantity].length ?? 0;
		return Array.from({ length: count }, (_, phase) =>
			outcomes.flatMap(({ errors }) => errors[quantity][phase] ?? []),
		);
	});
	return pooledDeviation(groups);
}

export class Noise {
	/** By quantity: at the least current, at the most. */
	readonly #deviations: ReadonlyMap<Quantity, readonly [number, number]>;

	constructor(examinations: readonly Examination[]) {
		this.#deviations = new Map(
			QUANTITIES.map((quantity) => [
				quantity,
				[
					repeatability(examinations, repeatedId(LEAST, "PF 1"), quantity),
					repeatability(examinations, repeatedId(MOST, "PF 1"), quantity),
				],
			]),
		);
	}

	/**
	 * Standard deviation of one measurement of one phase: white noise of the converters, whose part
	 * falls with the current, and what does not depend on it. That of a power factor is at most
	 * that of its active power.
	 * @param current A
	 * @param seconds of the average
	 */
	deviation(quantity: Quantity, current: number, seconds: number): number {
		if (quantity === "powerFactor")
			return this.deviation("activePower", current, READING_SECONDS) / 100;
		const [atLeast, atMost] = this.#deviations.get(quantity) ?? [Number.NaN, Number.NaN];
		const voltageAlone = quantity === "voltage" || quantity === "frequency";
		const part = voltageAlone ? atLeast : Math.hypot((atLeast * LEAST) / current, atMost);
		return part * Math.sqrt(REPEATED_SECONDS / seconds);
	}
}
