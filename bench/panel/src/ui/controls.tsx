/** Controls for mouse, touch and keyboard. */

/** An on-off switch. */
export function Switch(props: {
	readonly label: string;
	readonly on: boolean;
	readonly disabled?: boolean;
	readonly class?: string;
	onChange(on: boolean): void;
}) {
	return (
		<button
			type="button"
			role="switch"
			class={`switch ${props.class ?? ""}`}
			aria-checked={props.on}
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

/** A choice of a few options. */
export function Choice<T extends string>(props: {
	readonly label: string;
	readonly options: readonly T[];
	readonly value: T;
	readonly disabled?: boolean;
	readonly text?: Readonly<Record<T, string>>;
	onChange(value: T): void;
}) {
	return (
		<fieldset class="choice" disabled={props.disabled}>
			<legend>{props.label}</legend>
			<div class="options">
				{props.options.map((option) => (
					<label key={option}>
						<input
							type="radio"
							name={props.label}
							value={option}
							checked={option === props.value}
							onChange={() => props.onChange(option)}
						/>
						<span>{props.text?.[option] ?? option}</span>
					</label>
				))}
			</div>
		</fieldset>
	);
}
