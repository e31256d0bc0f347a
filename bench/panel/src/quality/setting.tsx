/** Settings and resets of power quality, each in one register. */
import { known } from "../../../../client/quality-rows.ts";
import { type RegisterName, registerOf } from "../../../../client/register-table.ts";
import { NumberField } from "../ui/number-field.tsx";
import { set, values } from "./state.ts";

/** A button that resets what a register resets. */
export function Reset(props: { readonly name: RegisterName; readonly what: string }) {
	return (
		<button
			type="button"
			class="small"
			aria-description={`Begins ${props.what} again from here`}
			onClick={() => void set(registerOf(props.name).address, 1)}
		>
			Reset {props.what}
		</button>
	);
}

/** A setting of one register. The field says why the meter refuses a value. */
export function Setting(props: { readonly name: RegisterName; readonly label: string }) {
	const { name, label } = props;
	const { address, range, unit } = registerOf(name);
	const value = values.value?.get(name);
	if (!range || !("minimum" in range)) return null;
	const { minimum, maximum } = range;
	return (
		<span class="quality-setting">
			{label}
			<NumberField
				label={`${label}, ${unit}`}
				range={{ minimum, maximum, unit, whole: true }}
				step={1}
				text={(present) => known(present, 0)}
				value={value ?? Number.NaN}
				disabled={value === undefined}
				onChange={(next) => set(address, next)}
			/>
			<span class="unit">{unit}</span>
		</span>
	);
}
