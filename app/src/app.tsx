/** The app's frame: the search for meters, or the pages of the connected meter. */
import type { JSX } from "preact";
import { ChartsPage } from "./pages/charts.tsx";
import { DevicePage } from "./pages/device.tsx";
import { EventsPage } from "./pages/events.tsx";
import { FindPage } from "./pages/find.tsx";
import { PasswordDialog } from "./pages/password.tsx";
import { ReadingsPage } from "./pages/readings.tsx";
import { SettingsPage } from "./pages/settings.tsx";
import { notice, page, session } from "./state.ts";
import { Icon, type IconName } from "./ui/icon.tsx";
import { TopBar } from "./ui/top-bar.tsx";

const PAGES: Record<typeof page.value, { label: string; icon: IconName; view: () => JSX.Element }> =
	{
		device: { label: "Device", icon: "meter", view: DevicePage },
		readings: { label: "Readings", icon: "list", view: ReadingsPage },
		charts: { label: "Charts", icon: "chart", view: ChartsPage },
		settings: { label: "Settings", icon: "sliders", view: SettingsPage },
		events: { label: "Events", icon: "clock", view: EventsPage },
	};

export function App(): JSX.Element {
	if (!session.value)
		return (
			<>
				<TopBar />
				<Notice />
				<main>
					<FindPage />
				</main>
			</>
		);
	const { view: View } = PAGES[page.value];
	return (
		<>
			<TopBar />
			<Notice />
			<div class="frame">
				<nav class="tabs" aria-label="Pages of the meter">
					{Object.entries(PAGES).map(([key, { label, icon }]) => (
						<button
							key={key}
							type="button"
							aria-current={page.value === key ? "page" : undefined}
							onClick={() => {
								page.value = key as typeof page.value;
							}}
						>
							<Icon name={icon} />
							<span>{label}</span>
						</button>
					))}
				</nav>
				<main>
					<View />
				</main>
			</div>
			<PasswordDialog />
		</>
	);
}

function Notice(): JSX.Element {
	const shown = notice.value;
	return (
		<output class={`notice ${shown ? (shown.bad ? "bad" : "good") : ""}`} aria-live="polite">
			{shown && (
				<>
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
