/** Heads of the columns of a table with one for each phase. */
import type { JSX } from "preact";
import { PHASES } from "registers/quantity";

export function PhaseHeads(): JSX.Element {
	return (
		<>
			{PHASES.map((phase) => (
				<th key={phase} scope="col" class={phase.toLowerCase()}>
					{phase}
				</th>
			))}
		</>
	);
}
