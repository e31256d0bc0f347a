/** The scenario player: a day in a house, or a file. */
import { DAYS } from "../../../scenario/scenario.ts";
import { live } from "../live.ts";
import { road } from "../road.ts";
import { Card } from "../ui/card.tsx";
import { Choice, Select } from "../ui/controls.tsx";
import { FileButton } from "../ui/file-button.tsx";
import {
	CLOCKS,
	chooseRatio,
	clock,
	DAY_TITLES,
	days,
	isStarting,
	PACES,
	pace,
	playDays,
	playFile,
	problem,
	ratio,
	ratios,
	ratioWarning,
	SPANS,
	span,
	toggleDay,
} from "./day.ts";
import { playing, ScenarioProgress, stateText } from "./progress.tsx";

function Days() {
	return (
		<fieldset class="loads">
			<legend>Loads</legend>
			{DAYS.map((day) => (
				<button
					type="button"
					key={day}
					aria-description={DAY_TITLES[day]}
					aria-pressed={days.value.has(day)}
					onClick={() => toggleDay(day)}
				>
					{day}
				</button>
			))}
		</fieldset>
	);
}

/** Beginning, length, transformers and pace. */
function Choices() {
	return (
		<div class="day-choices">
			<Select
				label="Time of day"
				help="Time at which the day begins"
				options={CLOCKS}
				value={clock.value}
				onChange={(next) => {
					clock.value = next;
				}}
			/>
			<Select
				label="Length"
				help="Meter time that is played"
				options={SPANS}
				value={span.value}
				onChange={(next) => {
					span.value = next;
				}}
			/>
			<Select
				label="Current transformers"
				help="Ratio to which the meter is set, large enough for the loads"
				options={ratios.value}
				value={ratio.value}
				onChange={chooseRatio}
			/>
			{live.bench.value?.speed !== "max" && (
				<Choice
					label="Pace"
					help="Hours in seconds, or as time goes by"
					options={["max", "clock"] as const}
					value={pace.value}
					text={PACES}
					onChange={(next) => {
						pace.value = next;
					}}
				/>
			)}
		</div>
	);
}

function Hint() {
	return (
		<p class="hint">
			{ratioWarning.value}A file is a scenario (YAML) or a profile: a CSV with the columns time, L1,
			L2, L3 (W). <a href={road.documentAt("scenarios")}>Scenarios</a>
		</p>
	);
}

export function ScenarioCard() {
	const recorded = live.mains.value === null;
	const able = live.powered.value === true && !recorded && !isStarting.value;
	return (
		<Card
			title="A day in a house"
			help={
				"Plays the loads of a house at the terminals, hours in seconds or by " +
				"the clock, or those of a file."
			}
			id="day"
			class="wide day"
			aside={<span class="minor">{stateText.value}</span>}
		>
			<Days />
			<Choices />
			<div class="day-actions">
				{playing.value ? (
					<ScenarioProgress />
				) : (
					<>
						<button
							type="button"
							class="primary"
							aria-description="Plays the chosen loads"
							disabled={!able || days.value.size === 0}
							onClick={() => void playDays()}
						>
							Play
						</button>
						<FileButton
							label="Play a file"
							help="A scenario (YAML) or a load profile (CSV)"
							disabled={isStarting.value}
							accept=".yaml,.yml,.json,.csv"
							onFiles={([file]) => void playFile(file)}
						/>
					</>
				)}
			</div>
			<p class="problem" role="alert">
				{problem.value}
			</p>
			{recorded ? (
				<p class="hint">A recorded waveform is at the terminals, which no load can change.</p>
			) : (
				<Hint />
			)}
		</Card>
	);
}
