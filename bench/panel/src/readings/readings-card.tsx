import { PHASES } from "registers/row";
import type { RegisterName } from "registers/table";
import type { PhaseTruth } from "../../../source.ts";
import { ratioOf } from "../chart/history.ts";
import { live, polling, unit } from "../live.ts";
import { measured } from "../registers.ts";
import { Card } from "../ui/card.tsx";
import { Switch } from "../ui/controls.tsx";
import { fixed } from "../ui/numbers.ts";

interface Quantity {
	readonly symbol: string;
	readonly unit: string;
	readonly decimals: number;
	readonly name:
		| "voltage"
		| "current"
		| "activePower"
		| "reactivePower"
		| "apparentPower"
		| "powerFactor";
	/** Whether it grows with the ratio of the current transformers. */
	readonly primary: boolean;
	/** Whether all phases have one together. */
	readonly total: boolean;
}

const QUANTITIES: readonly Quantity[] = [
	{ symbol: "U", unit: "V", decimals: 2, name: "voltage", primary: false, total: false },
	{ symbol: "I", unit: "A", decimals: 3, name: "current", primary: true, total: false },
	{ symbol: "P", unit: "W", decimals: 1, name: "activePower", primary: true, total: true },
	{ symbol: "Q", unit: "var", decimals: 1, name: "reactivePower", primary: true, total: true },
	{ symbol: "S", unit: "VA", decimals: 1, name: "apparentPower", primary: true, total: true },
	{ symbol: "PF", unit: "", decimals: 3, name: "powerFactor", primary: false, total: false },
];

/** What is true of a phase, with the sign that the meter gives it: a current has its active power's. */
function truthOf(
	phase: PhaseTruth | undefined,
	{ name, primary }: Quantity,
	ratio: number,
): number | undefined {
	if (!phase) return undefined;
	const value = phase[name] * (primary ? ratio : 1);
	return name === "current" && phase.activePower < 0 ? -value : value;
}

function Cell(props: {
	readonly value: number | undefined;
	readonly truth: number | undefined;
	readonly decimals: number;
}) {
	const { value, truth, decimals } = props;
	return (
		<td>
			<span class="value">{value === undefined ? "—" : fixed(value, decimals)}</span>
			<span class="true">{truth === undefined ? "" : fixed(truth, decimals)}</span>
		</td>
	);
}

/** Energies of the meter and of the truth, kWh. */
const ENERGIES = [
	{ title: "forward", name: "forwardActiveEnergy", key: "forwardActive" },
	{ title: "reverse", name: "reverseActiveEnergy", key: "reverseActive" },
] as const;

/** What the meter says, and below it what is true. */
export function ReadingsCard() {
	const values = measured.value;
	const truth = live.truth.value;
	const ratio = ratioOf(values?.get("ctRatio"));
	const get = (name: string): number | undefined => values?.get(name as RegisterName);
	const total = {
		activePower: truth?.total.activePower,
		reactivePower: truth?.total.reactivePower,
	};
	const totals: Partial<Record<Quantity["name"], number | undefined>> = {
		...total,
		apparentPower: truth?.total.apparentPower,
	};
	return (
		<Card
			title="Readings"
			class="wide readings"
			aside={
				<>
					<Switch
						label="Read over Modbus"
						on={polling.value}
						onChange={(on) => {
							polling.value = on;
						}}
					/>
					<label class="unit-id">
						ID
						<input
							type="number"
							min={1}
							max={247}
							value={unit.value ?? (live.bench.value?.meter ?? 0) + 1}
							onChange={({ currentTarget: { valueAsNumber: id } }) => {
								if (id >= 1 && id <= 247) unit.value = Math.round(id);
							}}
						/>
					</label>
				</>
			}
		>
			<div class="scrolls">
				<table class="quantities">
					<thead>
						<tr>
							<th />
							{PHASES.map((phase) => (
								<th key={phase} class={phase.toLowerCase()}>
									{phase}
								</th>
							))}
							<th>total</th>
						</tr>
					</thead>
					<tbody>
						{QUANTITIES.map((quantity) => (
							<tr key={quantity.name}>
								<th>
									{quantity.symbol} <span class="unit">{quantity.unit}</span>
								</th>
								{PHASES.map((phase, index) => (
									<Cell
										key={phase}
										value={get(`${quantity.name}${phase}`)}
										truth={truthOf(truth?.phases[index], quantity, ratio)}
										decimals={quantity.decimals}
									/>
								))}
								{quantity.total ? (
									<Cell
										value={get(quantity.name)}
										truth={(totals[quantity.name] ?? 0) * ratio}
										decimals={quantity.decimals}
									/>
								) : (
									<td />
								)}
							</tr>
						))}
					</tbody>
				</table>
				<table class="energies">
					<thead>
						<tr>
							<th>Energy</th>
							<th>kWh</th>
						</tr>
					</thead>
					<tbody>
						{ENERGIES.map(({ title, name, key }) => (
							<tr key={name}>
								<th>{title}</th>
								<Cell
									value={values && (get(name) ?? 0) / 1000}
									truth={truth && truth.energy.primary.total[key] / 1000}
									decimals={3}
								/>
							</tr>
						))}
						<tr>
							<th>
								f <span class="unit">Hz</span>
							</th>
							<Cell value={get("frequency")} truth={truth?.frequency} decimals={3} />
						</tr>
					</tbody>
				</table>
			</div>
			<p class="hint">
				{values
					? "Each figure is the meter's; the small one below is what the bench computed itself."
					: polling.value
						? "The meter does not answer at this Modbus ID."
						: "Nobody reads the meter's registers."}
			</p>
		</Card>
	);
}
