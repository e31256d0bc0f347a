/** A log of events: numbered, with the meter's operating time, kept twice. */
import type { EventCode } from "registers/event-code";
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
export interface Extension {
	readonly bytes: number;
	encode(view: DataView): void;
}

export default class EventLog {
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
