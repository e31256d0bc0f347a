/** The fields in which settings are changed. */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import {
	allDigits,
	fromDigits,
	fromText,
	isAllowed,
	SECONDARIES_A,
	type Setting,
	settingText,
} from "../meter/settings.ts";
import { draft, drafts } from "../state/settings.ts";

interface FieldProperties {
	setting: Setting;
	present: number;
	/** Value to show: the changed one, or the present one. */
	value: number;
	/** True if it cannot be changed; only a choice can be so. */
	disabled?: boolean;
	onChange(value: number): void;
}

/** The field of a setting; its id is the name of the register. */
export function Field(properties: FieldProperties): JSX.Element {
	const { setting, present, value, disabled, onChange } = properties;
	const { row, kind, choices } = setting;
	if (kind === "reset") return <ResetField {...{ setting, present, value, onChange }} />;
	if (kind === "ratio") return <RatioField {...{ setting, present, value, onChange }} />;
	const typed = { id: row.name, problem: problemOf(setting, value), value, onChange };
	if (kind === "number") return <TypedField {...typed} />;
	if (kind === "digits") return <TypedField {...typed} format={allDigits} parse={fromDigits} />;
	return (
		<select
			id={row.name}
			disabled={disabled}
			value={`${choices.findIndex((each) => Math.fround(each.value) === Math.fround(value))}`}
			onChange={({ currentTarget }) =>
				onChange(choices[Number(currentTarget.value)]?.value ?? value)
			}
		>
			{choices.map(({ label }, i) => (
				<option key={label} value={`${i}`}>
					{label}
				</option>
			))}
		</select>
	);
}

/** Attributes that name the line with the problem, for those who do not see it. */
interface ProblemAttributes {
	"aria-invalid"?: true;
	"aria-describedby"?: string;
}

function problemOf(setting: Setting, value: number): ProblemAttributes {
	if (isAllowed(setting, value)) return {};
	return { "aria-invalid": true, "aria-describedby": `${setting.row.name}-problem` };
}

interface TypedProperties {
	id: string;
	problem: ProblemAttributes;
	/** NaN while the text is no number. */
	value: number;
	onChange(value: number): void;
	format?: (value: number) => string;
	parse?: (text: string) => number;
}

/**
 * A number as text: it stays as it was typed, right or wrong. A browser's field for numbers drops
 * what it does not understand, so that 1,5 would become 15.
 */
function TypedField({
	id,
	problem,
	value,
	onChange,
	format = String,
	parse = fromText,
}: TypedProperties): JSX.Element {
	const [typed, setTyped] = useState("");
	return (
		<input
			id={id}
			type="text"
			inputMode="numeric"
			autocomplete="off"
			{...problem}
			value={Object.is(parse(typed), value) ? typed : format(value)}
			onInput={({ currentTarget }) => {
				setTyped(currentTarget.value);
				onChange(parse(currentTarget.value));
			}}
		/>
	);
}

/** A counter that can be marked to be set to zero. */
function ResetField({ setting, present, onChange }: FieldProperties): JSX.Element {
	const { name } = setting.row;
	const marked = drafts.value.has(name);
	return (
		<span class="reset">
			<b class="number">{settingText(setting, present)}</b>
			<button
				id={name}
				type="button"
				aria-label={`${marked ? "Keep" : "Reset"} ${setting.label}`}
				onClick={() => (marked ? draft(name, undefined) : onChange(0))}
			>
				{marked ? "Keep" : "Reset"}
			</button>
		</span>
	);
}

/** Primary and secondary current of the current transformers. */
function RatioField({ setting, present, value, onChange }: FieldProperties): JSX.Element {
	const primaryA = ctPrimaryOf(value);
	// While the primary current is no number, the ratio is none either.
	const latestA = useRef(ctSecondaryOf(present));
	if (!Number.isNaN(value)) latestA.current = ctSecondaryOf(value);
	const secondaryA = latestA.current;
	return (
		<span class="ratio">
			<TypedField
				id={setting.row.name}
				problem={problemOf(setting, value)}
				value={primaryA}
				onChange={(typedA) => onChange(packCtRatio(typedA, secondaryA))}
			/>
			<span>/</span>
			<select
				aria-label="Secondary current"
				value={`${secondaryA}`}
				onChange={({ currentTarget }) => {
					latestA.current = Number(currentTarget.value);
					onChange(packCtRatio(primaryA, latestA.current));
				}}
			>
				{SECONDARIES_A.map((currentA) => (
					<option key={currentA}>{currentA}</option>
				))}
			</select>
		</span>
	);
}
