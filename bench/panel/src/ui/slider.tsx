import { useId, useRef, useState } from "preact/hooks";
import { fixed } from "./numbers.ts";

interface SliderProps {
	readonly label: string;
	readonly unit: string;
	readonly minimum: number;
	readonly maximum: number;
	readonly step: number;
	readonly decimals: number;
	readonly value: number;
	readonly disabled?: boolean;
	onChange(value: number): void;
}

/**
 * A quantity: a slider for the hand, and its number to be typed. While a hand is on it, it shows what the hand wants
 * and not what the bench has got so far.
 */
export function Slider(props: SliderProps) {
	const { minimum, maximum, step, decimals, value, onChange } = props;
	const id = useId();
	const [draft, setDraft] = useState<number | undefined>(undefined);
	const idle = useRef<number | undefined>(undefined);
	const shown = draft ?? value;
	const want = (next: number): void => {
		if (Number.isNaN(next)) return;
		const allowed = Math.min(maximum, Math.max(minimum, next));
		setDraft(allowed);
		clearTimeout(idle.current);
		idle.current = window.setTimeout(() => setDraft(undefined), 700);
		onChange(allowed);
	};
	const part = ((shown - minimum) / (maximum - minimum)) * 100;
	return (
		<div class="slider">
			<label for={id}>{props.label}</label>
			<input
				id={id}
				type="range"
				min={minimum}
				max={maximum}
				step={step}
				value={shown}
				disabled={props.disabled}
				ref={(input) => input?.style.setProperty("--part", `${part}%`)}
				onInput={({ currentTarget }) => want(currentTarget.valueAsNumber)}
			/>
			<span class="number">
				<input
					type="number"
					aria-label={`${props.label}, ${props.unit}`}
					min={minimum}
					max={maximum}
					step={step}
					value={fixed(shown, decimals).replace("−", "-")}
					disabled={props.disabled}
					onChange={({ currentTarget }) => want(currentTarget.valueAsNumber)}
				/>
				<span class="unit">{props.unit}</span>
			</span>
		</div>
	);
}
