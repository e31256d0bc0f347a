/** Demand and extremes as tables. */

import { DEMAND_ROWS, EXTREME_ROWS, known } from "../../../../client/quality-rows.ts";
import { type RegisterName, registerOf } from "../../../../client/register-table.ts";
import { NumberField } from "../ui/number-field.tsx";
import { clockTime } from "../ui/numbers.ts";
import { set, values } from "./state.ts";

const get = (name: RegisterName): number | undefined => values.value?.get(name);

/** A button that resets what a register resets. */
function Reset(props: { readonly name: RegisterName; readonly what: string }) {
	return (
		<button
			type="button"
			class="small"
			aria-description={`Begins ${props.what} again from here`}
			onClick={() => void set(registerOf(props.name).address, 1)}
		>
			Reset {props.what}
		</button>
	);
}

/** A setting of one register. */
function Setting(props: { readonly name: RegisterName; readonly label: string }) {
	const { name, label } = props;
	const { address, range, unit } = registerOf(name);
	const value = get(name);
	if (value === undefined || !range || !("minimum" in range)) return null;
	const { minimum, maximum } = range;
	return (
		<span class="quality-setting">
			{label}
			<NumberField
				label={`${label}, ${unit}`}
				range={{ minimum, maximum, unit, whole: true }}
				step={1}
				text={String}
				value={value}
				onChange={(next) => void set(address, next)}
			/>
			<span class="unit">{unit}</span>
		</span>
	);
}

/** Operating time (s) of something, or a dash for never. */
const timeOf = (name: RegisterName): string => {
	const seconds = get(name);
	return seconds ? clockTime(seconds) : "—";
};

export function DemandTable() {
	return (
		<>
			<div class="scrolls">
				<table class="demand-values">
					<thead>
						<tr>
							<th scope="col">Demand W</th>
							<th scope="col">forward</th>
							<th scope="col">reverse</th>
						</tr>
					</thead>
					<tbody>
						{DEMAND_ROWS.map(({ title, forward, reverse }) => (
							<tr key={title}>
								<th scope="row">{title}</th>
								<td>{known(get(forward), 1)}</td>
								<td>{known(get(reverse), 1)}</td>
							</tr>
						))}
						<tr>
							<th scope="row">operating time of the maximum</th>
							<td>{timeOf("forwardDemandMaximumAt")}</td>
							<td>{timeOf("reverseDemandMaximumAt")}</td>
						</tr>
					</tbody>
				</table>
			</div>
			<p class="quality-settings">
				<Setting name="demandPeriod" label="Period" />
				<Reset name="demandReset" what="demand" />
				<span class="hint">
					{`${known(get("demandElapsed"), 0)} s of the running period, `}
					{`${known(get("demandPeriods"), 0)} periods since the reset.`}
					{get("demandIncomplete") ? " The last period was incomplete." : ""}
				</span>
			</p>
		</>
	);
}

export function ExtremeTable() {
	return (
		<>
			<div class="scrolls">
				<table class="extreme-values">
					<thead>
						<tr>
							<th scope="col">Since {timeOf("extremesResetAt")}</th>
							<th scope="col">lowest</th>
							<th scope="col">highest</th>
						</tr>
					</thead>
					<tbody>
						{EXTREME_ROWS.map(({ title, unit, decimals, lowest, highest }) => (
							<tr key={title}>
								<th scope="row">
									{title} <span class="unit">{unit}</span>
								</th>
								<td>{known(get(lowest), decimals)}</td>
								<td>{known(get(highest), decimals)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
			<p class="quality-settings">
				<Reset name="extremesReset" what="extremes" />
			</p>
		</>
	);
}
