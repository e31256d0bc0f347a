/** Power quality: harmonics, distortion, events of the voltage, demand and extremes. */

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { followQuality, outdated, quality } from "../state/quality.ts";
import { status } from "../state/session.ts";
import { Demand, Extremes } from "./demand.tsx";
import { Distortion, Unbalance } from "./distortion.tsx";
import { Harmonics } from "./harmonics.tsx";
import { VoltageEvents } from "./voltage-events.tsx";

export function QualityPage(): JSX.Element {
	const connected = status.value === "connected";
	useEffect(() => (connected ? followQuality() : undefined), [connected]);
	const read = quality.value;
	const why = outdated.value;
	if (!read)
		return (
			<section class="card waiting">
				{why === undefined && <div class="spinner" />}
				<p>{why ?? "Reading the power quality…"}</p>
			</section>
		);
	return (
		<>
			{why !== undefined && <p class="card not-now">These figures are not of now: {why}</p>}
			{read.values.get("nominalVoltage") === 0 && (
				<p class="card">
					The declared voltage is 0, so the meter does not analyse power quality: see Settings.
				</p>
			)}
			<Harmonics />
			<Distortion />
			<VoltageEvents />
			<div class="columns">
				<div>
					<Unbalance />
					<Demand />
				</div>
				<Extremes />
			</div>
		</>
	);
}
