/** Power quality as the meter has it: harmonics, distortion, events, demand and extremes. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { known } from "../../../../client/quality-rows.ts";
import { live } from "../live.ts";
import { stopped } from "../registers.ts";
import { Card } from "../ui/card.tsx";
import { useWhileInView } from "../ui/in-view.ts";
import { Distortion, Harmonics, HarmonicTable } from "./harmonics.tsx";
import { forget, open, problem, refresh, toggle, values } from "./state.ts";
import { DemandTable, ExtremeTable, QualityTables } from "./tables.tsx";
import { VoltageEvents } from "./voltage-events.tsx";

/** Time between two readings, of which one takes the line for half a second at 9600 baud. */
const PERIOD_MS = 4000;

/** A part that is read and drawn while it is open. */
function Fold(props: {
	readonly part: string;
	readonly title: string;
	readonly help: string;
	readonly children: ComponentChildren;
}) {
	const { part, title, help, children } = props;
	return (
		<details onToggle={({ currentTarget }) => toggle(part, currentTarget.open)}>
			<summary aria-description={help}>{title}</summary>
			{open.value.has(part) && children}
		</details>
	);
}

function hint(): string {
	if (live.powered.value === false) return "The supply is off: the meter is silent.";
	if (stopped.value) return stopped.value;
	if (problem.value) return `${problem.value}.`;
	return values.value
		? "Of the last window of 10 or 12 cycles, read while the card is in view; a dash is not known."
		: "Waiting for the meter's answer.";
}

/** A count since power-up in words. */
function counted(name: "dips" | "swells" | "interruptions", one: string): string {
	const count = values.value?.get(name);
	return `${known(count, 0)} ${count === 1 ? one : name}`;
}

function Counts() {
	return (
		<span class="minor">
			{counted("dips", "dip")}, {counted("swells", "swell")},{" "}
			{counted("interruptions", "interruption")} since power-up
		</span>
	);
}

export function QualityCard() {
	const card = useRef<HTMLDivElement>(null);
	useWhileInView(card, refresh, PERIOD_MS, forget);
	return (
		<Card
			title="Power quality"
			help={
				"Harmonics, distortion, dips, demand and extremes that the meter itself has measured, " +
				"read over Modbus."
			}
			id="quality"
			class="wide quality"
			aside={
				<>
					<Counts />
					<Distortion />
				</>
			}
		>
			<div ref={card}>
				<Harmonics />
				<Fold
					part="harmonics"
					title="Harmonics in numbers"
					help="Each order in volts or amperes and in percent"
				>
					<HarmonicTable />
				</Fold>
				<Fold
					part="distortion"
					title="Distortion and unbalance"
					help="THD, crest and K-factors, powers of IEEE 1459, neutral current, sequences"
				>
					<QualityTables />
				</Fold>
				<Fold
					part="events"
					title="Dips, swells, interruptions"
					help="Events of the voltage with their limits and waveforms"
				>
					<VoltageEvents />
				</Fold>
				<Fold part="demand" title="Demand" help="Mean power of the periods, and their maximum">
					<DemandTable />
				</Fold>
				<Fold
					part="extremes"
					title="Lowest and highest"
					help="Extremes of the readings since they were reset"
				>
					<ExtremeTable />
				</Fold>
				<p class="hint" role="status">
					{hint()}
				</p>
			</div>
		</Card>
	);
}
