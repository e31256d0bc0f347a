import { PHASES } from "registers/quantity";
import { HIGHEST_UNIT_ID } from "serial/line-settings";
import type { RegisterName } from "../../../../client/register-table.ts";
import type { Truth } from "../../../http/truth.ts";
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
	/** True if the value is multiplied by the CT ratio. */
	readonly primary: boolean;
	/** True if there is a total of all phases. */
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

/** Returns a phase's true value with the meter's sign: a current has that of its active power. */
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

/** Names of the energies in the meter and in the truth. */
const ENERGIES = [
	{ title: "forward", name: "forwardActiveEnergy", key: "forwardActive" },
	{ title: "reverse", name: "reverseActiveEnergy", key: "reverseActive" },
] as const;

interface ValuesProps {
	readonly get: (name: string) => number | undefined;
	readonly truth: Truth | undefined;
}

/** Returns the true total of all phases on the secondary side. */
function totalTruth(truth: Truth | undefined, name: Quantity["name"]): number {
	const total: Partial<Record<Quantity["name"], number>> = { ...truth?.total };
	return total[name] ?? 0;
}

function QuantityTable({ get, truth }: ValuesProps) {
	const ratio = ratioOf(get("ctRatio"));
	return (
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
								truth={totalTruth(truth, quantity.name) * ratio}
								decimals={quantity.decimals}
							/>
						) : (
							<td />
						)}
					</tr>
				))}
			</tbody>
		</table>
	);
}

function EnergyTable({ get, truth }: ValuesProps) {
	return (
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
							value={measured.value && (get(name) ?? 0) / 1000}
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
	);
}

/** Controls of the reading over Modbus. */
function Polling() {
	return (
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
					max={HIGHEST_UNIT_ID}
					value={unit.value ?? (live.bench.value?.meter ?? 0) + 1}
					onChange={({ currentTarget: { valueAsNumber: id } }) => {
						if (id >= 1 && id <= HIGHEST_UNIT_ID) unit.value = Math.round(id);
					}}
				/>
			</label>
		</>
	);
}

function hint(): string {
	if (measured.value)
		return "Each figure is the meter's; the small one below is what the bench computed itself.";
	return polling.value
		? "The meter does not answer at this Modbus ID."
		: "The meter's registers are not being read.";
}

/** The meter's readings, each with the true value below. */
export function ReadingsCard() {
	const values = measured.value;
	const truth = live.truth.value;
	const get = (name: string): number | undefined => values?.get(name as RegisterName);
	return (
		<Card title="Readings" class="wide readings" aside={<Polling />}>
			<div class="scrolls">
				<QuantityTable get={get} truth={truth} />
				<EnergyTable get={get} truth={truth} />
			</div>
			<p class="hint">{hint()}</p>
		</Card>
	);
}
