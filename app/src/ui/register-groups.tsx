/** The values of a snapshot in groups, with a search; next to those of another one, if any. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type RegisterName, registerOf } from "../../../client/register-table.ts";
import { type Group, groupsOf, matches } from "../meter/groups.ts";
import type { Snapshot, SnapshotValue } from "../meter/snapshot.ts";
import { readable } from "../meter/values.ts";

/** Values of the snapshot to compare with, by register. */
type Others = ReadonlyMap<RegisterName, number> | undefined;

interface Properties {
	snapshot: Snapshot;
	/** Snapshot to compare with. */
	other?: Snapshot | undefined;
}

export function RegisterGroups({ snapshot, other }: Properties): JSX.Element {
	const [words, setWords] = useState("");
	const others: Others = other && new Map(other.values.map(({ name, value }) => [name, value]));
	const searching = words.trim() !== "";
	const groups = groupsOf(
		searching ? snapshot.values.filter(({ name }) => matches(name, words)) : snapshot.values,
	);
	return (
		<>
			<input
				type="search"
				class="search"
				aria-label="Search registers"
				placeholder="Search: title, address or OBIS code"
				value={words}
				onInput={({ currentTarget }) => setWords(currentTarget.value)}
			/>
			{groups.length === 0 && <p class="empty">No register matches.</p>}
			{groups.map((group) => (
				<RegisterGroup
					key={`${group.title} ${searching}`}
					group={group}
					open={searching}
					others={others}
				/>
			))}
		</>
	);
}

interface GroupProperties {
	group: Group;
	open: boolean;
	others: Others;
}

function RegisterGroup({ group, open, others }: GroupProperties): JSX.Element {
	const { title, whole, values } = group;
	const empty = values.every(({ value }) => value === 0);
	return (
		<details open={open} data-group={title}>
			<summary>
				<span>{title}</span>
				{whole ? (
					<span class="whole number">
						{readable(registerOf(whole.name), whole.value)} {registerOf(whole.name).unit}
					</span>
				) : (
					empty && <small>all zero</small>
				)}
			</summary>
			<table class="registers">
				{others && (
					<thead>
						<tr>
							<th scope="col">Register</th>
							<th scope="col">This</th>
							<th scope="col">Other</th>
							<th scope="col">Difference</th>
							<th scope="col">Unit</th>
						</tr>
					</thead>
				)}
				<tbody>
					{values.map((each) => (
						<Line key={each.name} each={each} others={others} />
					))}
				</tbody>
			</table>
		</details>
	);
}

function Line({ each, others }: { each: SnapshotValue; others: Others }): JSX.Element {
	const { name, value } = each;
	const row = registerOf(name);
	const other = others?.get(name);
	return (
		<tr data-name={name}>
			<td>
				{row.title}
				{row.obis && <small class="obis">{row.obis}</small>}
			</td>
			<td class="number">{readable(row, value)}</td>
			{others && <td class="number">{other === undefined ? "–" : readable(row, other)}</td>}
			{others && <td class="number">{difference(name, value, other)}</td>}
			<td class="unit">{row.unit}</td>
		</tr>
	);
}

function difference(name: RegisterName, value: number, other: number | undefined): string {
	const row = registerOf(name);
	if (other === undefined) return "–";
	if (value === other) return "=";
	if (row.format !== "float") return "differs";
	const change = value - other;
	return `${change > 0 ? "+" : "−"}${readable(row, Math.abs(change))}`;
}
