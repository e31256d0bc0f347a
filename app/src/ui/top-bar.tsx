/** The meter's number, the state of the connection, and the actions of the page. */
import type { JSX } from "preact";
import { leave, reconnect } from "../state/connection.ts";
import { loadLatestEvents } from "../state/events.ts";
import { install } from "../state/install.ts";
import { refresh, refreshing } from "../state/readings.ts";
import { route } from "../state/route.ts";
import { session, status } from "../state/session.ts";
import { changes, requestSave, saving } from "../state/settings.ts";
import { Icon } from "./icon.tsx";

const STATUS = {
	none: "",
	connecting: "Connecting…",
	connected: "Connected",
	lost: "Connection lost, trying again",
};

export function TopBar(): JSX.Element {
	const current = session.value;
	if (route.value.page === "saved")
		return (
			<header class="bar">
				<button type="button" class="plain" aria-label="Back" onClick={() => history.back()}>
					<Icon name="back" />
				</button>
				<h1>Saved reading</h1>
			</header>
		);
	if (!current)
		return (
			<header class="bar">
				<h1>Meter Manager</h1>
				{install.value && (
					<button type="button" onClick={install.value}>
						<Icon name="download" />
						Install
					</button>
				)}
			</header>
		);
	return (
		<header class="bar">
			<button type="button" class="plain" aria-label="Disconnect" onClick={leave}>
				<Icon name="back" />
			</button>
			<h1>
				<span class="number">{current.serialNumber}</span>
				<small class={`status ${status.value}`} role="status">
					{STATUS[status.value]}
				</small>
			</h1>
			<Actions />
		</header>
	);
}

function Actions(): JSX.Element {
	if (status.value === "lost" && !saving.value)
		return (
			<button type="button" class="primary" onClick={reconnect}>
				Reconnect
			</button>
		);
	if (route.value.page === "settings" && changes.value.length > 0)
		return (
			<button
				type="button"
				class="save-all"
				disabled={saving.value || status.value !== "connected"}
				onClick={() => void requestSave(changes.value)}
			>
				<Icon name="save" />
				<span>Save all ({changes.value.length})</span>
			</button>
		);
	return (
		<button
			type="button"
			class={`plain ${refreshing.value ? "busy" : ""}`}
			aria-label="Refresh"
			disabled={status.value !== "connected" || refreshing.value}
			onClick={() => {
				void refresh();
				if (route.value.page === "events") void loadLatestEvents();
			}}
		>
			<Icon name="refresh" />
		</button>
	);
}
