/** The bench around the meter: supply, tariff input, seal, pulse counters. */

import { HOLD_UP_MS } from "board";
import type { ComponentChildren } from "preact";
import { PulseType } from "pulse/settings";
import { floatDigits } from "../../../../client/register-codec.ts";
import { ask } from "../api.ts";
import { explain } from "../help/tip.tsx";
import { live } from "../live.ts";
import { change } from "../mains/model.ts";
import { measured } from "../registers.ts";
import { Switch } from "../ui/controls.tsx";
import { counted } from "../ui/numbers.ts";
import { useFlash } from "./lamp.tsx";
import { caseShown } from "./meter.tsx";

function Counter(props: {
	readonly index: number;
	readonly name: string;
	readonly quantity: string;
	readonly class: string;
	readonly detail: ComponentChildren;
	readonly help: string;
}) {
	const output = live.outputs.value?.[props.index];
	const lamp = useFlash<HTMLSpanElement>(output?.pulses);
	return (
		<fieldset
			class={`counter ${props.class}`}
			aria-label={`${props.name} counter`}
			{...explain(props.help)}
		>
			<span class="lamp" ref={lamp} aria-hidden="true" />
			<span class="name">
				{props.name} <span class="minor">{props.quantity}</span>
			</span>
			<output class="pulses" aria-live="off" aria-label={`${props.name}, pulses`}>
				{counted(output?.pulses ?? 0)}
			</output>
			<span class="detail">{props.detail}</span>
		</fieldset>
	);
}

/** Quantities of S0 outputs 1 and 2 by pulse type, and the units of their rates. */
const QUANTITIES: Readonly<Record<number, readonly [Quantity, Quantity]>> = {
	[PulseType.ACTIVE_REACTIVE]: [
		{ name: "active", unit: "kWh" },
		{ name: "reactive", unit: "kvarh" },
	],
	[PulseType.FORWARD_REVERSE]: [
		{ name: "forward", unit: "kWh" },
		{ name: "reverse", unit: "kWh" },
	],
};

interface Quantity {
	readonly name: string;
	readonly unit: string;
}

/** A rate, which a narrow counter breaks after the slash. */
function Rate({ rate, unit }: { readonly rate: string; readonly unit: string }) {
	return (
		<>
			{rate} imp/
			<wbr />
			{unit}
		</>
	);
}

/** An S0 output and the meaning of its pulses. */
function S0({ number }: { readonly number: 1 | 2 }) {
	const rate = measured.value?.get("s0Rate");
	const quantity = QUANTITIES[measured.value?.get("pulseType") ?? 0]?.[number - 1];
	const width = live.outputs.value?.[number]?.widthMs ?? 0;
	const known = quantity && rate !== undefined;
	return (
		<Counter
			index={number}
			name={`S0 ${number}`}
			quantity={quantity?.name ?? ""}
			class="green"
			help="Pulses that the bench has counted at this output, at its rate and width"
			detail={
				<>
					{known && <Rate rate={`${floatDigits(rate)}`} unit={quantity.unit} />}
					{known && width > 0 && " · "}
					{width > 0 && `${width} ms`}
				</>
			}
		/>
	);
}

export function Desk() {
	const powered = live.powered.value ?? false;
	const mains = live.mains.value;
	return (
		<div class="desk">
			<div class="switches">
				<Switch
					label="Supply"
					class="supply"
					help={`Off warns the meter ${HOLD_UP_MS} ms before, as a real supply fails`}
					on={powered}
					disabled={live.powered.value === undefined}
					onChange={(on) => void ask("POST", "/power", { on })}
				/>
				<Switch
					label="Tariff input"
					help="230 V at terminals 10 and 11: tariff T2"
					on={mains?.tariffInput ?? false}
					disabled={!mains}
					onChange={(tariffInput) => change({ tariffInput })}
				/>
				<Switch
					label="Seal open"
					help="The calibration seal: wiring and calibration can be written while it is open"
					on={live.sealOpen.value ?? false}
					disabled={live.sealOpen.value === undefined}
					onChange={(open) => void ask("POST", "/seal", { open })}
				/>
			</div>
			<button
				type="button"
				class="small show-case"
				aria-description="The meter as it hangs on the wall: print, LED, seal and terminals"
				aria-expanded={caseShown.value}
				onClick={() => {
					caseShown.value = !caseShown.value;
				}}
			>
				{caseShown.value ? "Hide" : "Show"} case and terminals
			</button>
			<div class="counters">
				<Counter
					index={0}
					name="LED"
					quantity="active"
					class="red"
					detail={<Rate rate="10 000" unit="kWh" />}
					help="Flashes of the meter's red LED that the bench has counted"
				/>
				<S0 number={1} />
				<S0 number={2} />
			</div>
		</div>
	);
}
