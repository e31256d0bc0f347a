/**
 * Records that metering needs besides the energy counters: calibration, CT history, resettable
 * counters; docs/storage.md has the format.
 */
import type CtHistory from "energy/ct-history";
import { PAGE_COUNTERS } from "energy/ct-history";
import type Calibration from "metrology/calibration";
import { CONSTANT_COUNT } from "metrology/calibration-constants";
import { decodeWhole, encodeWhole } from "storage/energy-record";
import { RecordHead } from "storage/format";
import type Page from "storage/page";

/** Offsets in the records. */
const CtPageAt = Object.freeze({ PRIMARY: 8, SECONDARY: 10, COUNTERS: 12 } as const);
const CalibrationAt = Object.freeze({ CALIBRATED: 8, CONSTANTS: 12 } as const);
const RESET_COUNTERS = 8;

/** Makes a record of the constants in force. */
export function encodeCalibration(page: Page, calibration: Calibration): void {
	page.begin(CalibrationAt.CONSTANTS + 4 * CONSTANT_COUNT - RecordHead.PAYLOAD);
	page.view.setUint8(CalibrationAt.CALIBRATED, calibration.calibrated ? 1 : 0);
	for (let i = 0; i < CONSTANT_COUNT; i++)
		page.view.setFloat32(CalibrationAt.CONSTANTS + 4 * i, calibration.inForce(i));
}

/** Puts the constants of a record in force; false, with none changed, if one is out of range. */
export function decodeCalibration({ view }: Page, calibration: Calibration): boolean {
	if (view.getUint8(CalibrationAt.CALIBRATED) === 0) return true;
	for (let i = 0; i < CONSTANT_COUNT; i++)
		calibration.stage(i, view.getFloat32(CalibrationAt.CONSTANTS + 4 * i));
	return calibration.commit();
}

/** Makes a record of the last page of the CT history: its ratio, and the counters at its start. */
export function encodeCtPage(page: Page, history: CtHistory): void {
	page.begin(CtPageAt.COUNTERS + 4 * PAGE_COUNTERS - RecordHead.PAYLOAD);
	page.view.setUint16(CtPageAt.PRIMARY, history.present.primary);
	page.view.setUint8(CtPageAt.SECONDARY, history.present.secondary);
	encodeWhole(page, CtPageAt.COUNTERS, history.lastBeginning);
}

/** Adds the page of a record to the CT history. */
export function decodeCtPage(page: Page, history: CtHistory): void {
	const beginning: number[] = new Array(PAGE_COUNTERS).fill(0);
	decodeWhole(page, CtPageAt.COUNTERS, beginning);
	const primary = page.view.getUint16(CtPageAt.PRIMARY);
	history.restore({ primary, secondary: page.view.getUint8(CtPageAt.SECONDARY) }, beginning);
}

/** Makes a record of the counters at the last reset. */
export function encodeResetPoint(page: Page, resetPoint: readonly number[]): void {
	page.begin(RESET_COUNTERS + 4 * resetPoint.length - RecordHead.PAYLOAD);
	encodeWhole(page, RESET_COUNTERS, resetPoint);
}

/** Restores the counters at the last reset. */
export function decodeResetPoint(page: Page, resetPoint: number[]): void {
	decodeWhole(page, RESET_COUNTERS, resetPoint);
}
