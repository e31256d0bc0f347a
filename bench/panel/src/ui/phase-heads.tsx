/** Heads of the columns of a table with one for each phase. */
import { PHASES } from "registers/quantity";

export function PhaseHeads() {
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
