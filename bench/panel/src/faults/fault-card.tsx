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
			help={
				"Mishaps of a meter's life, at a touch; each button says what to " +
				"expect, and the log shows what came of it."
			}
			id="faults"
			class="wide faults"
			aside={
				<button
					type="button"
					class="small"
					aria-description="Reads the latest events of the meter's log"
					disabled={!powered}
					onClick={() => void readEvents()}
				>
					Read the events
				</button>
			}
		>
			<div class="fault-buttons">
				{FAULTS.map((fault) => (
					<button
						type="button"
						key={fault.name}
						aria-description={fault.expect}
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
