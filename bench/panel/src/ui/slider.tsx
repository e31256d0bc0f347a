import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { EntryRange } from "./entry.ts";
import { NumberField } from "./number-field.tsx";
import { exact } from "./numbers.ts";

/** Time after the last change for which the user's value is shown. */
const HOLD_MS = 700;

interface SliderProps {
	/** Visible label, and the whole name for people who do not see its surroundings. */
	readonly label: string;
	readonly name: string;
	/** Meaning of the quantity. */
	readonly help: string;
	readonly range: EntryRange;
	/** Numbers that can be typed, if they are more than the slider reaches. */
	readonly typed?: EntryRange;
	readonly step: number;
	readonly decimals: number;
	readonly value: number;
	/** Value after a double click. */
	readonly usual: number;
	readonly disabled?: boolean;
	onChange(value: number): void;
}

/**
 * A quantity with a slider and a number to type. While the user changes it, it shows the user's
 * value instead of the bench's.
 */
export function Slider(props: SliderProps) {
	const { range, step, decimals, value, onChange } = props;
	const id = useId();
	const [draft, setDraft] = useState<number | undefined>(undefined);
	const idle = useRef<number | undefined>(undefined);
	const shown = draft ?? value;
	// The bench has followed: what it does next is shown at once.
	useEffect(() => {
		if (value === draft) setDraft(undefined);
	}, [value, draft]);
	const request = (next: number): void => {
		setDraft(next);
		clearTimeout(idle.current);
		idle.current = window.setTimeout(() => setDraft(undefined), HOLD_MS);
		onChange(next);
	};
	const text = (number: number): string => exact(number, decimals);
	const part = ((shown - range.minimum) / (range.maximum - range.minimum)) * 100;
	return (
		<div class="slider">
			<label for={id}>{props.label}</label>
			<span class="number">
				<NumberField
					label={`${props.name}, ${range.unit}`}
					range={props.typed ?? range}
					step={step}
					text={text}
					value={shown}
					disabled={props.disabled}
					onChange={request}
				/>
				<span class="unit">{range.unit}</span>
			</span>
			<input
				id={id}
				type="range"
				aria-label={props.name}
				aria-valuetext={`${text(shown)} ${range.unit}`}
				aria-description={`${props.help}. Double click: ${text(props.usual)} ${range.unit}`}
				min={range.minimum}
				max={range.maximum}
				step={step}
				value={shown}
				disabled={props.disabled}
				ref={(input) => input?.style.setProperty("--part", `${part}%`)}
				onInput={({ currentTarget }) => request(currentTarget.valueAsNumber)}
				onDblClick={() => request(props.usual)}
			/>
		</div>
	);
}
