/** Values of power quality, demand and extremes as tables. */
import {
	COMMON_ROWS,
	DEMAND_ROWS,
	EXTREME_ROWS,
	known,
	PHASE_ROWS,
	type QualityRow,
} from "../../../../client/quality-rows.ts";
import type { RegisterName } from "../../../../client/register-table.ts";
import { explain } from "../help/tip.tsx";
import { clockTime } from "../ui/numbers.ts";
import { PhaseHeads } from "../ui/phase-heads.tsx";
import { Reset, Setting } from "./setting.tsx";
import { values } from "./state.ts";

const get = (name: RegisterName): number | undefined => values.value?.get(name);

function Line({ title, unit, decimals, help, names }: QualityRow) {
	return (
		<tr>
			<th scope="row">
				<span {...explain(help)}>{title}</span> <span class="unit">{unit}</span>
			</th>
			{names.map((name) => (
				<td key={name}>{known(get(name), decimals)}</td>
			))}
		</tr>
	);
}

/** Values of each phase, and of all together. */
export function QualityTables() {
	return (
		<div class="scrolls">
			<table class="quality-values">
				<thead>
					<tr>
						<th scope="col">Quantity</th>
						<PhaseHeads />
					</tr>
				</thead>
				<tbody>
					{PHASE_ROWS.map((row) => (
						<Line key={row.title} {...row} />
					))}
				</tbody>
			</table>
			<table class="quality-values">
				<thead>
					<tr>
						<th scope="col">Quantity</th>
						<th scope="col">of all phases</th>
					</tr>
				</thead>
				<tbody>
					{COMMON_ROWS.map((row) => (
						<Line key={row.title} {...row} />
					))}
				</tbody>
			</table>
		</div>
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
