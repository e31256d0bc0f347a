/** The log of what a verifier would ask for: numbered, with the meter's operating time, kept twice. */
import type { EventCode } from "registers/event-code";
import { RecordHead } from "storage/format";
import type Page from "storage/page";
import type Twin from "storage/twin";

/** Offsets in the record. */
const At = Object.freeze({ SECONDS: 8, DETAIL: 12, CODE: 16, END: 18 } as const);

/** One event. */
export interface LogEvent {
	/** From 1 on, without gaps; 0: there is no such event (any more). */
	number: number;
	/** Operating seconds of the meter. */
	seconds: number;
	code: number;
	/** See {@link EventCode}; 0..2^32 − 1. */
	detail: number;
}

export default class EventLog {
	readonly #twin: Twin;
	readonly #page: Page;
	/** Number that is looked for. */
	#wanted = 0;

	constructor(twin: Twin, page: Page) {
		this.#twin = twin;
		this.#page = page;
	}

	/** Number of the latest event; 0: there is none. */
	get latest(): number {
		return this.#twin.sequence;
	}

	/** Adds an event. The page is used. @returns whether it was stored */
	add(code: EventCode, seconds: number, detail: number): boolean {
		const { view } = this.#page;
		this.#page.begin(At.END - RecordHead.PAYLOAD);
		view.setUint32(At.SECONDS, seconds);
		view.setUint32(At.DETAIL, detail);
		view.setUint16(At.CODE, code);
		return this.#twin.append();
	}

	/** Reads the event with this number into `target`; its number is 0 if there is none. The page is used. */
	read(number: number, target: LogEvent): void {
		const { view } = this.#page;
		const { latest } = this;
		const found = number > 0 && number <= latest && this.#find(number, latest - number);
		target.number = found ? number : 0;
		target.seconds = found ? view.getUint32(At.SECONDS) : 0;
		target.code = found ? view.getUint16(At.CODE) : 0;
		target.detail = found ? view.getUint32(At.DETAIL) : 0;
	}

	#find(number: number, back: number): boolean {
		this.#wanted = number;
		return this.#twin.find(back, this.#matches);
	}

	readonly #matches = (page: Page): number => {
		if (page.sequence === this.#wanted) return 1;
		return page.sequence < this.#wanted ? -1 : 0;
	};
}
