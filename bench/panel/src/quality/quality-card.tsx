/** Power quality as the meter has it: demand and extremes. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { useWhileInView } from "../ui/in-view.ts";
import { problem, refresh, values } from "./state.ts";
import { DemandTable, ExtremeTable } from "./tables.tsx";

/** Time between two readings, each of which occupies the line for 0.2 s at 9600 baud. */
const PERIOD_MS = 4000;

/** A part that is drawn while it is open. */
function Fold(props: {
	readonly title: string;
	readonly help: string;
	readonly children: ComponentChildren;
}) {
	const [open, setOpen] = useState(false);
	return (
		<details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
			<summary aria-description={props.help}>{props.title}</summary>
			{open && props.children}
		</details>
	);
}

function hint(): string {
	if (live.powered.value === false) return "The supply is off: the meter is silent.";
	if (problem.value) return `${problem.value}.`;
	return values.value ? "Read while the card is in view." : "Waiting for the meter's answer.";
}

export function QualityCard() {
	const card = useRef<HTMLDivElement>(null);
	useWhileInView(card, refresh, PERIOD_MS);
	return (
		<Card
			title="Power quality"
			help="Demand and extremes that the meter itself has measured, read over Modbus."
			id="quality"
			class="wide quality"
		>
			<div ref={card}>
				<Fold title="Demand" help="Mean power of the periods, and their maximum">
					<DemandTable />
				</Fold>
				<Fold title="Lowest and highest" help="Extremes of the readings since they were reset">
					<ExtremeTable />
				</Fold>
				<p class="hint" role="status">
					{hint()}
				</p>
			</div>
		</Card>
	);
}
