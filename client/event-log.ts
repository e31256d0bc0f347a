/** Reads a meter's event log through the registers, eight events at a time (docs/storage.md). */
import { type EVENT_FIELDS, EVENTS_SHOWN } from "storage/quantities";
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

/** Most events that are downloaded. */
const MAXIMUM_EVENTS = 512;

/** Returns the number of the latest event; 0 if there is none. */
export async function latestNumber(meter: RegisterAccess): Promise<number> {
	return (await meter.read(LATEST, 2)).uint32();
}

/** Returns the latest eight events, latest first. */
export async function latestEvents(meter: RegisterAccess): Promise<MeterEvent[]> {
	const shown = await readWindow(meter);
	return shown.sort((a, b) => b.number - a.number);
}

/**
 * Returns the events that the meter still has, latest first. Moves the window of the registers
 * through the log, and back to the latest ones; over Bluetooth that needs the password.
 */
export async function allEvents(meter: RegisterAccess): Promise<MeterEvent[]> {
	const latest = await latestNumber(meter);
	const events: MeterEvent[] = [];
	try {
		for (let last = latest; last > 0 && events.length < MAXIMUM_EVENTS; last -= EVENTS_SHOWN) {
			await moveWindow(meter, Math.max(1, last - EVENTS_SHOWN + 1));
			const shown = (await readWindow(meter)).filter(({ number }) => number <= last);
			if (shown.length === 0) break;
			events.push(...shown.sort((a, b) => b.number - a.number));
		}
	} finally {
		await moveWindow(meter, 0);
	}
	return events;
}

async function moveWindow(meter: RegisterAccess, first: number): Promise<void> {
	await meter.write(FIRST_SHOWN, [first >>> 16, first & 0xffff]);
}

async function readWindow(meter: RegisterAccess): Promise<MeterEvent[]> {
	const words = await meter.read(FIRST_EVENT, EVENTS_SHOWN * REGISTERS_PER_EVENT);
	const events = Array.from({ length: EVENTS_SHOWN }, (_, place) => {
		const field = (name: (typeof EVENT_FIELDS)[number]["name"]): number => {
			const { address, length } = registerOf(`event1${name}`);
			words.seek(2 * (place * REGISTERS_PER_EVENT + address - FIRST_EVENT));
			return length === 2 ? words.uint32() : words.uint16();
		};
		return {
			number: field("number"),
			operatingS: field("seconds"),
			code: field("code"),
			detail: field("detail"),
		};
	});
	return events.filter(({ number }) => number > 0);
}
