import {
	type MainsSettings,
	RANGES,
	SEQUENCES,
	STAR_VOLTAGE,
	WIRINGS,
} from "../../../mains/settings.ts";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Choice, Switch } from "../ui/controls.tsx";
import { Slider } from "../ui/slider.tsx";
import { Harmonics } from "./harmonics.tsx";
import { change, changePhase, LOADS, together } from "./model.ts";

/** Number of phases of each wiring. */
const PHASES = { "3P4W": 3, "3P3W": 3, "2P3W": 2, "1P2W": 1 } as const;

/** Limits of the angle's slider, on either side of zero. */
const HALF_TURN_DEG = 180;

const FULL_TURN_DEG = 360;

/** Converts an angle in degrees to the slider's range. */
function withinHalfTurn(angleDeg: number): number {
	const positive = ((angleDeg % FULL_TURN_DEG) + FULL_TURN_DEG) % FULL_TURN_DEG;
	return positive > HALF_TURN_DEG ? positive - FULL_TURN_DEG : positive;
}

function Network({ mains }: { readonly mains: MainsSettings }) {
	return (
		<div class="network">
			<Slider
				label="Frequency"
				{...RANGES.frequency}
				step={0.05}
				decimals={2}
				value={mains.frequency}
				onChange={(frequency) => change({ frequency })}
			/>
			<Choice
				label="Wiring"
				options={WIRINGS}
				value={mains.wiring}
				onChange={(wiring) => change({ wiring })}
			/>
			<Choice
				label="Sequence"
				options={SEQUENCES}
				value={mains.sequence}
				text={{ "123": "1 2 3", "132": "1 3 2" }}
				onChange={(sequence) => change({ sequence })}
			/>
		</div>
	);
}

/** Settings of a phase. @param index 0..2 */
function Phase({ mains, index }: { readonly mains: MainsSettings; readonly index: number }) {
	const phase = mains.phases[index];
	const voltage = mains.wiring === "3P3W" ? STAR_VOLTAGE : RANGES.voltage;
	return (
		<fieldset class={`phase l${index + 1}`} disabled={index >= PHASES[mains.wiring]}>
			<legend>L{index + 1}</legend>
			<Slider
				label="U"
				{...voltage}
				step={0.5}
				decimals={1}
				value={phase.voltage}
				onChange={(next) => changePhase(index, { voltage: next })}
			/>
			<Slider
				label="I"
				{...RANGES.current}
				step={0.005}
				decimals={3}
				value={phase.current}
				onChange={(current) => changePhase(index, { current })}
			/>
			<Slider
				label="φ"
				unit="°"
				minimum={-HALF_TURN_DEG}
				maximum={HALF_TURN_DEG}
				step={1}
				decimals={0}
				value={withinHalfTurn(phase.angle)}
				onChange={(angle) => changePhase(index, { angle })}
			/>
			<Harmonics phase={index} harmonics={phase.harmonics} />
		</fieldset>
	);
}

function Loads() {
	return (
		<fieldset class="loads">
			<legend>Load</legend>
			{LOADS.map(({ name, phases }) => (
				<button type="button" key={name} onClick={() => change({ phases })}>
					{name}
				</button>
			))}
		</fieldset>
	);
}

/** The mains at the meter's terminals. */
export function MainsCard() {
	const mains = live.mains.value;
	if (!mains)
		return (
			<Card title="Mains" class="wide">
				<p class="hint">
					{mains === null
						? "The terminals carry a recorded waveform (--waveform), which has no settings."
						: "Waiting for the bench."}
				</p>
			</Card>
		);
	return (
		<Card
			title="Mains"
			class="wide mains"
			aside={
				<Switch
					label="All phases together"
					on={together.value}
					onChange={(on) => {
						together.value = on;
					}}
				/>
			}
		>
			<Loads />
			<Network mains={mains} />
			<div class="phases">
				{mains.phases.map((_, index) => (
					<Phase key={`L${index + 1}`} mains={mains} index={index} />
				))}
			</div>
		</Card>
	);
}
