/**
 * The audit trail: a log of legally relevant events that no other event can flush. Each entry has
 * the checksum of the one before, and the legally relevant values as they are after it
 * (docs/storage.md).
 */
import type { EventCode } from "registers/event-code";
import EventLog, { type Extension } from "storage/event-log";
import { detailOf, eventOf, isOpening, isUnbounded, LEGAL_VALUES } from "storage/legal-state";
import type Page from "storage/page";
import type Twin from "storage/twin";

/** Offsets in the record, after the fields of every event. */
const At = Object.freeze({ CHANGES: 18, CHECKSUM: 20, VALUES: 24, END: 48 } as const);

/**
 * Most changes from one opening of the calibration seal to the next, since they must not flush the
 * opening itself.
 */
const MAXIMUM_CHANGES = 256;

export default class AuditTrail implements Extension {
	readonly log: EventLog;
	readonly bytes = At.END - At.CHANGES;
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
		view.setUint16(At.CHANGES, this.changes);
		view.setUint32(At.CHECKSUM, this.newestChecksum);
		for (let place = 0; place < LEGAL_VALUES; place++)
			view.setUint32(At.VALUES + 4 * place, this.values[place]);
	}

	private readonly decode = (page: Page): void => {
		const { view } = page;
		this.newestChecksum = page.checksum;
		this.changes = view.getUint16(At.CHANGES);
		for (let place = 0; place < LEGAL_VALUES; place++)
			this.values[place] = view.getUint32(At.VALUES + 4 * place);
	};
}
