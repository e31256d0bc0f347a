/** A form that sends any request on one of the buses and decodes the answer. */
import { useState } from "preact/hooks";
import type { LiveExchange } from "../../../live/protocol.ts";
import { live } from "../live.ts";
import {
	type Entries,
	type Field,
	type Kind,
	MBUS_KINDS,
	MODBUS_KINDS,
	parseBytes,
} from "./build.ts";
import { typeAround, typeSeen } from "./data-types.ts";
import { type Description, hexadecimal } from "./description.ts";
import { Details } from "./exchange.tsx";
import { ownUnit, sendOn } from "./inquiry.ts";
import { describe } from "./list.ts";

type Bus = LiveExchange["bus"];

const KINDS: Readonly<Record<Bus, readonly Kind[]>> = { modbus: MODBUS_KINDS, mbus: MBUS_KINDS };

/** Longest frame of both protocols. */
const LONGEST_BYTES = 261;

const FIELDS: Readonly<Record<Field, { readonly label: string; readonly hint: string }>> = {
	register: { label: "Register", hint: "hexadecimal, as in 5002" },
	count: { label: "Count", hint: "registers, 1 to 125" },
	data: { label: "Data", hint: "hexadecimal bytes, as in 01 00 00 05" },
	secondary: { label: "Secondary address", hint: "eight digits, F for any" },
};

const INITIAL: Omit<Entries, "server"> = {
	register: "5002",
	count: "6",
	data: "00 01",
	secondary: "FFFFFFFF",
};

/** An exchange that the form has made. */
interface Sent {
	readonly request: Uint8Array;
	readonly answer: Uint8Array;
	readonly description: Description;
}

/** Builds the frame, or tells why it cannot. */
function built(kind: Kind, entries: Entries): { frame: string } | { problem: string } {
	try {
		return { frame: hexadecimal(kind.build(entries)) };
	} catch (error) {
		return { problem: (error as Error).message };
	}
}

function Text(props: {
	readonly label: string;
	readonly hint: string;
	readonly value: string;
	readonly class?: string;
	onInput(text: string): void;
}) {
	return (
		<label class={props.class ?? ""}>
			{props.label}
			<input
				type="text"
				autocomplete="off"
				aria-description={props.hint}
				value={props.value}
				onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
			/>
		</label>
	);
}

function Outcome({ sent }: { readonly sent: Sent }) {
	const { request, answer, description } = sent;
	const { to, request: words, answer: answered, fault, outcome } = description;
	return (
		<div class={`outcome exchange ${outcome}`} role="status">
			<p>
				{to}: {words} → <strong class="answer">{fault ?? answered}</strong>
			</p>
			<Details request={request} answer={answer} description={description} />
		</div>
	);
}

/** Entries of the form and the frame that they make. */
function useEntries() {
	const [bus, setBus] = useState<Bus>("modbus");
	const [place, setPlace] = useState(0);
	const [entries, setEntries] = useState(INITIAL);
	const [server, setServer] = useState<string | undefined>(undefined);
	/** The frame as changed by hand. */
	const [edited, setEdited] = useState<string | undefined>(undefined);
	const usual = bus === "modbus" ? String(ownUnit()) : mbusAddress();
	const kind = KINDS[bus][place];
	const result = built(kind, { ...entries, server: server ?? usual });
	return {
		bus,
		kind,
		place,
		server: server ?? usual,
		entries,
		frame: edited ?? ("frame" in result ? result.frame : ""),
		problem: edited === undefined && "problem" in result ? result.problem : undefined,
		choose: (next: { bus?: Bus; place?: number }): void => {
			if (next.bus) {
				setBus(next.bus);
				setServer(undefined);
			}
			setPlace(next.place ?? 0);
			setEdited(undefined);
		},
		enter: (part: Partial<Entries>): void => {
			const { server: address, ...rest } = part;
			if (address !== undefined) setServer(address);
			setEntries({ ...entries, ...rest });
			setEdited(undefined);
		},
		edit: setEdited,
	};
}

/** Primary address of a new meter: a single one has the factory's. */
function mbusAddress(): string {
	const { meters = 1, meter = 0 } = live.bench.value ?? {};
	return meters > 1 ? String(meter + 1) : "0";
}

type Form = ReturnType<typeof useEntries>;

function Fields({ form }: { readonly form: Form }) {
	const { bus, kind, place, entries } = form;
	return (
		<div class="fields">
			<label>
				Bus
				<select
					aria-description="Line on which it goes out"
					value={bus}
					onChange={({ currentTarget }) => form.choose({ bus: currentTarget.value as Bus })}
				>
					<option value="modbus">Modbus</option>
					<option value="mbus">M-Bus</option>
				</select>
			</label>
			<label>
				Request
				<select
					aria-description="Function of Modbus, or telegram of M-Bus"
					value={place}
					onChange={({ currentTarget }) => form.choose({ place: Number(currentTarget.value) })}
				>
					{KINDS[bus].map(({ name }, index) => (
						<option key={name} value={index}>
							{name}
						</option>
					))}
				</select>
			</label>
			{!kind.fields.includes("secondary") && (
				<Text
					class="narrow"
					label={bus === "modbus" ? "Unit" : "Address"}
					hint={
						bus === "modbus" ? "Modbus ID, 0 for all" : "primary address; 254 any, 253 selected"
					}
					value={form.server}
					onInput={(server) => form.enter({ server })}
				/>
			)}
			{kind.fields.map((field) => (
				<Text
					key={field}
					class={field === "data" ? "" : "narrow"}
					{...FIELDS[field]}
					value={entries[field]}
					onInput={(text) => form.enter({ [field]: text })}
				/>
			))}
		</div>
	);
}

/** Sends a request and describes the answer; asks for the data type if its values depend on it. */
async function exchanged(bus: Bus, request: Uint8Array): Promise<Sent | undefined> {
	const [unit] = request;
	const before = bus === "modbus" ? typeSeen(unit) : undefined;
	const answer = await sendOn(bus, request);
	if (!answer) return undefined;
	const [floats, integers] = [false, true].map((type) => describe(bus, request, answer, type));
	if (JSON.stringify(floats) === JSON.stringify(integers))
		return { request, answer, description: floats };
	const type = await typeAround(unit, before);
	return { request, answer, description: describe(bus, request, answer, type) };
}

export function SendForm() {
	const form = useEntries();
	const [sent, setSent] = useState<Sent | undefined>(undefined);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | undefined>(undefined);
	const send = async (): Promise<void> => {
		setProblem(undefined);
		try {
			const request = parseBytes(form.frame, "Frame", LONGEST_BYTES);
			setBusy(true);
			const done = await exchanged(form.bus, request);
			if (done) setSent(done);
		} catch (error) {
			setProblem((error as Error).message);
		}
		setBusy(false);
	};
	const wrong = form.problem ?? problem;
	return (
		<form
			class="send"
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
		>
			<h3>Send a request</h3>
			<Fields form={form} />
			<div class="frame-line">
				<Text
					label="Frame"
					hint="goes out as it is, a broken one too"
					value={form.frame}
					onInput={form.edit}
				/>
				<button
					type="submit"
					class="primary"
					aria-description="Sends the frame when the line is free, and decodes the answer"
					disabled={busy || form.problem !== undefined}
				>
					{busy ? "Waiting …" : "Send"}
				</button>
			</div>
			{wrong && (
				<p class="problem" role="alert">
					{wrong}
				</p>
			)}
			{sent && <Outcome sent={sent} />}
		</form>
	);
}
