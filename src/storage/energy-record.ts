/**
 * Energy counters and mantissa as they are stored (docs/storage.md): the whole Wh with what they were counted under,
 * and the fractions by themselves.
 */
import type EnergyCounters from "energy/counters";
import { COUNTERS } from "energy/counters";
import { RecordHead } from "storage/format";
import type Page from "storage/page";

/** Offsets in the record of the energy area. */
const At = Object.freeze({
	OPERATING_SECONDS: 8,
	POWER_DOWNS: 12,
	TARIFF: 14,
	COMBINATION_CODE: 15,
	CT_PRIMARY: 16,
	CT_SECONDARY: 18,
	CT_CHANGES: 19,
	SETTINGS: 20,
	CALIBRATION: 24,
	RESETS: 28,
	COUNTERS: 32,
	TARIFF_INPUT: 32 + 4 * COUNTERS,
	END: 33 + 4 * COUNTERS,
} as const);

/** Offsets in the record of the mantissa area. */
const MantissaAt = Object.freeze({
	ENERGY: 8,
	FRACTIONS: 12,
	PULSES: 12 + 4 * COUNTERS,
} as const);

/** Pulse outputs whose pulses that are due have a place in the mantissa's record. */
export const PULSE_OUTPUTS = 3;

/** What a step of a stored fraction is. */
const FRACTION_STEP = 2 ** -32;

/** What is stored with the energy counters. */
export interface EnergyState {
	/** Seconds that the meter has metered in its life. */
	operatingSeconds: number;
	/** Times that the supply has gone since the last reset, 0..65535. */
	powerDowns: number;
	/** 1..4. */
	tariff: number;
	/** 1..5. */
	combinationCode: number;
	/** A. */
	ctPrimary: number;
	ctSecondary: number;
	/** Changes of the ratio so far, each with its page: 0..7. */
	ctChanges: number;
	/** Sequences of the newest records of the other areas when this one was written. */
	settings: number;
	calibration: number;
	resets: number;
	/** Whether 230 V stands at the tariff input. */
	tariffInput: boolean;
}

/** Puts the record into the page. */
export function encodeEnergy(page: Page, state: EnergyState, counters: EnergyCounters): void {
	const { view } = page;
	page.begin(At.END - RecordHead.PAYLOAD);
	view.setUint32(At.OPERATING_SECONDS, state.operatingSeconds);
	view.setUint16(At.POWER_DOWNS, state.powerDowns);
	view.setUint8(At.TARIFF, state.tariff);
	view.setUint8(At.COMBINATION_CODE, state.combinationCode);
	view.setUint16(At.CT_PRIMARY, state.ctPrimary);
	view.setUint8(At.CT_SECONDARY, state.ctSecondary);
	view.setUint8(At.CT_CHANGES, state.ctChanges);
	view.setUint32(At.SETTINGS, state.settings);
	view.setUint32(At.CALIBRATION, state.calibration);
	view.setUint32(At.RESETS, state.resets);
	encodeWhole(page, At.COUNTERS, counters.whole);
	view.setUint8(At.TARIFF_INPUT, state.tariffInput ? 1 : 0);
}

/** Takes the record from the page. */
export function decodeEnergy(page: Page, state: EnergyState, counters: EnergyCounters): void {
	const { view } = page;
	state.operatingSeconds = view.getUint32(At.OPERATING_SECONDS);
	state.powerDowns = view.getUint16(At.POWER_DOWNS);
	state.tariff = view.getUint8(At.TARIFF);
	state.combinationCode = view.getUint8(At.COMBINATION_CODE);
	state.ctPrimary = view.getUint16(At.CT_PRIMARY);
	state.ctSecondary = view.getUint8(At.CT_SECONDARY);
	state.ctChanges = view.getUint8(At.CT_CHANGES);
	state.settings = view.getUint32(At.SETTINGS);
	state.calibration = view.getUint32(At.CALIBRATION);
	state.resets = view.getUint32(At.RESETS);
	decodeWhole(page, At.COUNTERS, counters.whole);
	state.tariffInput = view.getUint8(At.TARIFF_INPUT) !== 0;
}

/** Puts counters into the page, 4 bytes each from `offset` on. */
export function encodeWhole(page: Page, offset: number, whole: readonly number[]): void {
	for (let i = 0; i < whole.length; i++) page.view.setUint32(offset + 4 * i, whole[i]);
}

/** Takes as many counters from the page as `whole` has. */
export function decodeWhole(page: Page, offset: number, whole: number[]): void {
	for (let i = 0; i < whole.length; i++) whole[i] = page.view.getUint32(offset + 4 * i);
}

/**
 * Puts the mantissa's record into the page: fractions rounded down, so that nothing is ever ahead.
 * @param sequence of the energy record that they belong to
 * @param pulses that are due
 */
export function encodeMantissa(
	page: Page,
	sequence: number,
	counters: EnergyCounters,
	pulses: readonly number[],
): void {
	const { view } = page;
	page.begin(MantissaAt.PULSES + 8 * PULSE_OUTPUTS - RecordHead.PAYLOAD);
	view.setUint32(MantissaAt.ENERGY, sequence);
	for (let i = 0; i < COUNTERS; i++)
		view.setUint32(MantissaAt.FRACTIONS + 4 * i, Math.floor(counters.fraction[i] / FRACTION_STEP));
	for (let i = 0; i < PULSE_OUTPUTS; i++) view.setFloat64(MantissaAt.PULSES + 8 * i, pulses[i]);
}

/**
 * Takes the mantissa's record from the page.
 * @param sequence of the energy record that was restored
 * @returns false: it belongs to another, and nothing was taken
 */
export function decodeMantissa(
	page: Page,
	sequence: number,
	counters: EnergyCounters,
	pulses: number[],
): boolean {
	const { view } = page;
	if (view.getUint32(MantissaAt.ENERGY) !== sequence) return false;
	for (let i = 0; i < COUNTERS; i++)
		counters.fraction[i] = view.getUint32(MantissaAt.FRACTIONS + 4 * i) * FRACTION_STEP;
	for (let i = 0; i < PULSE_OUTPUTS; i++) pulses[i] = view.getFloat64(MantissaAt.PULSES + 8 * i);
	return true;
}
