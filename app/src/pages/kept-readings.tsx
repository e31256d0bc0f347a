/** The snapshots stored on this device. */
import type { JSX } from "preact";
import { forgetSnapshot, kept } from "../meter/kept.ts";
import type { Snapshot } from "../meter/snapshot.ts";
import { report } from "../state/notice.ts";
import { go } from "../state/route.ts";
import { Icon } from "../ui/icon.tsx";
import { dateAndTime } from "../ui/time.ts";
import { ExportButtons } from "./export-buttons.tsx";

export function KeptReadings(): JSX.Element | null {
	if (kept.value.length === 0) return null;
	return (
		<section class="card">
			<header>
				<h2>Saved readings</h2>
			</header>
			<ul class="kept">
				{kept.value.map((each) => (
					<KeptReading key={`${each.serialNumber} ${each.time}`} reading={each} />
				))}
			</ul>
		</section>
	);
}

function KeptReading({ reading }: { reading: Snapshot }): JSX.Element {
	const { serialNumber, time } = reading;
	const when = dateAndTime(new Date(time));
	const forget = (): void => {
		try {
			forgetSnapshot(reading);
		} catch (error) {
			report(error);
		}
	};
	return (
		<li>
			<button
				type="button"
				class="view"
				title="View"
				onClick={() => go({ page: "saved", serialNumber, time })}
			>
				<b class="number">{serialNumber}</b> <small>{when}</small>
			</button>
			<ExportButtons snapshot={reading} />
			<button
				type="button"
				class="plain"
				aria-label={`Delete ${serialNumber} ${when}`}
				onClick={forget}
			>
				<Icon name="bin" />
			</button>
		</li>
	);
}
