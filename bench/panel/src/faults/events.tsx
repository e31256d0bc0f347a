/** The meter's status and its latest events, read over Modbus when they are asked for. */
import { effect, signal } from "@preact/signals";
import { EventCode } from "registers/event-code";
import { latestEvents, type MeterEvent } from "../../../../client/event-log.ts";
import { voltageEventOf } from "../../../../client/power-quality.ts";
import { durationText, known } from "../../../../client/quality-rows.ts";
import { meterAccess } from "../browser/access.ts";
import { isParted } from "../live.ts";
import { measured } from "../registers.ts";
import { clockTime } from "../ui/numbers.ts";

const NAMES = new Map(
	Object.entries(EventCode).map(([name, code]) => [
		code as number,
		name.toLowerCase().replaceAll("_", " "),
	]),
);

const problem = signal<string | undefined>(undefined);
const events = signal<readonly MeterEvent[] | undefined>(undefined);

effect(() => {
	if (!isParted.value) return;
	events.value = undefined;
	problem.value = undefined;
});

/** Reads the log's latest events. */
export async function readEvents(): Promise<void> {
	try {
		events.value = await latestEvents(meterAccess);
		problem.value = undefined;
	} catch (error) {
		problem.value = (error as Error).message;
	}
}

/** The detail in words, where it is several numbers in one. */
function detailOf(entry: MeterEvent): string {
	const event = voltageEventOf(entry);
	if (!event) return `${entry.detail}`;
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
							<td>{clockTime(event.operatingS)}</td>
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
