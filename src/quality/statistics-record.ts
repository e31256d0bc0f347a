/** The record of statistics: demand and extremes (docs/storage.md has the format). */
import type Demand from "quality/demand";
import type Extremes from "quality/extremes";
import { RecordHead } from "storage/format";
import type Page from "storage/page";

/** Offsets in the record. */
const At = Object.freeze({
	CT_RATIO: RecordHead.PAYLOAD,
	PERIOD: 12,
	EXTREMES_RESET: 16,
	EXTREMES: 20,
	FRAMES: 84,
	ENERGY: 92,
	DEMAND: 108,
	/** A byte, which older software leaves out. */
	WIRING: 204,
	END: 205,
} as const);

/** Values of the demand that are stored, from `demandIncomplete` to `demandResetAt`. */
const FIRST_VALUE = 1;
const VALUES = 12;

/** The stored state, and the settings that it depends on. */
export interface Kept {
	/** Packed (`energy/ct-ratio.ts`). */
	readonly ctRatio: number;
	readonly wiring: number;
	/** Minutes. */
	readonly period: number;
	readonly demand: Demand;
	readonly extremes: Extremes;
}

/** Makes the record. */
export function encodeStatistics(page: Page, kept: Kept): void {
	const { view } = page;
	const { demand, extremes } = kept;
	page.begin(At.END - RecordHead.PAYLOAD);
	view.setUint32(At.CT_RATIO, kept.ctRatio);
	view.setUint32(At.PERIOD, kept.period);
	view.setUint8(At.WIRING, kept.wiring);
	view.setUint32(At.EXTREMES_RESET, extremes.resetAt);
	for (let i = 0; i < extremes.values.length; i++)
		view.setFloat32(At.EXTREMES + 4 * i, extremes.values[i]);
	view.setFloat64(At.FRAMES, demand.frames);
	for (let i = 0; i < demand.energy.length; i++)
		view.setFloat64(At.ENERGY + 8 * i, demand.energy[i]);
	for (let i = 0; i < VALUES; i++)
		view.setFloat64(At.DEMAND + 8 * i, demand.values[FIRST_VALUE + i]);
}

/**
 * Restores extremes and demand, the running period included; but resets those of another CT ratio,
 * wiring or period: the supply failed before their change was stored here.
 */
export function decodeStatistics({ view, length }: Page, kept: Kept): void {
	const { demand, extremes } = kept;
	const sameLoads =
		view.getUint32(At.CT_RATIO) === kept.ctRatio &&
		(length <= At.WIRING || view.getUint8(At.WIRING) === kept.wiring);
	if (sameLoads) {
		extremes.resetAt = view.getUint32(At.EXTREMES_RESET);
		for (let i = 0; i < extremes.values.length; i++)
			extremes.values[i] = view.getFloat32(At.EXTREMES + 4 * i);
	} else extremes.reset();
	if (!sameLoads || view.getUint32(At.PERIOD) !== kept.period) {
		demand.reset();
		return;
	}
	demand.frames = view.getFloat64(At.FRAMES);
	for (let i = 0; i < demand.energy.length; i++)
		demand.energy[i] = view.getFloat64(At.ENERGY + 8 * i);
	for (let i = 0; i < VALUES; i++)
		demand.values[FIRST_VALUE + i] = view.getFloat64(At.DEMAND + 8 * i);
}
