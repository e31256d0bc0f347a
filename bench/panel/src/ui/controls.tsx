/** Controls for mouse, touch and keyboard. */
import { useId } from "preact/hooks";

/** An on-off switch. */
export function Switch(props: {
	readonly label: string;
	readonly on: boolean;
	readonly disabled?: boolean;
	readonly class?: string;
	/** Effect of the switch. */
	readonly help: string;
	onChange(on: boolean): void;
}) {
	return (
		<button
			type="button"
			role="switch"
			class={`switch ${props.class ?? ""}`}
			aria-checked={props.on}
			aria-description={props.help}
			disabled={props.disabled}
			onClick={() => props.onChange(!props.on)}
		>
			<span class="track" aria-hidden="true">
				<span class="thumb" />
			</span>
			{props.label}
		</button>
	);
}

/** A choice from a list. */
export function Select<T extends string>(props: {
	readonly label: string;
	/** Meaning of the choice. */
	readonly help: string;
	readonly options: readonly T[];
	readonly value: T;
	onChange(value: T): void;
}) {
	return (
		<label class="select">
			<span>{props.label}</span>
			<select
				aria-description={props.help}
				value={props.value}
				onChange={({ currentTarget }) => {
					const chosen = props.options.find((option) => option === currentTarget.value);
					if (chosen !== undefined) props.onChange(chosen);
				}}
			>
				{props.options.map((option) => (
					<option key={option}>{option}</option>
				))}
			</select>
		</label>
	);
}

/** A choice of a few options. It shows the value in force: a choice may be refused. */
export function Choice<T extends string>(props: {
	readonly label: string;
	/** Meaning of the choice. */
	readonly help: string;
	readonly options: readonly T[];
	/** Undefined: none is known to be in force. */
	readonly value: T | undefined;
	readonly disabled?: boolean;
	readonly text?: Readonly<Record<T, string>>;
	onChange(value: T): void;
}) {
	// Another choice may have the same label.
	const name = useId();
	return (
		<fieldset class="choice" aria-description={props.help} disabled={props.disabled}>
			<legend>{props.label}</legend>
			<div class="options">
				{props.options.map((option) => (
					<label key={option}>
						<input
							type="radio"
							name={name}
							value={option}
							checked={option === props.value}
							onClick={(event) => {
								if (option === props.value) return;
								event.preventDefault();
								props.onChange(option);
							}}
						/>
						<span>{props.text?.[option] ?? option}</span>
					</label>
				))}
			</div>
		</fieldset>
	);
}
