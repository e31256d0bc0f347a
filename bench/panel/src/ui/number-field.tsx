import { useId, useState } from "preact/hooks";
import { isDisabled } from "../live.ts";
import { type EntryRange, parseEntry, rangeText } from "./entry.ts";

interface NumberFieldProps {
	/** Name of the quantity, for people who do not see the label. */
	readonly label: string;
	readonly range: EntryRange;
	/** The value in force. */
	readonly value: number;
	/** Formats a value for the field. */
	text(value: number): string;
	/** Change by an arrow key. */
	readonly step: number;
	readonly disabled?: boolean;
	/** Objects to a value that is within the range. */
	check?(value: number): string | undefined;
	/** Changes the value; a text that it returns, now or later, is why that was refused. */
	onChange(value: number): unknown;
}

/** A minus sign that keyboards have. */
const typeable = (text: string): string => text.replace("−", "-");

/** Pasted lines, of which a field would make one number: two would become a third. */
function areLines(event: ClipboardEvent): boolean {
	return /[\r\n]/.test(event.clipboardData?.getData("text").trim() ?? "");
}

/** Why an entry was refused, and the value that stayed in force. */
interface Refused {
	readonly text: string;
	readonly value: number;
}

/** The entry while it is being typed, and the reason why the last one was refused. */
function useEntry({ range, value, text, check, onChange }: NumberFieldProps) {
	const [draft, setDraft] = useState<string | undefined>(undefined);
	const [refused, setRefused] = useState<Refused | undefined>(undefined);
	// With another value in force it is no longer true.
	const problem = refused && Object.is(refused.value, value) ? refused.text : undefined;
	/** Text when the field was entered: a value that changes would take the selection away. */
	const [entered, setEntered] = useState<string | undefined>(undefined);
	const follow = (): void => setEntered(undefined);
	const drop = (): void => {
		follow();
		setDraft(undefined);
		setRefused(undefined);
	};
	const refuse = (why: string): void => {
		const inForce = `${text(value)}${range.unit && ` ${range.unit}`}`;
		setRefused({ text: `${why}: ${inForce} stays in force.`, value });
	};
	const commit = (typed: string): void => {
		const entry = parseEntry(typed, range);
		const why = "problem" in entry ? entry.problem : check?.(entry.value);
		if (why !== undefined) refuse(why);
		else if ("value" in entry) {
			drop();
			if (entry.value !== value) void change(entry.value);
		}
	};
	const change = async (next: number): Promise<void> => {
		const refused = await onChange(next);
		if (typeof refused === "string") refuse(refused);
	};
	const type = (typed: string): void => {
		setDraft(typed);
		setRefused(undefined);
	};
	/** A refused entry gives way to the value in force; the reason stays. */
	const leave = (): void => {
		// Nobody leaves a field that is disabled in the middle of an entry.
		if (isDisabled.peek()) return;
		if (draft !== undefined) commit(draft);
		setDraft(undefined);
		follow();
	};
	const shown = draft ?? entered ?? typeable(text(value));
	const enter = (): void => setEntered(shown);
	return { draft, shown, problem, type, commit, change, refuse, drop, enter, leave, follow };
}

/**
 * A number to type. The entry takes effect with Enter or when the field is left; Escape drops it.
 * An entry that is refused changes nothing, and the field says why.
 */
export function NumberField(props: NumberFieldProps) {
	const { range, value } = props;
	const id = useId();
	const entry = useEntry(props);
	const { draft, problem } = entry;
	const stepped = (direction: number): void => {
		const next = Number((value + direction * props.step).toFixed(6));
		entry.follow();
		void entry.change(Math.min(range.maximum, Math.max(range.minimum, next)));
	};
	return (
		<>
			<input
				type="text"
				inputMode="decimal"
				autocomplete="off"
				class="entry"
				aria-label={props.label}
				aria-invalid={problem !== undefined}
				aria-describedby={problem === undefined ? undefined : id}
				aria-description={rangeText(range)}
				disabled={props.disabled}
				value={entry.shown}
				onFocus={({ currentTarget }) => {
					entry.enter();
					currentTarget.select();
				}}
				onInput={({ currentTarget }) => entry.type(currentTarget.value)}
				onPaste={(event) => {
					if (!areLines(event)) return;
					event.preventDefault();
					entry.refuse("Several lines were pasted");
				}}
				onKeyDown={(event) => {
					const { key, currentTarget } = event;
					if (key === "Enter") entry.commit(currentTarget.value);
					else if (key === "Escape") entry.drop();
					else if (draft === undefined && key === "ArrowUp") stepped(1);
					else if (draft === undefined && key === "ArrowDown") stepped(-1);
					else return;
					event.preventDefault();
				}}
				onBlur={entry.leave}
			/>
			{problem !== undefined && (
				<span class="problem" id={id} role="alert">
					{problem}
				</span>
			)}
		</>
	);
}
