/** Reads the meter's event log through the registers, eight events at a time (docs/storage.md). */

import { EventCode } from "registers/event-code";
import { type EVENT_FIELDS, EVENTS_SHOWN } from "storage/quantities";
import { registerOf } from "../../../client/register-table.ts";
import type { RegisterClient } from "./client.ts";
import { hex } from "./values.ts";

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

/** Returns the latest eight events, latest first. Needs no password. */
export async function latestEvents(client: RegisterClient): Promise<MeterEvent[]> {
	const shown = await readWindow(client);
	return shown.sort((a, b) => b.number - a.number);
}

/** Returns the events that the meter still has, latest first. Moves the window of the registers
 * through the log, which needs the password. */
export async function allEvents(client: RegisterClient): Promise<MeterEvent[]> {
	const latest = (await client.read(LATEST, 2)).uint32();
	const events: MeterEvent[] = [];
	try {
		for (let last = latest; last > 0 && events.length < MAXIMUM_EVENTS; last -= EVENTS_SHOWN) {
			await moveWindow(client, Math.max(1, last - EVENTS_SHOWN + 1));
			const shown = (await readWindow(client)).filter(({ number }) => number <= last);
			if (shown.length === 0) break;
			events.push(...shown.sort((a, b) => b.number - a.number));
		}
	} finally {
		await moveWindow(client, 0);
	}
	return events;
}

async function moveWindow(client: RegisterClient, first: number): Promise<void> {
	await client.write(FIRST_SHOWN, [first >>> 16, first & 0xffff]);
}

async function readWindow(client: RegisterClient): Promise<MeterEvent[]> {
	const words = await client.read(FIRST_EVENT, EVENTS_SHOWN * REGISTERS_PER_EVENT);
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

/** Texts of the event codes with their details. */
const WORDS: Readonly<Record<number, (detail: number) => string>> = {
	[EventCode.POWER_UP]: (count) => `Power on, after ${count} power ${count === 1 ? "cut" : "cuts"}`,
	[EventCode.POWER_DOWN]: (warned) => (warned ? "Power off" : "Power off without a warning"),
	[EventCode.SEAL_OPENED]: () => "Calibration seal opened",
	[EventCode.SEAL_CLOSED]: () => "Calibration seal closed",
	[EventCode.CALIBRATION]: (checksum) => `Calibrated, checksum ${hex(checksum)}`,
	[EventCode.CT_RATIO]: (ratio) => `CT ratio ${ratio >>> 16}/${ratio & 0xffff}`,
	[EventCode.COMBINATION_CODE]: (code) => `Combination code ${code}`,
	[EventCode.PASSWORD]: () => "Password changed",
	[EventCode.STORAGE_FAULT]: (code) => `Storage error ${hex(code)}`,
	[EventCode.RESET]: () => "Trip counter reset",
	[EventCode.POWER_DOWN_RESET]: (count) => `Power down counter reset, it was ${count}`,
	[EventCode.WIRING]: (code) => `Wiring ${code}`,
	[EventCode.LOCKED]: (seconds) => `Wrong passwords: locked for ${seconds} s`,
	[EventCode.RESTART]: () => "Restarted without a power cut",
};

export function eventText({ code, detail }: MeterEvent): string {
	return WORDS[code]?.(detail) ?? `Event ${code}, ${hex(detail)}`;
}

/** Formats an operating time with its units, so that it is not taken for a time of day. */
export function operatingTime(seconds: number): string {
	const parts = [
		[Math.floor(seconds / 86_400), "d"],
		[Math.floor(seconds / 3600) % 24, "h"],
		[Math.floor(seconds / 60) % 60, "min"],
		[seconds % 60, "s"],
	] as const;
	const first = parts.findIndex(([value, unit]) => value > 0 || unit === "s");
	return parts
		.slice(first)
		.map(([value, unit], i) => `${i > 0 ? `${value}`.padStart(2, "0") : value} ${unit}`)
		.join(" ");
}

/** Formats events as CSV (RFC 4180), one line per event. */
export function eventsCsv(serialNumber: string, events: readonly MeterEvent[]): string {
	const lines = events.map((event) =>
		[
			serialNumber,
			event.number,
			event.operatingS,
			event.code,
			event.detail,
			`"${eventText(event)}"`,
		].join(","),
	);
	return ["serialNumber,number,operatingSeconds,code,detail,text", ...lines, ""].join("\r\n");
}
