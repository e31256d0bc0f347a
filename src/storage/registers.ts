/** Binds the quantities of storage: error code, power-down counter, event log, audit trail. */
import invariant from "invariant";
import type { Binding } from "registers/binding";
import type RegisterModel from "registers/model";
import type Keeper from "storage/keeper";
import type { EventLog, LogEvent } from "storage/logs";
import { EVENT_FIELDS, EVENTS_SHOWN, type storageQuantities } from "storage/quantities";

export type StorageName = (typeof storageQuantities)[number]["name"];

/** Shows eight events of a log: the latest ones, or those from a number that a client selects. */
class ShownEvents implements Binding {
	private readonly model: RegisterModel<StorageName>;
	private readonly log: EventLog | undefined;
	/** Row of the first field of the first event; those of the others follow it in the model. */
	private readonly first: number;
	private readonly firstShown: number;
	/** The event that was read last, and its number; 0 if it does not exist. */
	private readonly event: LogEvent = { number: 0, seconds: 0, code: 0, detail: 0 };
	private lastRead = 0;

	/**
	 * @param names of the number of the first event shown, of the first field of the first event and
	 *   of the last of the last
	 */
	constructor(
		model: RegisterModel<StorageName>,
		log: EventLog | undefined,
		names: readonly [StorageName, StorageName, StorageName],
	) {
		const [firstShown, first, last] = model.indicesOf(names);
		this.model = model;
		this.log = log;
		this.first = first;
		this.firstShown = firstShown;
		invariant(
			last - first === EVENTS_SHOWN * EVENT_FIELDS.length - 1,
			"fields of events follow each other",
		);
	}

	bind(): void {
		for (let i = 0; i < EVENTS_SHOWN * EVENT_FIELDS.length; i++)
			this.model.bind(this.first + i, this);
	}

	read(index: number): number {
		const place = index - this.first;
		const field = place % EVENT_FIELDS.length;
		return this.shown((place - field) / EVENT_FIELDS.length)[EVENT_FIELDS[field].name];
	}

	/** The event at a place, from 0. */
	private shown(place: number): LogEvent {
		const log = this.log;
		const event = this.event;
		if (!log) return event;
		const first = this.model.get(this.firstShown);
		const number = first === 0 ? log.latest - place : first + place;
		if (number !== this.lastRead) log.read(number, event);
		this.lastRead = event.number === 0 ? 0 : number;
		return event;
	}
}

/**
 * Binds `storageQuantities`, except `firstEventShown` and `firstEntryShown`, whose values the model
 * keeps.
 */
export function bindStorage(model: RegisterModel<StorageName>, keeper: Keeper): void {
	model.bind(model.indexOf("errorCode"), { read: () => keeper.errorCode });
	const log = keeper.storage?.log;
	const trail = keeper.storage?.trail;
	model.bind(model.indexOf("latestEvent"), { read: () => log?.latest ?? 0 });
	model.bind(model.indexOf("latestEntry"), { read: () => trail?.log.latest ?? 0 });
	model.bind(model.indexOf("entryChecksum"), { read: () => trail?.checksum ?? 0 });
	model.bind(model.indexOf("changesLeft"), { read: () => trail?.changesLeft ?? 0 });
	model.bind(model.indexOf("powerDownCounter"), {
		read: () => keeper.powerDowns,
		apply: () => {
			keeper.powerDowns = 0;
		},
	});
	const events = new ShownEvents(model, log, ["firstEventShown", "event1number", "event8detail"]);
	events.bind();
	const entries = new ShownEvents(model, trail?.log, [
		"firstEntryShown",
		"entry1number",
		"entry8detail",
	]);
	entries.bind();
}
