/** Ways to the meter in the page: a USB RS-485 adapter. */
import { signal } from "@preact/signals";
import type { AdapterState, UsbAdapter, UsbPort } from "./serial.ts";

/** Web Serial, where the browser has it. */
interface Serial {
	requestPort(): Promise<UsbPort>;
}

export const adapterState = signal<AdapterState>({ name: "off" });

/** Asks the user for a port; undefined: none was chosen. */
async function choose(serial: Serial): Promise<UsbPort | undefined> {
	return serial.requestPort().catch(() => undefined);
}

function State() {
	const state = adapterState.value;
	if (state.name === "failed")
		return <p class="problem">The adapter has failed: {state.reason}.</p>;
	if (state.name === "off") return null;
	const { baudRate, parity } = state.settings;
	return (
		<p>
			This page is the meter on the bus: {baudRate} baud, parity {parity}, 8 data bits, 1 stop bit.
		</p>
	);
}

/** Makes the component that connects an adapter. */
export function portsOf(adapter: UsbAdapter) {
	return function Ports() {
		const { serial } = navigator as Navigator & { serial?: Serial };
		const isOn = adapterState.value.name === "on";
		return (
			<>
				<p>
					The meter runs in this page: nothing is installed, and nothing is sent anywhere. With a
					USB RS-485 adapter it answers the masters on a real bus.
				</p>
				<State />
				{serial ? (
					<p>
						<button
							type="button"
							onClick={async () => {
								if (isOn) return adapter.unplug();
								const port = await choose(serial);
								if (port) adapter.plug(port);
							}}
						>
							{isOn ? "Disconnect the adapter" : "Connect a USB RS-485 adapter"}
						</button>
					</p>
				) : (
					<p>This browser has no Web Serial; Chrome and Edge on a desktop have it.</p>
				)}
			</>
		);
	};
}
