/**
 * The readings of a meter over time, kept on this device: each second of the last minutes, and one
 * point every ten seconds of the hours before.
 */
import { PHASES } from "registers/quantity";
import type { RegisterName } from "../../../client/register-table.ts";
import { forget, store, stored } from "./storage.ts";

/** Readings of one second. */
export interface ChartPoint {
	/** Unix time. */
	readonly timeS: number;
	/** In the order of {@link CHARTED}. */
	readonly values: readonly number[];
}

/** Readings that are charted. */
export const CHARTED: readonly RegisterName[] = [
	"activePower",
	...PHASES.map((phase) => `activePower${phase}` as const),
	...PHASES.map((phase) => `voltage${phase}` as const),
	...PHASES.map((phase) => `current${phase}` as const),
];

/** Time with a point for each second, and length of the whole record. */
const DETAIL_S = 600;
const LENGTH_S = 6 * 3600;

/** Between two points of the older part. */
const STEP_S = 10;

/** Between two times that the record is stored. */
const KEEP_EVERY_S = 20;

const KEY = "meter-manager.charts.";
const INDEX = "meter-manager.charts";

/** Most meters whose charts are kept; those seen first are dropped. */
const MAXIMUM_METERS = 3;

export class ChartRecord {
	readonly #serialNumber: string;
	#points: readonly ChartPoint[];
	#keptS = 0;

	constructor(serialNumber: string) {
		this.#serialNumber = serialNumber;
		this.#points = load(KEY + serialNumber);
	}

	/** In the order of time. */
	get points(): readonly ChartPoint[] {
		return this.#points;
	}

	/** Adds the readings of a moment, and thins what has become old. */
	add(timeS: number, readings: ReadonlyMap<RegisterName, number>): void {
		const values = CHARTED.map((name) => readings.get(name) ?? Number.NaN);
		// A clock that was set back begins a new record.
		const before = this.#points.filter((point) => point.timeS < timeS);
		this.#points = [...thinned(before, timeS), { timeS, values }];
		if (timeS - this.#keptS >= KEEP_EVERY_S) this.keep();
	}

	/** Stores the record. A chart is not worth a message if the browser stores nothing. */
	keep(): void {
		this.#keptS = this.#points.at(-1)?.timeS ?? 0;
		if (this.#points.length === 0) return;
		const meters = [
			this.#serialNumber,
			...knownMeters().filter((each) => each !== this.#serialNumber),
		];
		for (const dropped of meters.splice(MAXIMUM_METERS)) forget(KEY + dropped);
		try {
			store(INDEX, meters);
			store(
				KEY + this.#serialNumber,
				this.#points.map(({ timeS, values }) => [Math.round(timeS), ...values]),
			);
		} catch {
			forget(KEY + this.#serialNumber);
		}
	}
}

/** Drops old points, and keeps one in {@link STEP_S} of those older than the detail. */
function thinned(points: readonly ChartPoint[], nowS: number): ChartPoint[] {
	let lastStep = 0;
	return points.filter(({ timeS }) => {
		if (timeS < nowS - LENGTH_S) return false;
		if (timeS >= nowS - DETAIL_S) return true;
		const step = Math.floor(timeS / STEP_S);
		const first = step !== lastStep;
		lastStep = step;
		return first;
	});
}

function knownMeters(): string[] {
	const meters = stored(INDEX);
	return Array.isArray(meters) ? meters.filter((each) => typeof each === "string") : [];
}

function load(key: string): ChartPoint[] {
	const rows = stored(key);
	if (!Array.isArray(rows)) return [];
	return rows.flatMap((row: unknown) => {
		if (!Array.isArray(row) || row.length !== CHARTED.length + 1) return [];
		const [timeS, ...values] = row.map((each) => (typeof each === "number" ? each : Number.NaN));
		return timeS === undefined || Number.isNaN(timeS) ? [] : [{ timeS, values }];
	});
}
