/** Binds the quantities of storage: error code, power-down counter, event log. */
import invariant from "invariant";
import type { Binding } from "registers/binding";
import type RegisterModel from "registers/model";
import type { LogEvent } from "storage/event-log";
import type Keeper from "storage/keeper";
import { EVENT_FIELDS, EVENTS_SHOWN, type storageQuantities } from "storage/quantities";

export type StorageName = (typeof storageQuantities)[number]["name"];

/** Shows eight events of the log: the latest ones, or those from a number that a client selects. */
class ShownEvents implements Binding {
	readonly #model: RegisterModel<StorageName>;
	readonly #keeper: Keeper;
	/** Row of the first field of the first event; those of the others follow it in the model. */
	readonly #first: number;
	readonly #firstShown: number;
	/** The event that was read last, and its number; 0 if it does not exist. */
	readonly #event: LogEvent = { number: 0, seconds: 0, code: 0, detail: 0 };
	#lastRead = 0;

	constructor(model: RegisterModel<StorageName>, keeper: Keeper) {
		this.#model = model;
		this.#keeper = keeper;
		this.#first = model.indexOf("event1number");
		this.#firstShown = model.indexOf("firstEventShown");
		const last = model.indexOf("event8detail");
		invariant(
			last - this.#first === EVENTS_SHOWN * EVENT_FIELDS.length - 1,
			"fields of events follow each other",
		);
	}

	bind(): void {
		for (let i = 0; i < EVENTS_SHOWN * EVENT_FIELDS.length; i++)
			this.#model.bind(this.#first + i, this);
	}

	read(index: number): number {
		const place = index - this.#first;
		const field = place % EVENT_FIELDS.length;
		return this.#shown((place - field) / EVENT_FIELDS.length)[EVENT_FIELDS[field].name];
	}

	/** The event at a place, from 0. */
	#shown(place: number): LogEvent {
		const { storage } = this.#keeper;
		const event = this.#event;
		if (!storage) return event;
		const first = this.#model.get(this.#firstShown);
		const number = first === 0 ? storage.log.latest - place : first + place;
		if (number !== this.#lastRead) storage.log.read(number, event);
		this.#lastRead = event.number === 0 ? 0 : number;
		return event;
	}
}

/** Binds `storageQuantities`, except `firstEventShown`, whose value the model keeps. */
export function bindStorage(model: RegisterModel<StorageName>, keeper: Keeper): void {
	model.bind(model.indexOf("errorCode"), { read: () => keeper.errorCode });
	model.bind(model.indexOf("latestEvent"), { read: () => keeper.storage?.log.latest ?? 0 });
	model.bind(model.indexOf("powerDownCounter"), {
		read: () => keeper.powerDowns,
		apply: () => {
			keeper.powerDowns = 0;
		},
	});
	const events = new ShownEvents(model, keeper);
	events.bind();
}
