/** The live readings of the three phases. */
import type { JSX } from "preact";
import { PHASES } from "registers/quantity";
import { registerOf } from "../../../client/register-table.ts";
import { Live } from "./live.tsx";
import { PhaseHeads } from "./phase-heads.tsx";

const QUANTITIES = [
	["voltage", "Voltage"],
	["current", "Current"],
	["activePower", "Active power"],
	["reactivePower", "Reactive power"],
	["apparentPower", "Apparent power"],
	["powerFactor", "Power factor"],
] as const;

export function PhaseTable(): JSX.Element {
	return (
		<table class="phases">
			<thead>
				<tr>
					<th scope="col">Quantity</th>
					<PhaseHeads />
				</tr>
			</thead>
			<tbody>
				{QUANTITIES.map(([quantity, label]) => (
					<tr key={quantity}>
						<th scope="row">
							{label} <small>{registerOf(`${quantity}L1`).unit}</small>
						</th>
						{PHASES.map((phase) => (
							<td key={phase}>
								<Live name={`${quantity}${phase}`} />
							</td>
						))}
					</tr>
				))}
				<tr>
					<th scope="row">
						Between phases <small>V</small>
					</th>
					{(["voltageL1L2", "voltageL2L3", "voltageL1L3"] as const).map((name, i) => (
						<td key={name}>
							<small class="between">{["L1–L2", "L2–L3", "L3–L1"][i]}</small>
							<Live name={name} />
						</td>
					))}
				</tr>
			</tbody>
		</table>
	);
}
