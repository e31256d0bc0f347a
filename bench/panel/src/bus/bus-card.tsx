import { useState } from "preact/hooks";
import { exchanges } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Switch } from "../ui/controls.tsx";
import { Exchange } from "./exchange.tsx";
import { pcapOf, save, textOf } from "./export.ts";
import {
	type Filter,
	filter,
	listed,
	MOST_SHOWN,
	missed,
	pause,
	paused,
	resume,
	SHOWN,
} from "./list.ts";
import { SendForm } from "./send-form.tsx";

const BUSES: readonly { readonly value: Filter["bus"]; readonly text: string }[] = [
	{ value: "both", text: "both buses" },
	{ value: "modbus", text: "Modbus" },
	{ value: "mbus", text: "M-Bus" },
];

function choose(part: Partial<Filter>): void {
	filter.value = { ...filter.value, ...part };
}

function Filters() {
	const { bus, text, errors, own } = filter.value;
	return (
		<div class="filters">
			<select
				aria-label="Bus"
				aria-description="Buses whose exchanges are listed"
				value={bus}
				onChange={({ currentTarget }) => choose({ bus: currentTarget.value as Filter["bus"] })}
			>
				{BUSES.map((each) => (
					<option key={each.value} value={each.value}>
						{each.text}
					</option>
				))}
			</select>
			<input
				type="search"
				aria-label="Unit, register or words"
				aria-description="Lists only the exchanges that have all of these words"
				placeholder="unit 1, 5002, CT …"
				value={text}
				onInput={({ currentTarget }) => choose({ text: currentTarget.value })}
			/>
			<Switch
				label="Errors only"
				help="Lists exceptions, broken frames and requests without an answer"
				on={errors}
				onChange={(on) => choose({ errors: on })}
			/>
			<Switch
				label="Also the panel's own"
				help="Lists the requests by which this panel reads the meter"
				on={own}
				onChange={(on) => choose({ own: on })}
			/>
		</div>
	);
}

/** Pause and resume; while paused it says how many exchanges have come. */
function Run() {
	return (
		<button
			type="button"
			class="small run"
			aria-description="Stops the list, or lets it run; nothing is lost meanwhile"
			aria-pressed={paused.value}
			onClick={paused.value ? resume : pause}
		>
			{paused.value ? `Resume · ${missed.value} new` : "Pause"}
		</button>
	);
}

function Exports() {
	return (
		<>
			<button
				type="button"
				class="small"
				aria-description="The listed exchanges, a line each"
				onClick={() => save("buses.txt", "text/plain", textOf(listed.value))}
			>
				Save as text
			</button>
			<button
				type="button"
				class="small"
				aria-description="For Wireshark: link types User 0 (Modbus RTU) and User 1 (M-Bus)"
				onClick={() => save("buses.pcapng", "application/x-pcapng", pcapOf(listed.value))}
			>
				Save as pcap
			</button>
		</>
	);
}

function empty(): string {
	return exchanges.value.length === 0
		? "There has been no exchange on Modbus or M-Bus yet. Send one below, or read with a client."
		: "No exchange passes the filter. The panel's own reading is left out unless you ask for it.";
}

/** The exchanges on both buses, newest first, and a form to send one. */
export function BusCard() {
	const [most, setMost] = useState(SHOWN);
	const all = listed.value;
	const shown = all.slice(0, most);
	return (
		<Card
			title="Buses"
			help={
				"Every request and answer on Modbus and M-Bus, decoded, the newest " +
				"first; below it a form to send your own."
			}
			id="buses"
			class="wide buses"
			aside={
				<>
					<Run />
					<Exports />
				</>
			}
		>
			<Filters />
			<div class="exchanges-box">
				{all.length === 0 && <p class="hint">{empty()}</p>}
				{/* A list that moves under the finger or the focus cannot be used. */}
				<ol class="exchanges" onFocusCapture={pause}>
					{shown.map((exchange) => (
						<Exchange key={exchange.number} exchange={exchange} />
					))}
				</ol>
				{all.length > shown.length && most < MOST_SHOWN && (
					<button
						type="button"
						class="small"
						aria-description="Lists more of them"
						onClick={() => setMost(most + SHOWN)}
					>
						{all.length - shown.length} earlier
					</button>
				)}
			</div>
			<SendForm />
		</Card>
	);
}
