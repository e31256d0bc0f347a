/** The meter's status and its latest events, read over Modbus when they are asked for. */
import { signal } from "@preact/signals";
import { EventCode } from "registers/event-code";
import { EVENTS_SHOWN } from "storage/quantities";
import { voltageEventOf } from "../../../../client/power-quality.ts";
import { durationText, known } from "../../../../client/quality-rows.ts";
import { type RegisterName, registerOf, registers } from "../../../../client/register-table.ts";
import { readRows, samples } from "../browser/access.ts";
import { measured } from "../registers.ts";
import { clockTime } from "../ui/numbers.ts";

interface Event {
	readonly number: number;
	readonly seconds: number;
	readonly code: number;
	readonly detail: number;
}

const FIRST_EVENT = registerOf("event1number").address;
const LAST_EVENT = registerOf(`event${EVENTS_SHOWN}detail` as RegisterName).address;

const ROWS = registers.filter(({ address }) => address >= FIRST_EVENT && address <= LAST_EVENT);

const NAMES = new Map(
	Object.entries(EventCode).map(([name, code]) => [
		code as number,
		name.toLowerCase().replaceAll("_", " "),
	]),
);

const problem = signal<string | undefined>(undefined);
const events = signal<readonly Event[] | undefined>(undefined);

/** Reads the log's latest events. */
export async function readEvents(): Promise<void> {
	problem.value = await readRows(ROWS);
	if (problem.value) return;
	const value = (place: number, field: string): number =>
		samples.value.get(`event${place}${field}`)?.at(-1)?.value ?? 0;
	events.value = Array.from({ length: EVENTS_SHOWN }, (_, index) => ({
		number: value(index + 1, "number"),
		seconds: value(index + 1, "seconds"),
		code: value(index + 1, "code"),
		detail: value(index + 1, "detail"),
	}))
		.filter(({ number }) => number > 0)
		.sort((one, other) => other.number - one.number);
}

/** The detail in words, where it is several numbers in one. */
function detailOf({ number, seconds: operatingS, code, detail }: Event): string {
	const event = voltageEventOf({ number, operatingS, code, detail });
	if (!event) return `${detail}`;
	const { phases, voltagePercent, halfCycles } = event;
	const duration = durationText(halfCycles, measured.value?.get("frequency") ?? 0);
	return `${phases.join(", ")}: ${known(voltagePercent, 1)} %, ${duration}`;
}

export function Events() {
	const status = measured.value?.get("statusWord");
	return (
		<div class="events">
			<p>
				<span class="minor">status word</span>{" "}
				<code>{status === undefined ? "—" : status.toString(2).padStart(20, "0")}</code>
			</p>
			<table>
				<thead>
					<tr>
						<th scope="col">Event</th>
						<th scope="col">Operating time</th>
						<th scope="col">Detail</th>
					</tr>
				</thead>
				<tbody>
					{events.value?.map((event) => (
						<tr key={event.number}>
							<th scope="row">
								{event.number} {NAMES.get(event.code) ?? `code ${event.code}`}
							</th>
							<td>{clockTime(event.seconds)}</td>
							<td>{detailOf(event)}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p class="hint" role="status">
				{problem.value ??
					(events.value ? "Latest first, as registers 7110 and later hold them." : "Not read yet.")}
			</p>
		</div>
	);
}
