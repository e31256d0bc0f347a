/** How far the scenario has come, and the way to stop it. */
import { computed } from "@preact/signals";
import { askBench } from "../api.ts";
import { live } from "../live.ts";
import { clockTime } from "../ui/numbers.ts";

/** The scenario under way. */
export const playing = computed(() => {
	const scenario = live.scenario.value;
	return scenario?.state === "playing" ? scenario : undefined;
});

const DAY_S = 86_400;

/** The scenario in words. */
export const stateText = computed(() => {
	const scenario = live.scenario.value;
	if (!scenario) return "";
	const { state, title, seconds, clockSeconds } = scenario;
	const time = clockSeconds === null ? "" : `, ${clockTime((clockSeconds + seconds) % DAY_S)}`;
	const words = { playing: "", over: ": over", stopped: ": cancelled" };
	return `${title}${words[state]}${time}`;
});

/** A bar and a button; the bar is left out where there is no end. */
export function ScenarioProgress() {
	const scenario = playing.value;
	if (!scenario) return null;
	const { seconds, durationSeconds } = scenario;
	return (
		<>
			{durationSeconds !== null && (
				<progress max={durationSeconds} value={seconds} aria-label="Part of the scenario played" />
			)}
			<span class="leap-text">
				{durationSeconds === null
					? clockTime(seconds)
					: `${Math.floor((100 * seconds) / durationSeconds)} %`}
			</span>
			<button
				type="button"
				class="small"
				aria-label="Cancel the scenario"
				aria-description="Mains and settings stay as they are"
				onClick={() => void askBench("DELETE", "/scenario")}
			>
				Cancel
			</button>
		</>
	);
}
