/** Figures and events of the meter's power quality, as far as they have been read. */
import { effect, signal } from "@preact/signals";
import {
	allEvents,
	latestEvents,
	latestNumber,
	type MeterEvent,
} from "../../../../client/event-log.ts";
import { ModbusException } from "../../../../client/modbus-client.ts";
import {
	type QualityPart,
	type QualityValues,
	readQuality,
	type VoltageEvent,
	voltageEventOf,
} from "../../../../client/power-quality.ts";
import {
	type RecordedWaveform,
	readHarmonics,
	readWaveform,
} from "../../../../client/quality-series.ts";
import { meterAccess } from "../browser/access.ts";
import { isParted, live } from "../live.ts";

/** Values by register; undefined: not read, or too long ago. */
export const values = signal<QualityValues | undefined>(undefined);

/** Channel whose harmonics are drawn: 0 is V1, 1 is I1. */
export const channel = signal(1);

/** RMS of its harmonics from the first, in V or A; undefined: not read, or too long ago. */
export const harmonics = signal<readonly number[] | undefined>(undefined);

/** Events of the voltage, the latest first; undefined: not read yet. */
export const events = signal<readonly VoltageEvent[] | undefined>(undefined);

/** The waveform that was read. */
export const waveform = signal<RecordedWaveform | undefined>(undefined);

/** Part of a waveform that has been read, 0 to 1, while it is being read. */
export const progress = signal<number | undefined>(undefined);

/** Why the last reading of values failed. */
export const problem = signal<string | undefined>(undefined);

/** Why the last reading of a waveform, or of the whole log, failed. */
export const longProblem = signal<string | undefined>(undefined);

/** Parts of the card that are open, of which alone more is read. */
export const open = signal<ReadonlySet<string>>(new Set());

/** Events of the log as far as they were read, by number. */
const log = new Map<number, MeterEvent>();

/** Counts what was forgotten, so that what was asked before does not come back. */
let forgotten = 0;

/** Forgets figures that time makes wrong. */
export function forget(): void {
	forgotten++;
	values.value = undefined;
	harmonics.value = undefined;
}

// A meter without its supply forgets waveforms, and another flash may be in it when it returns.
effect(() => {
	if (live.powered.value && !isParted.value) return;
	forget();
	waveform.value = undefined;
	events.value = undefined;
	log.clear();
});

/** Does something with the meter. @returns why it failed; undefined: it did not */
function attempt(act: () => Promise<void>): Promise<string | undefined> {
	return act().then(
		() => undefined,
		(error: Error) => error.message,
	);
}

/** Reads what the open parts of the card show. */
export async function refresh(): Promise<void> {
	// The line is the waveform's until it is here.
	if (progress.peek() !== undefined) return;
	const begun = forgotten;
	const failed = await attempt(async () => {
		const parts = (["demand", "extremes"] as const).filter((part) => open.peek().has(part));
		const wanted: QualityPart[] = ["quality", ...parts];
		const next = await readQuality(meterAccess, wanted);
		const chosen = channel.peek();
		const rms = await readHarmonics(meterAccess, chosen);
		if (begun !== forgotten) return;
		values.value = next;
		if (chosen === channel.peek()) harmonics.value = rms;
		if (open.peek().has("events")) await readNewEvents();
	});
	problem.value = failed;
	if (failed !== undefined) forget();
}

/** Opens or closes a part of the card. */
export function toggle(part: string, isOpen: boolean): void {
	const next = new Set(open.peek());
	if (isOpen) next.add(part);
	else next.delete(part);
	open.value = next;
	if (isOpen) void refresh();
}

/** Shows another channel's harmonics. */
export async function choose(next: number): Promise<void> {
	channel.value = next;
	harmonics.value = undefined;
	await refresh();
}

function keep(found: readonly MeterEvent[]): void {
	for (const event of found) log.set(event.number, event);
	events.value = [...log.values()]
		.sort((one, other) => other.number - one.number)
		.map(voltageEventOf)
		.filter((event) => event !== undefined);
}

/** Reads the log's latest events, unless they have been. */
async function readNewEvents(): Promise<void> {
	const latest = await latestNumber(meterAccess);
	if (latest === 0 || log.has(latest)) keep([]);
	else keep(await latestEvents(meterAccess));
}

/** Reads the whole log. */
export async function readAllEvents(): Promise<void> {
	longProblem.value = await attempt(async () => keep(await allEvents(meterAccess)));
}

/** Reads a waveform. @param age 0 for the newest */
export async function readWaveformOf(age: number): Promise<void> {
	if (progress.peek() !== undefined) return;
	progress.value = 0;
	waveform.value = undefined;
	longProblem.value = await attempt(async () => {
		waveform.value = await readWaveform(meterAccess, age, (part) => {
			progress.value = part;
		});
	});
	progress.value = undefined;
}

/**
 * Writes a setting of one register, or resets; the values then show what is in force.
 * @returns why the meter has refused it
 */
export async function set(address: number, value: number): Promise<string | undefined> {
	let refused: string | undefined;
	const failed = await attempt(() =>
		meterAccess.write(address, [value]).catch((error: unknown) => {
			if (!(error instanceof ModbusException)) throw error;
			refused = error.message;
		}),
	);
	await refresh();
	problem.value = failed ?? problem.peek();
	return refused;
}
