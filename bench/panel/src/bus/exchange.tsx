import { useState } from "preact/hooks";
import type { LiveExchange } from "../../../live/protocol.ts";
import { bytesOf } from "../rows.ts";
import { type Description, hexadecimal, type Value } from "./description.ts";
import { descriptionOf, pause } from "./list.ts";

export const BUS_NAMES = { modbus: "Modbus", mbus: "M-Bus" } as const;

interface Marked {
	/** Place of the value that the pointer or the focus is on. */
	readonly marked: string | undefined;
	mark(place: string | undefined): void;
}

/** A frame's bytes; those of a value are marked together with it. */
function Bytes(props: Marked & { readonly bytes: Uint8Array; readonly values: readonly Value[] }) {
	const { bytes, values, marked, mark } = props;
	if (bytes.length === 0) return <>—</>;
	const parts = [];
	let at = 0;
	for (const { place, name, from, to } of values) {
		if (from > at) parts.push(<span key={at}>{hexadecimal(bytes.subarray(at, from))} </span>);
		parts.push(
			<span
				key={from}
				class={`bytes ${marked === place ? "marked" : ""}`}
				title={`${place} ${name}`}
				onPointerEnter={() => mark(place)}
				onPointerLeave={() => mark(undefined)}
			>
				{hexadecimal(bytes.subarray(from, to))}
			</span>,
			" ",
		);
		at = to;
	}
	if (at < bytes.length) parts.push(<span key={at}>{hexadecimal(bytes.subarray(at))}</span>);
	return <>{parts}</>;
}

/** Frames and values of an exchange. */
export function Details(props: {
	readonly request: Uint8Array;
	readonly answer: Uint8Array;
	readonly description: Description;
}) {
	const { request, answer, description } = props;
	const { values, fault } = description;
	const [marked, mark] = useState<string | undefined>(undefined);
	const of = (frame: Value["frame"]): readonly Value[] =>
		values.filter((each) => each.frame === frame);
	return (
		<div class="opened">
			{fault && <p class="fault">{fault}</p>}
			<dl class="frames">
				<dt>request</dt>
				<dd>
					<Bytes bytes={request} values={of("request")} marked={marked} mark={mark} />
				</dd>
				<dt>response</dt>
				<dd>
					<Bytes bytes={answer} values={of("answer")} marked={marked} mark={mark} />
				</dd>
			</dl>
			{values.length > 0 && (
				<table class="values">
					<tbody>
						{values.map(({ place, name, value }) => (
							<tr
								key={place}
								class={marked === place ? "marked" : ""}
								onPointerEnter={() => mark(place)}
								onPointerLeave={() => mark(undefined)}
							>
								<th scope="row">{place}</th>
								<td>{name}</td>
								<td class="value">{value}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</div>
	);
}

/** A row of the list. Its content is drawn when it is opened, and the list then stays. */
export function Exchange({ exchange }: { readonly exchange: LiveExchange }) {
	const description = descriptionOf(exchange);
	const { to, request, answer, outcome, fault } = description;
	const [open, setOpen] = useState(false);
	return (
		<li class={`exchange ${outcome} ${exchange.own ? "own" : ""}`}>
			<details
				onToggle={({ currentTarget }) => {
					setOpen(currentTarget.open);
					if (currentTarget.open) pause();
				}}
			>
				<summary aria-description="Opens its bytes and values, and pauses the list">
					<span class="when">{exchange.meterSeconds.toFixed(2)} s</span>
					<span class={`bus ${exchange.bus}`}>{BUS_NAMES[exchange.bus]}</span>
					<span class="to">{exchange.own ? `${to}, panel` : to}</span>
					<span class="request">{request}</span>
					<span class="answer">{fault ?? answer}</span>
				</summary>
				{open && (
					<Details
						request={bytesOf(exchange.request)}
						answer={bytesOf(exchange.answer)}
						description={description}
					/>
				)}
			</details>
		</li>
	);
}
