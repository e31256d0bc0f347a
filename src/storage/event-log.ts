/** The event log for a verifier: numbered, with the meter's operating time, kept twice. */
import type { EventCode } from "registers/event-code";
import { RecordHead } from "storage/format";
import type Page from "storage/page";
import type Twin from "storage/twin";

/** Offsets in the record. */
const At = Object.freeze({ SECONDS: 8, DETAIL: 12, CODE: 16, END: 18 } as const);

/** An event, or with number 0 none. */
export interface LogEvent {
	/** From 1, without gaps. */
	number: number;
	/** Operating seconds of the meter. */
	seconds: number;
	/** An {@link EventCode}. */
	code: number;
	/** 0..2^32 − 1; its meaning depends on the code. */
	detail: number;
}

function encodeEvent(page: Page, { seconds, detail, code }: LogEvent): void {
	const { view } = page;
	page.begin(At.END - RecordHead.PAYLOAD);
	view.setUint32(At.SECONDS, seconds);
	view.setUint32(At.DETAIL, detail);
	view.setUint16(At.CODE, code);
}

export default class EventLog {
	readonly #twin: Twin;
	/** The event to be written, or the one that was found. */
	readonly #event: LogEvent = { number: 0, seconds: 0, code: 0, detail: 0 };

	constructor(twin: Twin) {
		this.#twin = twin;
	}

	/** Number of the latest event; 0 if there is none. */
	get latest(): number {
		return this.#twin.sequence;
	}

	/** Adds an event; false if it could not be stored. */
	add(code: EventCode, seconds: number, detail: number): boolean {
		const event = this.#event;
		event.seconds = seconds;
		event.detail = detail;
		event.code = code;
		return this.#twin.write(encodeEvent, event);
	}

	/** Reads the event `number` into `target`, whose number becomes 0 if there is no such event. */
	read(number: number, target: LogEvent): void {
		const event = this.#event;
		const { latest } = this;
		event.number = number;
		const found =
			number > 0 && number <= latest && this.#twin.find(latest - number, this.#decodeIfMatching);
		target.number = found ? number : 0;
		target.seconds = found ? event.seconds : 0;
		target.code = found ? event.code : 0;
		target.detail = found ? event.detail : 0;
	}

	readonly #decodeIfMatching = ({ sequence, view }: Page): number => {
		const event = this.#event;
		if (sequence !== event.number) return sequence < event.number ? -1 : 0;
		event.seconds = view.getUint32(At.SECONDS);
		event.detail = view.getUint32(At.DETAIL);
		event.code = view.getUint16(At.CODE);
		return 1;
	};
}
