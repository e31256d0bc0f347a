import { useId, useRef, useState } from "preact/hooks";
import { fixed } from "./numbers.ts";

/** Time after the last change for which the user's value is shown. */
const HOLD_MS = 700;

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
 * A quantity with a slider and a number to type. While the user changes it, it shows the user's
 * value instead of the bench's.
 */
export function Slider(props: SliderProps) {
	const { minimum, maximum, step, decimals, value, onChange } = props;
	const id = useId();
	const [draft, setDraft] = useState<number | undefined>(undefined);
	const idle = useRef<number | undefined>(undefined);
	const shown = draft ?? value;
	const request = (next: number): void => {
		if (Number.isNaN(next)) return;
		const allowed = Math.min(maximum, Math.max(minimum, next));
		setDraft(allowed);
		clearTimeout(idle.current);
		idle.current = window.setTimeout(() => setDraft(undefined), HOLD_MS);
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
				onInput={({ currentTarget }) => request(currentTarget.valueAsNumber)}
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
					onChange={({ currentTarget }) => request(currentTarget.valueAsNumber)}
				/>
				<span class="unit">{props.unit}</span>
			</span>
		</div>
	);
}
