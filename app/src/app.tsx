/** The app's frame: the search for meters, a saved reading, or the pages of the connected meter. */
import type { JSX } from "preact";
import { ChartsPage } from "./pages/charts.tsx";
import { DevicePage } from "./pages/device.tsx";
import { EventsPage } from "./pages/events.tsx";
import { FindPage } from "./pages/find.tsx";
import { LeaveDialog } from "./pages/leave-dialog.tsx";
import { PairingDialog } from "./pages/pairing.tsx";
import { PasswordDialog } from "./pages/password.tsx";
import { QualityPage } from "./pages/quality.tsx";
import { ReadingsPage } from "./pages/readings.tsx";
import { SavedPage } from "./pages/saved.tsx";
import { SettingsPage } from "./pages/settings.tsx";
import { notice } from "./state/notice.ts";
import { stopped } from "./state/readings.ts";
import { go, METER_PAGES, type MeterPage, route } from "./state/route.ts";
import { session } from "./state/session.ts";
import { Icon, type IconName } from "./ui/icon.tsx";
import { TopBar } from "./ui/top-bar.tsx";

const PAGES: Record<MeterPage, { label: string; icon: IconName; view: () => JSX.Element }> = {
	device: { label: "Device", icon: "meter", view: DevicePage },
	readings: { label: "Readings", icon: "list", view: ReadingsPage },
	charts: { label: "Charts", icon: "chart", view: ChartsPage },
	quality: { label: "Quality", icon: "bars", view: QualityPage },
	settings: { label: "Settings", icon: "sliders", view: SettingsPage },
	events: { label: "Events", icon: "clock", view: EventsPage },
};

/** Target of the skip link. */
const MAIN = "main";

export function App(): JSX.Element {
	return (
		<>
			<SkipLink />
			<TopBar />
			<Page />
			<Notice />
			<PairingDialog />
			<PasswordDialog />
			<LeaveDialog />
		</>
	);
}

function Page(): JSX.Element {
	const shown = route.value;
	if (shown.page === "saved")
		return (
			<main id={MAIN} tabIndex={-1}>
				<SavedPage />
			</main>
		);
	if (shown.page === "find")
		return (
			<main id={MAIN} tabIndex={-1}>
				<FindPage />
			</main>
		);
	const { view: View } = PAGES[shown.page];
	const { serialNumber } = shown;
	if (!session.value)
		return (
			<main id={MAIN} tabIndex={-1}>
				<section class="card waiting">
					<div class="spinner" />
					<p>Looking for meter {serialNumber}…</p>
				</section>
			</main>
		);
	return (
		<div class="frame">
			<nav class="tabs" aria-label="Pages of the meter">
				{METER_PAGES.map((page) => (
					<button
						key={page}
						type="button"
						aria-current={shown.page === page ? "page" : undefined}
						onClick={() => go({ page, serialNumber })}
					>
						<Icon name={PAGES[page].icon} />
						<span>{PAGES[page].label}</span>
					</button>
				))}
			</nav>
			<main id={MAIN} tabIndex={-1}>
				<Stopped />
				<View />
			</main>
		</div>
	);
}

/** Says on every page that there are no readings to come. */
function Stopped(): JSX.Element | null {
	if (!stopped.value) return null;
	return (
		<p class="card not-now" role="alert">
			{stopped.value}
		</p>
	);
}

/** Moves the focus past the bar and the tabs; the address stays that of the page. */
function SkipLink(): JSX.Element {
	return (
		<button type="button" class="skip" onClick={() => document.getElementById(MAIN)?.focus()}>
			Skip to the content
		</button>
	);
}

function Notice(): JSX.Element {
	const shown = notice.value;
	return (
		<output class={`notice ${shown ? (shown.bad ? "bad" : "good") : ""}`} aria-live="polite">
			{shown && (
				<>
					<Icon name={shown.bad ? "warning" : "check"} />
					<span>{shown.text}</span>
					<button
						type="button"
						class="plain"
						aria-label="Close this message"
						onClick={() => {
							notice.value = undefined;
						}}
					>
						<Icon name="close" />
					</button>
				</>
			)}
		</output>
	);
}
