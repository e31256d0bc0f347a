/**
 * Records that metering needs besides the energy counters: calibration, CT history, resettable
 * counters; docs/storage.md has the format.
 */
import { COUNTERS } from "energy/counters";
import type CtHistory from "energy/ct-history";
import { PAGE_COUNTERS } from "energy/ct-history";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import type Calibration from "metrology/calibration";
import {
	CONSTANT_COUNT,
	CONSTANTS,
	type ConstantName,
	STEP_PLACE,
	stepOf,
} from "metrology/calibration-constants";
import { PHASES } from "registers/quantity";
import { decodeWhole, encodeWhole } from "storage/energy-record";
import { RecordHead } from "storage/format";
import type Page from "storage/page";

/** Offsets in the records. */
const CtPageAt = Object.freeze({ PRIMARY: 8, SECONDARY: 10, COUNTERS: 12 } as const);
const CalibrationAt = Object.freeze({
	CALIBRATED: 8,
	LAYOUT: 9,
	/** Zeros, which software of layout 0 takes for a gain out of range: it stops. */
	BARRIER: 12,
	CONSTANTS: 16,
	STEPS: 16 + 4 * STEP_PLACE,
	END: 16 + 4 * STEP_PLACE + 2 * (CONSTANT_COUNT - STEP_PLACE),
} as const);

/**
 * Layout of the record of calibration. 1: no constants with a step; 0: seven constants a phase,
 * from the barrier.
 */
const LAYOUT = 2;

/** The constants of layout 0; its phase error, measured at 50 Hz, counts as lead. */
const FORMER_CONSTANTS: readonly ConstantName[] = Object.freeze([
	"voltageGain",
	"currentGain",
	"powerGain",
	"lead",
	"activeOffset",
	"reactiveOffset",
	"currentNoise",
]);
const ResetAt = Object.freeze({
	COUNTERS: 8,
	EVENT: 8 + 4 * COUNTERS,
	END: 12 + 4 * COUNTERS,
} as const);

/** Makes a record of the constants after a commit or, if `nominal`, after a reset. */
export function encodeCalibration(page: Page, calibration: Calibration, nominal: boolean): void {
	page.begin(CalibrationAt.END - RecordHead.PAYLOAD);
	page.view.setUint8(CalibrationAt.CALIBRATED, nominal ? 0 : 1);
	page.view.setUint8(CalibrationAt.LAYOUT, LAYOUT);
	for (let i = 0; i < STEP_PLACE; i++)
		page.view.setFloat32(CalibrationAt.CONSTANTS + 4 * i, calibration.after(i, nominal));
	for (let i = STEP_PLACE; i < CONSTANT_COUNT; i++)
		page.view.setInt16(stepsAt(i), Math.round(calibration.after(i, nominal) / stepOf(i)));
}

/** True if the record's layout is known. */
export function isCalibrationKnown({ view }: Page): boolean {
	return view.getUint8(CalibrationAt.LAYOUT) <= LAYOUT;
}

/**
 * Puts the constants of a record of a known layout in force; false, with none changed, if one is
 * out of range.
 */
export function decodeCalibration(page: Page, calibration: Calibration): boolean {
	const { view } = page;
	if (view.getUint8(CalibrationAt.CALIBRATED) === 0) return true;
	const layout = view.getUint8(CalibrationAt.LAYOUT);
	// Constants that a former layout lacks are nominal.
	calibration.stageNominal();
	if (layout === 0) stageFormer(view, calibration);
	else stage(view, calibration, layout);
	return calibration.commit();
}

/** Stages the constants of a record of layout 1 or 2. */
function stage(view: DataView, calibration: Calibration, layout: number): void {
	for (let i = 0; i < STEP_PLACE; i++)
		calibration.stage(i, view.getFloat32(CalibrationAt.CONSTANTS + 4 * i));
	if (layout === 1) return;
	for (let i = STEP_PLACE; i < CONSTANT_COUNT; i++)
		calibration.stage(i, view.getInt16(stepsAt(i)) * stepOf(i));
}

/** Offset of a constant with a step. */
function stepsAt(place: number): number {
	return CalibrationAt.STEPS + 2 * (place - STEP_PLACE);
}

/**
 * Stages the constants of a record of layout 0. Its offsets were subtracted after gains and lead;
 * these differ from 1 and 0 by 2 % at most, which is negligible in an offset.
 */
function stageFormer(view: DataView, calibration: Calibration): void {
	let offset: number = CalibrationAt.BARRIER;
	for (let phase = 0; phase < PHASES.length; phase++)
		for (const name of FORMER_CONSTANTS) {
			const place = CONSTANTS.findIndex((constant) => constant.name === name);
			calibration.stage(phase * CONSTANTS.length + place, view.getFloat32(offset));
			offset += 4;
		}
}

/**
 * Makes a record of a page of the CT history.
 * @param ratio packed (`energy/ct-ratio.ts`)
 * @param whole the energy counters at its beginning
 */
export function encodeCtPage(page: Page, ratio: number, whole: readonly number[]): void {
	page.begin(CtPageAt.COUNTERS + 4 * PAGE_COUNTERS - RecordHead.PAYLOAD);
	page.view.setUint16(CtPageAt.PRIMARY, ctPrimaryOf(ratio));
	page.view.setUint8(CtPageAt.SECONDARY, ctSecondaryOf(ratio));
	encodeWhole(page, CtPageAt.COUNTERS, whole.slice(0, PAGE_COUNTERS));
}

/** Adds the page of a record to the CT history. */
export function decodeCtPage(page: Page, history: CtHistory): void {
	const beginning: number[] = new Array(PAGE_COUNTERS).fill(0);
	decodeWhole(page, CtPageAt.COUNTERS, beginning);
	const primary = page.view.getUint16(CtPageAt.PRIMARY);
	history.restore({ primary, secondary: page.view.getUint8(CtPageAt.SECONDARY) }, beginning);
}

/**
 * Makes a record of the counters at the last reset.
 * @param firstEvent lowest number that its event can have
 */
export function encodeResetPoint(page: Page, whole: readonly number[], firstEvent: number): void {
	page.begin(ResetAt.END - RecordHead.PAYLOAD);
	encodeWhole(page, ResetAt.COUNTERS, whole);
	page.view.setUint32(ResetAt.EVENT, firstEvent);
}

/** Restores the counters at the last reset. */
export function decodeResetPoint(page: Page, resetPoint: number[]): void {
	decodeWhole(page, ResetAt.COUNTERS, resetPoint);
}

/** Restores the lowest number that a reset's event can have; 0: a record of older software. */
export function decodeResetEvent({ length, view }: Page, plan: { firstEvent: number }): void {
	plan.firstEvent = length < ResetAt.END ? 0 : view.getUint32(ResetAt.EVENT);
}
