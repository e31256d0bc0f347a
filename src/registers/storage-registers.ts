/** Answers for what the storage tells: error code, power-down counter, event log. */

import type { Binding } from "registers/binding";
import { EVENT_FIELDS, EVENTS_SHOWN } from "registers/events";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";
import type { LogEvent } from "storage/event-log";
import type Keeper from "storage/keeper";

const ERROR_CODE = indexOf("errorCode");
const POWER_DOWN_COUNTER = indexOf("powerDownCounter");
const LATEST = indexOf("latestEvent");
const FIRST_SHOWN = indexOf("firstEventShown");
/** The events' rows lie one after the other in the table. */
const FIRST_EVENT = indexOf("event1number");

export default class StorageRegisters implements Binding {
	readonly #model: RegisterModel;
	readonly #keeper: Keeper;
	/** The event that was read last. */
	readonly #event: LogEvent = { number: 0, seconds: 0, code: 0, detail: 0 };
	/** Its number as it was looked for. */
	#looked = 0;

	constructor(model: RegisterModel, keeper: Keeper) {
		this.#model = model;
		this.#keeper = keeper;
		model.spoilt = keeper.spoilt;
		keeper.onSpoilt = () => {
			model.spoilt = true;
		};
		for (const index of [ERROR_CODE, POWER_DOWN_COUNTER, LATEST]) model.bind(index, this);
		for (let i = 0; i < EVENTS_SHOWN * EVENT_FIELDS.length; i++) model.bind(FIRST_EVENT + i, this);
	}

	read(index: number): number {
		switch (index) {
			case ERROR_CODE:
				return this.#keeper.errorCode;
			case POWER_DOWN_COUNTER:
				return this.#keeper.powerDowns;
			case LATEST:
				return this.#keeper.storage?.log.latest ?? 0;
			default: {
				const place = index - FIRST_EVENT;
				const field = place % EVENT_FIELDS.length;
				return this.#shown((place - field) / EVENT_FIELDS.length)[EVENT_FIELDS[field].name];
			}
		}
	}

	/** Of what may be written only the power-down counter is here, and only 0 is in range. */
	apply(index: number): void {
		if (index === POWER_DOWN_COUNTER) this.#keeper.resetPowerDowns();
	}

	/** The event at a place, from 0 on. */
	#shown(place: number): LogEvent {
		const { storage } = this.#keeper;
		const event = this.#event;
		if (!storage) return event;
		const first = this.#model.get(FIRST_SHOWN);
		const number = first === 0 ? storage.log.latest - place : first + place;
		if (number !== this.#looked) storage.log.read(number, event);
		this.#looked = event.number === 0 ? 0 : number;
		return event;
	}
}
