/** The legally relevant values, whose changes the audit trail keeps. */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import type Calibration from "metrology/calibration";
import { Commit } from "metrology/calibration-quantities";
import type Seal from "metrology/seal";
import type { ProposedWrite } from "registers/binding";
import { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";

/** Places of the values in an entry of the audit trail (docs/storage.md). */
export const Place = Object.freeze({
	/** 1 while open. */
	SEAL: 0,
	/** Checksum of the constants in force. */
	CALIBRATION: 1,
	/** Primary × 65536 + secondary, A. */
	CT_RATIO: 2,
	COMBINATION_CODE: 3,
	WIRING: 4,
	PARAMETER_LOCK: 5,
} as const);

/** Number of values. */
export const LEGAL_VALUES = 6;

/** Events of changed values, by their place; that of the closed seal is another. */
const EVENTS: readonly EventCode[] = Object.freeze([
	EventCode.SEAL_OPENED,
	EventCode.CALIBRATION,
	EventCode.CT_RATIO,
	EventCode.COMBINATION_CODE,
	EventCode.WIRING,
	EventCode.PARAMETER_LOCK,
]);

/** Event of a value that has changed. */
export function eventOf(place: number, value: number): EventCode {
	return place === Place.SEAL && value === 0 ? EventCode.SEAL_CLOSED : EVENTS[place];
}

/** Detail of that event. */
export function detailOf(place: number, value: number): number {
	return place === Place.SEAL ? 0 : value;
}

/** True if the value tells that the seal has been opened. */
export function isOpening(place: number, value: number): boolean {
	return place === Place.SEAL && value === 1;
}

/** True if a client may change the value without end; the CT ratio changes seven times. */
export function isUnbounded(place: number): boolean {
	return place !== Place.SEAL && place !== Place.CT_RATIO;
}

/** Names of the rows that make the state. */
export type LegalName = "ctRatio" | "combinationCode" | "wiring" | "parameterLock" | "calibrated";

export default class LegalState {
	private readonly model: RegisterModel<LegalName>;
	private readonly calibration: Calibration;
	private readonly seal: Seal;
	private readonly ctRatio: number;
	private readonly combinationCode: number;
	private readonly wiring: number;
	private readonly lock: number;
	private readonly calibrated: number;
	private readonly current: number[] = new Array(LEGAL_VALUES).fill(0);

	constructor(model: RegisterModel<LegalName>, calibration: Calibration, seal: Seal) {
		this.model = model;
		this.calibration = calibration;
		this.seal = seal;
		this.ctRatio = model.indexOf("ctRatio");
		this.combinationCode = model.indexOf("combinationCode");
		this.wiring = model.indexOf("wiring");
		this.lock = model.indexOf("parameterLock");
		this.calibrated = model.indexOf("calibrated");
	}

	/**
	 * The values in force, or those after a write: an array that is valid until the next call.
	 */
	values(write?: ProposedWrite): readonly number[] {
		const values = this.current;
		const valueAt = (row: number): number => (write ? write.valueOf(row) : this.model.get(row));
		const ratio = valueAt(this.ctRatio);
		values[Place.SEAL] = this.seal.open ? 1 : 0;
		values[Place.CALIBRATION] = write?.changes(this.calibrated)
			? this.calibration.checksumAfter(valueAt(this.calibrated) === Commit.NOMINAL)
			: this.calibration.checksum;
		values[Place.CT_RATIO] = ctPrimaryOf(ratio) * 0x10000 + ctSecondaryOf(ratio);
		values[Place.COMBINATION_CODE] = valueAt(this.combinationCode);
		values[Place.WIRING] = valueAt(this.wiring);
		values[Place.PARAMETER_LOCK] = valueAt(this.lock);
		return values;
	}
}
