/**
 * Records of the energy area (whole Wh and the state that they were counted in) and of the mantissa
 * area (fractions of a Wh); docs/storage.md has the format.
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
	AUDIT_TRAIL: 36 + 4 * COUNTERS,
	END: 40 + 4 * COUNTERS,
} as const);

/** Offsets in the record of the mantissa area. */
const MantissaAt = Object.freeze({
	ENERGY: 8,
	FRACTIONS: 12,
	PULSES: 12 + 4 * COUNTERS,
} as const);

/** Pulse outputs whose due pulses are stored in the mantissa's record. */
export const PULSE_OUTPUTS = 3;

/** Resolution of a stored fraction, Wh. */
const FRACTION_STEP = 2 ** -32;

/** State that is stored with the energy counters. */
export interface EnergyState {
	/** Seconds that the meter has metered in its life. */
	operatingSeconds: number;
	/** Power cuts since the last reset, 0..65535. */
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
	/** Sequence of the last record of settings that was carried out whole. */
	settings: number;
	/** Sequences of the newest records of these areas when this one was written. */
	calibration: number;
	resets: number;
	auditTrail: number;
	/** True while the tariff input has 230 V. */
	tariffInput: boolean;
	/** The counters, of which the whole Wh are stored. */
	readonly counters: EnergyCounters;
}

/** The contents of the mantissa's record. */
export interface Mantissa {
	/** Sequence of the energy record that the fractions belong to. */
	energySequence: number;
	/** The counters, of which the fractions are stored. */
	readonly counters: EnergyCounters;
	/** Pulses that are due, one number an output. */
	readonly pulses: number[];
}

/** State of a new meter. */
export function newEnergyState(counters: EnergyCounters): EnergyState {
	return {
		operatingSeconds: 0,
		powerDowns: 0,
		tariff: 1,
		combinationCode: 1,
		ctPrimary: 5,
		ctSecondary: 5,
		ctChanges: 0,
		settings: 0,
		calibration: 0,
		resets: 0,
		auditTrail: 0,
		tariffInput: false,
		counters,
	};
}

/** Makes the record of the energy area. */
export function encodeEnergy(page: Page, state: EnergyState): void {
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
	encodeWhole(page, At.COUNTERS, state.counters.whole);
	view.setUint8(At.TARIFF_INPUT, state.tariffInput ? 1 : 0);
	view.setUint32(At.AUDIT_TRAIL, state.auditTrail);
}

/** Restores state and counters from the record of the energy area. */
export function decodeEnergy(page: Page, state: EnergyState): void {
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
	decodeWhole(page, At.COUNTERS, state.counters.whole);
	state.tariffInput = view.getUint8(At.TARIFF_INPUT) !== 0;
	// Software without an audit trail made shorter records.
	state.auditTrail = page.length >= At.END ? view.getUint32(At.AUDIT_TRAIL) : 0;
}

/** Writes counters to the page, 4 bytes each, starting at `offset`. */
export function encodeWhole(page: Page, offset: number, whole: readonly number[]): void {
	for (let i = 0; i < whole.length; i++) page.view.setUint32(offset + 4 * i, whole[i]);
}

/** Reads as many counters from the page as `whole` has, starting at `offset`. */
export function decodeWhole(page: Page, offset: number, whole: number[]): void {
	for (let i = 0; i < whole.length; i++) whole[i] = page.view.getUint32(offset + 4 * i);
}

/** Makes the mantissa's record; rounds fractions down, so that no restored value is ever ahead. */
export function encodeMantissa(page: Page, { energySequence, counters, pulses }: Mantissa): void {
	const { view } = page;
	page.begin(MantissaAt.PULSES + 8 * PULSE_OUTPUTS - RecordHead.PAYLOAD);
	view.setUint32(MantissaAt.ENERGY, energySequence);
	for (let i = 0; i < COUNTERS; i++)
		view.setUint32(MantissaAt.FRACTIONS + 4 * i, Math.floor(counters.fraction[i] / FRACTION_STEP));
	for (let i = 0; i < PULSE_OUTPUTS; i++) view.setFloat64(MantissaAt.PULSES + 8 * i, pulses[i]);
}

/**
 * Restores fractions and due pulses from the mantissa's record; false, with nothing changed, if it
 * does not belong to the energy record of `energySequence`.
 */
export function decodeMantissa(
	{ view }: Page,
	{ energySequence, counters, pulses }: Mantissa,
): boolean {
	if (view.getUint32(MantissaAt.ENERGY) !== energySequence) return false;
	for (let i = 0; i < COUNTERS; i++)
		counters.fraction[i] = view.getUint32(MantissaAt.FRACTIONS + 4 * i) * FRACTION_STEP;
	for (let i = 0; i < PULSE_OUTPUTS; i++) pulses[i] = view.getFloat64(MantissaAt.PULSES + 8 * i);
	return true;
}
