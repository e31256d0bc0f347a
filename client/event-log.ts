/** Reads a meter's event log through the registers, eight events at a time (docs/storage.md). */
import { type EVENT_FIELDS, EVENTS_SHOWN } from "storage/quantities";
import { ModbusException } from "./modbus-client.ts";
import type { RegisterAccess } from "./register-access.ts";
import { registerOf } from "./register-table.ts";

export interface MeterEvent {
	number: number;
	/** Operating time of the meter. */
	operatingS: number;
	code: number;
	detail: number;
}

const LATEST = registerOf("latestEvent").address;
const FIRST_SHOWN = registerOf("firstEventShown").address;
const FIRST_EVENT = registerOf("event1number").address;
const REGISTERS_PER_EVENT = registerOf("event2number").address - FIRST_EVENT;
const END = FIRST_EVENT + EVENTS_SHOWN * REGISTERS_PER_EVENT;

/** Most events that are downloaded. */
const MAXIMUM_EVENTS = 512;

/** The window of the registers is where this reading has not put it. */
class WindowMoved extends Error {
	override readonly name = "WindowMoved";
}

/** Events in the registers. */
interface Window {
	/** Number of the first; 0: the latest ones. */
	readonly first: number;
	readonly events: MeterEvent[];
}

/** Returns the number of the latest event; 0 if there is none. */
export async function latestNumber(meter: RegisterAccess): Promise<number> {
	return (await meter.read(LATEST, 2)).uint32();
}

/**
 * Returns the latest eight events, latest first. Moves the window of the registers back to them if
 * a reading that ended early has left it elsewhere; over Bluetooth that needs the password.
 * @throws WindowMoved if it cannot be moved back
 */
export async function latestEvents(meter: RegisterAccess): Promise<MeterEvent[]> {
	let shown = await readWindow(meter);
	if (shown.first !== 0) {
		await moveWindow(meter, 0).catch(refuseMove);
		shown = await readWindow(meter);
	}
	if (shown.first !== 0) throw new WindowMoved("Another client reads the log: read it again.");
	return latestFirst(shown.events);
}

/**
 * Returns the events that the meter still has, latest first. Moves the window of the registers
 * through the log, and back to the latest ones; over Bluetooth that needs the password.
 * @throws WindowMoved if another client moves it at the same time
 */
export async function allEvents(meter: RegisterAccess): Promise<MeterEvent[]> {
	const latest = await latestNumber(meter);
	const events: MeterEvent[] = [];
	try {
		for (let last = latest; last > 0 && events.length < MAXIMUM_EVENTS; last -= EVENTS_SHOWN) {
			const first = Math.max(1, last - EVENTS_SHOWN + 1);
			await moveWindow(meter, first);
			const window = await readWindow(meter);
			if (window.first !== first)
				throw new WindowMoved("Another client reads the log at the same time: read it again.");
			const shown = window.events.filter(({ number }) => number <= last);
			if (shown.length === 0) break;
			events.push(...latestFirst(shown));
		}
	} finally {
		await moveWindow(meter, 0);
	}
	return events;
}

function latestFirst(events: readonly MeterEvent[]): MeterEvent[] {
	return [...events].sort((a, b) => b.number - a.number);
}

/** A meter that refuses to move its window needs the password for that. */
function refuseMove(error: unknown): never {
	if (!(error instanceof ModbusException)) throw error;
	throw new WindowMoved("The log is not at its latest events: read all events once.");
}

async function moveWindow(meter: RegisterAccess, first: number): Promise<void> {
	await meter.write(FIRST_SHOWN, [first >>> 16, first & 0xffff]);
}

/** Reads where the window is and its events, in one request, so that they belong together. */
async function readWindow(meter: RegisterAccess): Promise<Window> {
	const words = await meter.read(FIRST_SHOWN, END - FIRST_SHOWN);
	const first = words.uint32();
	const events = Array.from({ length: EVENTS_SHOWN }, (_, place) => {
		const field = (name: (typeof EVENT_FIELDS)[number]["name"]): number => {
			const { address, length } = registerOf(`event1${name}`);
			words.seek(2 * (place * REGISTERS_PER_EVENT + address - FIRST_SHOWN));
			return length === 2 ? words.uint32() : words.uint16();
		};
		return {
			number: field("number"),
			operatingS: field("seconds"),
			code: field("code"),
			detail: field("detail"),
		};
	});
	return { first, events: events.filter(({ number }) => number > 0) };
}
