/** The meter's number, the state of the connection, and the actions of the page. */
import type { JSX } from "preact";
import {
	changes,
	disconnect,
	page,
	reconnect,
	refresh,
	refreshing,
	requestSave,
	saving,
	session,
	status,
} from "../state.ts";
import { Icon } from "./icon.tsx";

const STATUS = {
	none: "",
	connecting: "Connecting…",
	connected: "Connected",
	lost: "Connection lost",
};

export function TopBar(): JSX.Element {
	const current = session.value;
	if (!current)
		return (
			<header class="bar">
				<h1>Meter Manager</h1>
			</header>
		);
	return (
		<header class="bar">
			<button type="button" class="plain" aria-label="Disconnect" onClick={disconnect}>
				<Icon name="back" />
			</button>
			<h1>
				<span class="number">{current.meter.serialNumber}</span>
				<small class={`status ${status.value}`}>{STATUS[status.value]}</small>
			</h1>
			<Actions />
		</header>
	);
}

function Actions(): JSX.Element {
	if (status.value === "lost" && !saving.value)
		return (
			<button type="button" class="primary" onClick={() => void reconnect()}>
				Reconnect
			</button>
		);
	if (page.value === "settings" && changes.value.length > 0)
		return (
			<button
				type="button"
				class="save-all"
				disabled={saving.value}
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
			onClick={() => void refresh()}
		>
			<Icon name="refresh" />
		</button>
	);
}
