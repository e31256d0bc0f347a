/** The bar at the top: the meter, its time, the way to everything else, the connection. */
import { effect, signal } from "@preact/signals";
import { serialNumberText } from "registers/identity";
import { dismiss, meterIndex, refusal } from "./api.ts";
import { Connect } from "./help/connect.tsx";
import { explain } from "./help/tip.tsx";
import { startTour } from "./help/tour.tsx";
import { cancelLeaps, leap } from "./leaps.ts";
import { connection, live, meterCount } from "./live.ts";
import { road } from "./road.ts";
import { playing, ScenarioProgress } from "./scenario/progress.tsx";
import { clockTime } from "./ui/numbers.ts";
import { isWall } from "./wall/wall.tsx";

/** Spans of meter time to advance. */
const ADVANCES = [
	{ text: "+1 min", seconds: 60 },
	{ text: "+15 min", seconds: 900 },
	{ text: "+1 h", seconds: 3600 },
];

const STATES = {
	connecting: "connecting",
	connected: "connected",
	silent: "no answer",
	gone: "bench is gone",
	absent: "no such meter",
} as const;

function MeterChoice({ count }: { readonly count: number }) {
	if (isWall) return <span>{count} meters</span>;
	return (
		<select
			aria-label="Meter"
			aria-description="Meter that this page shows"
			value={meterIndex}
			onChange={({ currentTarget }) => location.assign(`?meter=${currentTarget.value}`)}
		>
			{Array.from({ length: count }, (_, index) => (
				<option key={index} value={index}>
					meter {index}
				</option>
			))}
		</select>
	);
}

/** Windows and tabs say which meter they show. */
effect(() => {
	const bench = live.bench.value;
	if (isWall) document.title = "All meters · Ambit";
	else if (bench) document.title = `${serialNumberText(bench.serialNumber)} · Ambit`;
});

/** Longest stretch of the leaps under way, of which the rest is known. */
const wholeSeconds = signal(0);
effect(() => {
	const left = live.leapSeconds.value ?? 0;
	wholeSeconds.value = left === 0 ? 0 : Math.max(left, wholeSeconds.peek());
});

/** How far the leaps have come. */
function Progress({ left }: { readonly left: number }) {
	const whole = wholeSeconds.value;
	const done = whole - left;
	return (
		<>
			<progress max={whole} value={done} aria-label="Meter time that has run" />
			<span class="leap-text">{Math.floor((100 * done) / whole)} %</span>
			<button
				type="button"
				class="small"
				aria-description="Stops where it is"
				onClick={() => void cancelLeaps()}
			>
				Cancel
			</button>
		</>
	);
}

/** Buttons that run meter time, or how far it has run. */
function Leaps() {
	const left = live.leapSeconds.value ?? 0;
	const connected = connection.value === "connected";
	const able = (live.powered.value ?? false) && connected;
	return (
		<fieldset class="leaps" aria-label="Run meter time">
			{playing.value && connected ? (
				<ScenarioProgress />
			) : left > 0 && connected ? (
				<Progress left={left} />
			) : (
				ADVANCES.map(({ text, seconds }) => (
					<button
						type="button"
						class="small"
						key={text}
						aria-description="Runs that much meter time as fast as the machine can"
						disabled={!able}
						onClick={() => void leap(seconds)}
					>
						{text}
					</button>
				))
			)}
		</fieldset>
	);
}

export function TopBar() {
	const bench = live.bench.value;
	return (
		<header class="top">
			<h1>Ambit</h1>
			<p class="facts">
				{bench && bench.meters > 1 ? <MeterChoice count={bench.meters} /> : null}
				{!isWall && (
					<span class="serial">{bench ? serialNumberText(bench.serialNumber) : "…"}</span>
				)}
				{bench && <span class="minor">engine {bench.engine}</span>}
				{bench && <span class="minor">speed {bench.speed}</span>}
			</p>
			<nav class="links" aria-label="Elsewhere">
				{bench && bench.meters > 1 && !isWall && (
					<a href="?view=wall" aria-description="Every meter of the bench at a glance">
						All meters
					</a>
				)}
				{road.manager && (
					<a
						href={road.manager}
						aria-description="The app that reads and sets the meter over Bluetooth"
					>
						Meter Manager
					</a>
				)}
				<Connect />
				<a
					href={road.documentAt("README")}
					aria-description="Table of contents of the documentation"
				>
					Docs
				</a>
				{!isWall && (
					<button
						type="button"
						class="plain tour-start"
						aria-description="Three steps that show what there is"
						onClick={startTour}
					>
						Tour
					</button>
				)}
			</nav>
			<p class="time" {...explain("Time that the meter has lived through, by its own samples")}>
				<span class="minor">meter time</span> <time>{clockTime(live.meterSeconds.value ?? 0)}</time>
			</p>
			{!isWall && <Leaps />}
			<p
				class={`connection ${connection.value}`}
				role="status"
				{...explain("This page's way to the bench; it comes back by itself")}
			>
				{STATES[connection.value]}
			</p>
		</header>
	);
}

/** A page of a meter that the bench does not have. */
function Absent() {
	const count = meterCount.value;
	return (
		<p class="gone">
			<strong>There is no meter {meterIndex}.</strong> This bench has{" "}
			{count === 1 ? "one meter" : `${count} meters, 0 to ${count - 1}`}:{" "}
			<a href="?meter=0">go to meter 0</a>.
		</p>
	);
}

/** The loss of the bench and its latest refusal. */
export function Notices() {
	return (
		<div class="notices" aria-live="assertive">
			{connection.value === "absent" && <Absent />}
			{road.failure?.value !== undefined && (
				<p class="gone">
					<strong>The meter does not run.</strong> {road.failure.value}
				</p>
			)}
			{connection.value === "gone" && (
				<p class="gone">
					<strong>The bench is gone.</strong> It was stopped or is restarting; the panel reconnects
					automatically.
				</p>
			)}
			{connection.value === "silent" && (
				<p class="gone">
					<strong>The bench does not answer.</strong> It hangs, or the network to it does; the panel
					continues when it answers.
				</p>
			)}
			{refusal.value && (
				<p class="refused" key={refusal.value.number}>
					{refusal.value.text}
					<button
						type="button"
						class="plain"
						aria-label="Close"
						aria-description="Closes the message"
						onClick={dismiss}
					>
						×
					</button>
				</p>
			)}
		</div>
	);
}
