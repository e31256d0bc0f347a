/** All registers of the meter: search, live values, their course, and writing. */
import { computed, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Register, registers } from "../../../../client/register-table.ts";
import { hexadecimal } from "../bus/description.ts";
import { rowText } from "../bus/row-text.ts";
import { connection, live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { readRows, samples, type Written, writeRow } from "./access.ts";
import { Course } from "./course.tsx";
import { parseValue, typedValue, writableText } from "./value-entry.ts";

/** Rows shown at first, and as many more with each request for more. */
const SHOWN = 16;

/** Time between two readings of the rows that are shown. */
const PERIOD_MS = 2000;

const search = signal("");
const most = signal(SHOWN);
const selected = signal<string | undefined>(undefined);

const address = (row: Register): string => row.address.toString(16).toUpperCase();

const found = computed((): readonly Register[] => {
	const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
	return registers.filter((row) => {
		const text = `${address(row)} ${row.title} ${row.name} ${row.obis ?? ""} ${row.unit}`;
		return words.every((word) => text.toLowerCase().includes(word));
	});
});

const shown = computed(() => found.value.slice(0, most.value));

/** Reads the rows that are shown while the card is in view; returns the reason if that fails. */
function useReading(card: { readonly current: Element | null }): string | undefined {
	const [problem, setProblem] = useState<string | undefined>(undefined);
	useEffect(() => {
		if (!card.current) return;
		let inView = false;
		let busy = false;
		const read = async (): Promise<void> => {
			const able = inView && !document.hidden && live.powered.peek();
			if (busy || !able || connection.peek() !== "connected") return;
			busy = true;
			setProblem(await readRows(shown.peek()));
			busy = false;
		};
		const observer = new IntersectionObserver(([entry]) => {
			inView = entry?.isIntersecting ?? false;
			void read();
		});
		observer.observe(card.current);
		const timer = setInterval(() => void read(), PERIOD_MS);
		const stop = shown.subscribe(() => void read());
		return () => {
			observer.disconnect();
			clearInterval(timer);
			stop();
		};
	}, [card]);
	return problem;
}

/** A form that writes a row. */
function Write({ row }: { readonly row: Register }) {
	const value = samples.value.get(row.name)?.at(-1)?.value;
	const [draft, setDraft] = useState<string | undefined>(undefined);
	const [said, setSaid] = useState<Written | undefined>(undefined);
	const write = async (): Promise<void> => {
		const entry = parseValue(row, draft ?? (value === undefined ? "" : typedValue(row, value)));
		const done =
			"problem" in entry
				? { text: `${entry.problem}; nothing was changed.`, bad: true }
				: await writeRow(row, entry.value);
		setSaid(done);
		// An entry that was typed meanwhile stays.
		if (!done.bad) setDraft((now) => (now === draft ? undefined : now));
	};
	return (
		<form
			class="write"
			onSubmit={(event) => {
				event.preventDefault();
				void write();
			}}
		>
			<label>
				New value {row.unit && `in ${row.unit}`}
				<input
					type="text"
					autocomplete="off"
					class="entry"
					aria-description={writableText(row)}
					value={draft ?? (value === undefined ? "" : typedValue(row, value))}
					onInput={({ currentTarget }) => setDraft(currentTarget.value)}
				/>
			</label>
			<button
				type="submit"
				class="small"
				aria-description="Writes the register over Modbus and reads it back"
			>
				Write
			</button>
			<span class="hint">{writableText(row)}</span>
			{said && (
				<span class={said.bad ? "problem" : "said"} role="status">
					{said.text}
				</span>
			)}
		</form>
	);
}

/** Everything about a row. */
function Details({ row }: { readonly row: Register }) {
	const facts = [
		["name", row.name],
		["format", `${row.format}, ${row.length === 1 ? "one register" : "two registers"}`],
		["OBIS", row.obis],
		["M-Bus", row.mbus && `record ${row.mbus.place}, VIF ${hexadecimal(row.mbus.vif)}`],
	].filter(([, value]) => value !== undefined);
	return (
		<div class="register-details">
			<p>
				{facts.map(([name, value]) => (
					<span key={name}>
						<span class="minor">{name}</span> {value}
					</span>
				))}
			</p>
			{row.step !== 0 && <Course row={row} />}
			{row.range ? <Write row={row} /> : <p class="hint">Read only.</p>}
		</div>
	);
}

function Row({ row }: { readonly row: Register }) {
	const value = samples.value.get(row.name)?.at(-1)?.value;
	const open = selected.value === row.name;
	return (
		<>
			<tr>
				<td class="address">{address(row)}</td>
				<th scope="row">
					<button
						type="button"
						class="plain"
						aria-expanded={open}
						aria-description="Opens its format, its course and a field to write it"
						onClick={() => {
							selected.value = open ? undefined : row.name;
						}}
					>
						{row.title}
					</button>
				</th>
				<td class="value">{value === undefined ? "—" : rowText(row, value)}</td>
				<td class="access">{row.range ? "write" : ""}</td>
			</tr>
			{open && (
				<tr>
					<td colSpan={4}>
						<Details row={row} />
					</td>
				</tr>
			)}
		</>
	);
}

function Search({ problem }: { readonly problem: string | undefined }) {
	return (
		<div class="filters">
			<input
				type="search"
				aria-label="Search registers"
				aria-description="By name, hexadecimal address, OBIS code or unit"
				placeholder="voltage L2, 401F, 1.8.0 …"
				value={search.value}
				onInput={({ currentTarget }) => {
					search.value = currentTarget.value;
					most.value = SHOWN;
				}}
			/>
			<span class="hint" role="status">
				{found.value.length} of {registers.length} registers
				{problem && <span class="problem"> · {problem}</span>}
			</span>
		</div>
	);
}

export function RegisterCard() {
	const card = useRef<HTMLDivElement>(null);
	const problem = useReading(card);
	return (
		<Card
			title="Registers"
			help={
				"All registers of the meter, read over Modbus while they are in view; a " +
				"row opens for its course and for writing."
			}
			id="registers"
			class="wide registers"
		>
			<div ref={card}>
				<Search problem={problem} />
				<div class="registers-box">
					<table>
						<thead>
							<tr>
								<th scope="col">Address</th>
								<th scope="col">Quantity</th>
								<th scope="col">Value</th>
								<td />
							</tr>
						</thead>
						<tbody>
							{shown.value.map((row) => (
								<Row key={row.name} row={row} />
							))}
						</tbody>
					</table>
					{found.value.length > shown.value.length && (
						<button
							type="button"
							class="small"
							aria-description="Shows and reads more rows"
							onClick={() => {
								most.value += SHOWN;
							}}
						>
							{found.value.length - shown.value.length} more
						</button>
					)}
				</div>
			</div>
		</Card>
	);
}
