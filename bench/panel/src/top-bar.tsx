/** The bar at the top: the meter, its time and the state of the connection. */
import { serialNumberText } from "registers/identity";
import { ask, meterIndex, refusal } from "./api.ts";
import { connection, live } from "./live.ts";
import { clockTime } from "./ui/numbers.ts";

/** Spans of meter time to advance. */
const ADVANCES = [
	{ text: "+1 min", seconds: 60 },
	{ text: "+15 min", seconds: 900 },
	{ text: "+1 h", seconds: 3600 },
];

const STATES = {
	connecting: "connecting …",
	connected: "connected",
	gone: "bench is gone",
} as const;

export function TopBar() {
	const bench = live.bench.value;
	return (
		<header class="top">
			<h1>Ambit</h1>
			{bench && (
				<p class="facts">
					{bench.meters > 1 ? (
						<select
							aria-label="Meter"
							onChange={({ currentTarget }) => location.assign(`?meter=${currentTarget.value}`)}
						>
							{Array.from({ length: bench.meters }, (_, index) => (
								<option key={index} value={index} selected={index === meterIndex}>
									meter {index}
								</option>
							))}
						</select>
					) : null}
					<span>{serialNumberText(bench.serialNumber)}</span>
					<span class="minor">engine {bench.engine}</span>
					<span class="minor">speed {bench.speed}</span>
				</p>
			)}
			<p class="time">
				<span class="minor">meter time</span> <time>{clockTime(live.meterSeconds.value ?? 0)}</time>
			</p>
			<fieldset class="leaps" aria-label="Run meter time">
				{ADVANCES.map(({ text, seconds }) => (
					<button
						type="button"
						class="small"
						key={text}
						disabled={!live.powered.value}
						onClick={() => void ask("POST", "/advance", { seconds })}
					>
						{text}
					</button>
				))}
			</fieldset>
			<p class={`connection ${connection.value}`} role="status">
				{STATES[connection.value]}
			</p>
		</header>
	);
}

/** The loss of the bench and its latest refusal. */
export function Notices() {
	return (
		<div class="notices" aria-live="assertive">
			{connection.value === "gone" && (
				<p class="gone">
					<strong>The bench is gone.</strong> It was stopped or is restarting; the panel reconnects
					automatically.
				</p>
			)}
			{refusal.value && (
				<p class="refused" key={refusal.value.number}>
					{refusal.value.text}
					<button
						type="button"
						class="plain"
						aria-label="Close"
						onClick={() => {
							refusal.value = undefined;
						}}
					>
						×
					</button>
				</p>
			)}
		</div>
	);
}
