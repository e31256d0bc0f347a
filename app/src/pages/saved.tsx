/** A reading that is stored on this device, alone or compared with another one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { kept } from "../meter/kept.ts";
import type { Snapshot } from "../meter/snapshot.ts";
import { snapshot } from "../state/readings.ts";
import { route } from "../state/route.ts";
import { RegisterGroups } from "../ui/register-groups.tsx";
import { dateAndTime } from "../ui/time.ts";
import { ExportButtons } from "./export-buttons.tsx";

const keyOf = ({ serialNumber, time }: Snapshot): string => `${serialNumber} ${time}`;

const titleOf = ({ serialNumber, time }: Snapshot): string =>
	`${serialNumber}, ${dateAndTime(new Date(time))}`;

export function SavedPage(): JSX.Element {
	const shown = route.value;
	const [compared, setCompared] = useState("");
	const saved =
		shown.page === "saved"
			? kept.value.find(
					({ serialNumber, time }) => serialNumber === shown.serialNumber && time === shown.time,
				)
			: undefined;
	if (!saved)
		return (
			<section class="card waiting">
				<p>This reading is not stored on this device.</p>
			</section>
		);
	const present = snapshot.value;
	const others = kept.value.filter((each) => each !== saved);
	const other = [...(present ? [present] : []), ...others].find((each) => keyOf(each) === compared);
	return (
		<section class="card saved">
			<header>
				<h2>
					<span class="number">{saved.serialNumber}</span>{" "}
					<small class="time">{dateAndTime(new Date(saved.time))}</small>
				</h2>
				<ExportButtons snapshot={saved} />
			</header>
			<label class="compare">
				Compare with
				<select value={compared} onChange={({ currentTarget }) => setCompared(currentTarget.value)}>
					<option value="">nothing</option>
					{present && <option value={keyOf(present)}>now read: {titleOf(present)}</option>}
					{others.map((each) => (
						<option key={keyOf(each)} value={keyOf(each)}>
							{titleOf(each)}
						</option>
					))}
				</select>
			</label>
			<RegisterGroups snapshot={saved} other={other} />
		</section>
	);
}
