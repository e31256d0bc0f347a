/** The wiring of the mains, and that which the meter is set to. */

import { WIRINGS, type Wiring } from "../../../mains/settings.ts";
import { Choice } from "../ui/controls.tsx";
import { meterWiring, setMeterWiring } from "./meter-wiring.ts";
import { change } from "./model.ts";

/** Difference between the mains and the meter, and its cure. */
function Difference(props: { readonly mains: Wiring; readonly meter: Wiring }) {
	const { mains, meter } = props;
	return (
		<p class="difference" role="status">
			<span>
				The meter is set to <strong>{meter}</strong>, so its S, PF and line voltages are not those
				of {mains} mains.
			</span>
			<button
				type="button"
				class="small"
				aria-description="Opens the seal, writes register 7002 over Modbus, closes the seal again"
				onClick={() => void setMeterWiring(mains)}
			>
				Set the meter to {mains}
			</button>
		</p>
	);
}

/** Wirings of the mains and of the meter, side by side. */
export function WiringChoice({ mains }: { readonly mains: Wiring }) {
	const meter = meterWiring();
	return (
		<>
			<Choice
				label="Wiring of the mains"
				help="Phases and wires that the mains have"
				options={WIRINGS}
				value={mains}
				onChange={(wiring) => change({ wiring })}
			/>
			<Choice
				label="Wiring set in the meter"
				help="Wiring that the meter computes with (register 7002; needs the seal open)"
				options={WIRINGS}
				value={meter}
				disabled={meter === undefined}
				onChange={(wiring) => void setMeterWiring(wiring)}
			/>
		</>
	);
}

/** The hint below the network's settings. */
export function WiringHint({ mains }: { readonly mains: Wiring }) {
	const meter = meterWiring();
	return meter === undefined || meter === mains ? null : <Difference mains={mains} meter={meter} />;
}
