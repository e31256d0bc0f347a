/** The snapshots stored on this device. */
import type { JSX } from "preact";
import { forgetSnapshot, kept } from "../meter/kept.ts";
import { Icon } from "../ui/icon.tsx";
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
					<li key={`${each.serialNumber} ${each.time}`}>
						<span>
							<b class="number">{each.serialNumber}</b>
							<small>{new Date(each.time).toLocaleString()}</small>
						</span>
						<ExportButtons snapshot={each} />
						<button
							type="button"
							class="plain"
							aria-label="Delete this reading"
							onClick={() => forgetSnapshot(each)}
						>
							<Icon name="bin" />
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}
