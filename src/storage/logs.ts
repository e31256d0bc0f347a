/** The event log, and the audit trail of the legally relevant values (docs/storage.md). */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import type Calibration from "metrology/calibration";
import { Commit } from "metrology/calibration-quantities";
import type Seal from "metrology/seal";
import type { ProposedWrite } from "registers/binding";
import { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";
import { RecordHead } from "storage/format";
import type Page from "storage/page";
import type Twin from "storage/twin";

/** Offsets in the record. */
const At = Object.freeze({ SECONDS: 8, DETAIL: 12, CODE: 16, END: 18 } as const);

/** An event, or with number 0 none. */
export interface LogEvent {
	/** From 1. A number that is missing tells of a lost event. */
	number: number;
	/** Operating seconds of the meter. */
	seconds: number;
	/** An {@link EventCode}. */
	code: number;
	/** 0..2^32 − 1; its meaning depends on the code. */
	detail: number;
}

/** More fields of a log's records, in the bytes after those of every event. */
interface Extension {
	readonly bytes: number;
	encode(view: DataView): void;
}

/** A log of events: numbered, with the meter's operating time, kept twice. */
export class EventLog {
	private readonly twin: Twin;
	private readonly extension: Extension | undefined;
	/** Highest number that was ever given, as far as known from elsewhere. */
	private given = 0;
	/** True if the last search has ended at an older event. */
	private passed = false;
	/** The event to be written, or the one that was found. */
	private readonly event: LogEvent = { number: 0, seconds: 0, code: 0, detail: 0 };

	constructor(twin: Twin, extension?: Extension) {
		this.twin = twin;
		this.extension = extension;
	}

	/** Number of the latest event; 0 if there is none. */
	get latest(): number {
		return Math.max(this.twin.sequence, this.given);
	}

	/** Gives no number again up to this one, whose event may be lost. */
	skipTo(number: number): void {
		this.given = number;
	}

	/** Adds an event; false if it could not be stored. */
	add(code: EventCode, seconds: number, detail: number): boolean {
		const event = this.event;
		event.number = this.latest + 1;
		event.seconds = seconds;
		event.detail = detail;
		event.code = code;
		return this.twin.write(this.encode, event, event.number);
	}

	/** True if an event of this code has a number from `first`. */
	has(code: EventCode, first: number): boolean {
		return this.twin.find(0, ({ sequence, view }) => {
			if (sequence < first) return -1;
			return view.getUint16(At.CODE) === code ? 1 : 0;
		});
	}

	/** Reads the event `number` into `target`, whose number becomes 0 if there is no such event. */
	read(number: number, target: LogEvent): void {
		const event = this.event;
		const { sequence } = this.twin;
		event.number = number;
		this.passed = false;
		const found =
			number > 0 &&
			number <= sequence &&
			(this.twin.find(sequence - number, this.decodeIfMatching) ||
				// Numbers are missing, so fewer events than expected are newer than this one.
				(this.passed && this.twin.find(0, this.decodeIfMatching)));
		target.number = found ? number : 0;
		target.seconds = found ? event.seconds : 0;
		target.code = found ? event.code : 0;
		target.detail = found ? event.detail : 0;
	}

	private readonly encode = (page: Page, { seconds, detail, code }: LogEvent): void => {
		const { view } = page;
		page.begin(At.END - RecordHead.PAYLOAD + (this.extension?.bytes ?? 0));
		view.setUint32(At.SECONDS, seconds);
		view.setUint32(At.DETAIL, detail);
		view.setUint16(At.CODE, code);
		this.extension?.encode(view);
	};

	private readonly decodeIfMatching = ({ sequence, view }: Page): number => {
		const event = this.event;
		this.passed = sequence < event.number;
		if (sequence !== event.number) return this.passed ? -1 : 0;
		event.seconds = view.getUint32(At.SECONDS);
		event.detail = view.getUint32(At.DETAIL);
		event.code = view.getUint16(At.CODE);
		return 1;
	};
}

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
function isOpening(place: number, value: number): boolean {
	return place === Place.SEAL && value === 1;
}

/** True if a client may change the value without end; the CT ratio changes seven times. */
function isUnbounded(place: number): boolean {
	return place !== Place.SEAL && place !== Place.CT_RATIO;
}

/** Names of the rows that make the state. */
export type LegalName = "ctRatio" | "combinationCode" | "wiring" | "parameterLock" | "calibrated";

/** The legally relevant values, whose changes the audit trail keeps. */
export class LegalState {
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

	/** The values in force, or those after a write, in an array that is valid until the next call. */
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

/** Offsets in the record of an entry, after the fields of every event. */
const EntryAt = Object.freeze({ CHANGES: 18, CHECKSUM: 20, VALUES: 24, END: 48 } as const);

/** Most changes between two openings of the seal, since they must not flush the first one. */
const MAXIMUM_CHANGES = 256;

/**
 * The audit trail: a log of legally relevant events that no other event can flush. Each entry has
 * the checksum of the one before, and the legally relevant values as they are after it.
 */
export class AuditTrail implements Extension {
	readonly log: EventLog;
	readonly bytes = EntryAt.END - EntryAt.CHANGES;
	private readonly twin: Twin;
	/** Of the newest entry: its values, its checksum, changes since the seal was opened. */
	private readonly values: number[] = new Array(LEGAL_VALUES).fill(0);
	private newestChecksum = 0;
	private changes = 0;

	constructor(twin: Twin) {
		this.twin = twin;
		this.log = new EventLog(twin, this);
	}

	/**
	 * Continues after the newest entry.
	 * @param values those of a meter without an entry
	 */
	open(values: readonly number[]): void {
		for (let place = 0; place < LEGAL_VALUES; place++) this.values[place] = values[place];
		this.twin.read(this.decode, undefined);
	}

	/** Checksum of the newest entry, which covers all before it; 0 if there is none. */
	get checksum(): number {
		return this.newestChecksum;
	}

	/** Changes that are taken until the calibration seal must be opened. */
	get changesLeft(): number {
		return Math.max(0, MAXIMUM_CHANGES - this.changes);
	}

	/**
	 * True if there are changes left for all values that differ from the newest entry's.
	 * @param written place of a value that counts as changed; −1: none
	 */
	hasRoomFor(values: readonly number[], written: number): boolean {
		let changes = 0;
		for (let place = 0; place < LEGAL_VALUES; place++)
			if ((place === written || this.differs(place, values)) && isUnbounded(place)) changes++;
		return changes <= this.changesLeft;
	}

	/** True if a value is another than in the newest entry. */
	differs(place: number, values: readonly number[]): boolean {
		return values[place] !== this.values[place];
	}

	/** Adds the entry of a value that is to change or has changed; false if it was not stored. */
	addValue(place: number, value: number, seconds: number): boolean {
		const [before, changes] = [this.values[place], this.changes];
		this.values[place] = value;
		if (isOpening(place, value)) this.changes = 0;
		else if (isUnbounded(place)) this.changes++;
		if (this.add(eventOf(place, value), seconds, detailOf(place, value))) return true;
		this.values[place] = before;
		this.changes = changes;
		return false;
	}

	/** Adds an entry that changes no value; false if it was not stored. */
	add(code: EventCode, seconds: number, detail: number): boolean {
		if (!this.log.add(code, seconds, detail)) return false;
		this.twin.read(this.decode, undefined);
		return true;
	}

	encode(view: DataView): void {
		view.setUint16(EntryAt.CHANGES, this.changes);
		view.setUint32(EntryAt.CHECKSUM, this.newestChecksum);
		for (let place = 0; place < LEGAL_VALUES; place++)
			view.setUint32(EntryAt.VALUES + 4 * place, this.values[place]);
	}

	private readonly decode = (page: Page): void => {
		const { view } = page;
		this.newestChecksum = page.checksum;
		this.changes = view.getUint16(EntryAt.CHANGES);
		for (let place = 0; place < LEGAL_VALUES; place++)
			this.values[place] = view.getUint32(EntryAt.VALUES + 4 * place);
	};
}
