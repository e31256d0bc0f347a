/** A reading that the meter sends every second. */

import type { JSX } from "preact";
import type { RegisterName } from "../../../client/register-table.ts";
import { registerOf } from "../../../client/register-table.ts";
import { liveText } from "../meter/values.ts";
import { live } from "../state/readings.ts";

interface Properties {
	name: RegisterName;
	label?: string;
	large?: boolean;
}

export function Live({ name, label, large = false }: Properties): JSX.Element {
	const row = registerOf(name);
	const value = live.value.get(name) ?? Number.NaN;
	return (
		<div class={large ? "live large" : "live"} data-register={name}>
			{label && <span class="label">{label}</span>}
			<span class="value">
				<b class="number">{Number.isNaN(value) ? "–" : liveText(row, value)}</b>
				{row.unit && <small>{row.unit}</small>}
			</span>
		</div>
	);
}
