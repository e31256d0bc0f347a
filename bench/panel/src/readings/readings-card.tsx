import { PHASES } from "registers/quantity";
import { HIGHEST_UNIT_ID } from "serial/line-settings";
import { errorCodeText } from "../../../../client/error-code.ts";
import { EXCEPTION_NAMES } from "../../../../client/pdu.ts";
import type { RegisterName } from "../../../../client/register-table.ts";
import { steady } from "../chart/history.ts";
import { live, polling, unit } from "../live.ts";
import { meterWiring } from "../mains/meter-wiring.ts";
import { measured, stopped } from "../registers.ts";
import { Card } from "../ui/card.tsx";
import { Switch } from "../ui/controls.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { countedEnergy, cut, figure, fixed, isLarge } from "../ui/numbers.ts";
import { PhaseHeads } from "../ui/phase-heads.tsx";
import { ENERGIES, KINDS, type Kind, type Pair, pairs } from "./compare.ts";

/** Modbus IDs. */
const UNITS = { minimum: 1, maximum: HIGHEST_UNIT_ID, unit: "", whole: true };

const PERCENT_DECIMALS = 3;

function Cell(props: {
	readonly pair: Pair | undefined;
	text(value: number): string;
	/** Formats the true value, if not as the meter's. */
	trueText?(value: number): string;
}) {
	const { pair, text, trueText = text } = props;
	if (!pair) return <td />;
	const { value, truth, error } = pair;
	return (
		<td>
			<span class="value">{value === undefined ? "—" : text(value)}</span>
			<span class="true">{truth === undefined ? " " : trueText(truth)}</span>
			<span class="error">
				{error !== null && steady.value ? `${fixed(error, PERCENT_DECIMALS)} %` : " "}
			</span>
		</td>
	);
}

/** Units of which a row with a large figure shows thousands. */
const POWER_UNITS = ["W", "var", "VA"];

interface RowProps {
	readonly kind: Kind;
	get(name: string): Pair | undefined;
}

function QuantityRow({ kind: { name, symbol, unit: of, decimals, total }, get }: RowProps) {
	const places = [...PHASES, ...(total ? [""] : [])];
	const all = places.map((place) => get(`${name}${place}`));
	const large = all.some((each) => isLarge(each?.value ?? 0) || isLarge(each?.truth ?? 0));
	const inThousands = large && POWER_UNITS.includes(of);
	const text = (value: number): string =>
		inThousands ? figure(value / 1000, 3) : figure(value, decimals);
	return (
		<tr>
			<th scope="row">
				{symbol} <span class="unit">{inThousands ? `k${of}` : of}</span>
			</th>
			{places.map((place, index) => (
				<Cell key={place} pair={all[index]} text={text} />
			))}
			{!total && <td />}
		</tr>
	);
}

function QuantityTable({ get }: { get(name: string): Pair | undefined }) {
	return (
		<table class="quantities">
			<thead>
				<tr>
					<td />
					<PhaseHeads />
					<th scope="col">total</th>
				</tr>
			</thead>
			<tbody>
				{KINDS.map((kind) => (
					<QuantityRow key={kind.name} kind={kind} get={get} />
				))}
			</tbody>
		</table>
	);
}

/** The true energies are cut to whole Wh, since the meter counts whole ones. */
function EnergyTable({ get }: { get(name: string): Pair | undefined }) {
	return (
		<table class="energies">
			<thead>
				<tr>
					<th scope="col">Energy</th>
					<th scope="col">all tariffs</th>
				</tr>
			</thead>
			<tbody>
				{ENERGIES.map(({ title, unit: of, name }) => (
					<tr key={name}>
						<th scope="row">
							{title} <span class="unit">{of}</span>
						</th>
						<Cell
							pair={get(name)}
							text={countedEnergy}
							trueText={(value) => cut(value / 1000, 3)}
						/>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Voltages between the phases and the frequency. */
function NetworkTable({ get }: { get(name: string): Pair | undefined }) {
	const rows = [
		{ name: "voltageL1L2", title: "L1–L2", unit: "V", decimals: 2 },
		{ name: "voltageL1L3", title: "L1–L3", unit: "V", decimals: 2 },
		{ name: "voltageL2L3", title: "L2–L3", unit: "V", decimals: 2 },
		{ name: "frequency", title: "f", unit: "Hz", decimals: 3 },
	];
	return (
		<table class="network-values">
			<thead>
				<tr>
					<th scope="col">Network</th>
					<th scope="col">all</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(({ name, title, unit: of, decimals }) => (
					<tr key={name}>
						<th scope="row">
							{title} <span class="unit">{of}</span>
						</th>
						<Cell pair={get(name)} text={(value) => fixed(value, decimals)} />
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Readings without a truth to compare with, as far as they are known. */
function Facts() {
	const fact = (name: RegisterName, text: (value: number) => string): string | undefined => {
		const value = measured.value?.get(name);
		return value === undefined ? undefined : text(value);
	};
	const facts = [
		{ name: "tariff in force", value: fact("tariff", (tariff) => `T${tariff}`) },
		{ name: "quadrant", value: stopped.value ? undefined : fact("quadrant", String) },
		{
			name: "TRIP counter",
			value: fact("resettableEnergy", (energy) => `${countedEnergy(energy)} kWh`),
		},
		{ name: "wiring set", value: meterWiring() },
		{
			name: "error code",
			value: fact("errorCode", (code) => (code === 0 ? "none" : errorCodeText(code))),
		},
	];
	return (
		<dl class="facts-list">
			{facts.map(({ name, value }) => (
				<div key={name}>
					<dt>{name}</dt>
					<dd>{value ?? "—"}</dd>
				</div>
			))}
		</dl>
	);
}

/** Controls of the reading over Modbus. */
function Polling() {
	const own = (live.bench.value?.meter ?? 0) + 1;
	return (
		<>
			<Switch
				label="Read over Modbus"
				help="Reads the meter once a second, as one more client on the line"
				on={polling.value}
				onChange={(on) => {
					polling.value = on;
				}}
			/>
			<span class="unit-id">
				ID
				<NumberField
					label="Modbus ID that is read"
					range={UNITS}
					step={1}
					text={String}
					value={unit.value ?? own}
					onChange={(id) => {
						unit.value = id;
					}}
				/>
			</span>
		</>
	);
}

function hint(): string {
	if (live.powered.value === false)
		return "The supply is off: the meter reads nothing and is silent.";
	if (!polling.value) return "The meter's registers are not being read.";
	if (stopped.value) return stopped.value;
	if (measured.value)
		return (
			"Each figure is the meter's; below it what the bench computed itself, and the error. " +
			"U, I and S are RMS with all harmonics, Q is that of the fundamental."
		);
	const refusal = live.refusal.value;
	if (typeof refusal === "number")
		return `The meter refuses to be read: ${EXCEPTION_NAMES[refusal] ?? `exception ${refusal}`}.`;
	return live.silent.value
		? "No meter answers at this Modbus ID. A meter whose ID was changed is read at its new one."
		: "Waiting for the meter's answer.";
}

/** The meter's readings, each with the true value below. */
export function ReadingsCard() {
	const get = (name: string): Pair | undefined => pairs.value.get(name);
	return (
		<Card
			title="Readings"
			help={
				"The meter's registers as any Modbus client reads them; below each what " +
				"the bench computed itself, and the error."
			}
			id="readings"
			class="wide readings"
			aside={<Polling />}
		>
			<div class="scrolls">
				<QuantityTable get={get} />
				<EnergyTable get={get} />
				<NetworkTable get={get} />
			</div>
			<Facts />
			<p class="hint" role="status">
				{hint()}
			</p>
		</Card>
	);
}
