import { useState } from "preact/hooks";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Events, readEvents } from "./events.tsx";
import { FAULTS, type Fault } from "./faults.ts";

/** Faults to try, what to expect, and what the meter has logged. */
export function FaultCard() {
	const [tried, setTried] = useState<Fault | undefined>(undefined);
	const powered = live.powered.value ?? false;
	const cause = async (fault: Fault): Promise<void> => {
		setTried(fault);
		await fault.cause();
		if (live.powered.peek()) await readEvents();
	};
	return (
		<Card
			title="Faults"
			id="faults"
			class="wide faults"
			aside={
				<button type="button" class="small" disabled={!powered} onClick={() => void readEvents()}>
					Read the events
				</button>
			}
		>
			<div class="fault-buttons">
				{FAULTS.map((fault) => (
					<button
						type="button"
						key={fault.name}
						title={fault.expect}
						disabled={fault.needsSupply && !powered}
						aria-pressed={tried === fault}
						onClick={() => void cause(fault)}
					>
						{fault.name}
					</button>
				))}
			</div>
			<p class="expected" role="status">
				{tried ? `${tried.name}: ${tried.expect}` : "Each button says what to expect."}
			</p>
			<Events />
		</Card>
	);
}
