import {
	type MainsSettings,
	RANGES,
	SEQUENCES,
	STAR_VOLTAGE,
	STARTING_MAINS,
	STARTING_PHASE,
} from "../../../mains/settings.ts";
import { live } from "../live.ts";
import { Played } from "../scope/recording.tsx";
import { Card } from "../ui/card.tsx";
import { Choice, Switch } from "../ui/controls.tsx";
import { Slider } from "../ui/slider.tsx";
import { Harmonics } from "./harmonics.tsx";
import { isInForce, LOADS } from "./loads.ts";
import { change, changePhase, together, undo, undoable } from "./model.ts";
import { WiringChoice, WiringHint } from "./wiring.tsx";

/** Number of phases of each wiring. */
const PHASES = { "3P4W": 3, "3P3W": 3, "2P3W": 2, "1P2W": 1 } as const;

/** Range of the angle's slider, and what can be typed. */
const HALF_TURN = { minimum: -180, maximum: 180, unit: "°" };
const TYPED_ANGLE = { ...RANGES.angle, unit: "°" };

/** Purpose of the card. */
const HELP =
	"The mains at the meter's terminals: a load at a touch, or each voltage, current and angle.";

const FULL_TURN_DEG = 360;

/** Converts an angle in degrees to the slider's range: 270 is −90. */
function withinHalfTurn(angleDeg: number): number {
	const positive = ((angleDeg % FULL_TURN_DEG) + FULL_TURN_DEG) % FULL_TURN_DEG;
	return positive > HALF_TURN.maximum ? positive - FULL_TURN_DEG : positive;
}

function Network({ mains }: { readonly mains: MainsSettings }) {
	return (
		<div class="network">
			<Slider
				label="Frequency"
				help="Frequency of the mains"
				name="Frequency"
				range={RANGES.frequency}
				step={0.05}
				decimals={2}
				value={mains.frequency}
				usual={STARTING_MAINS.frequency}
				onChange={(frequency) => change({ frequency })}
			/>
			<Choice
				label="Sequence"
				help="Order in which the phases follow each other"
				options={SEQUENCES}
				value={mains.sequence}
				text={{ "123": "1 2 3", "132": "1 3 2" }}
				onChange={(sequence) => change({ sequence })}
			/>
			<WiringChoice mains={mains.wiring} />
		</div>
	);
}

/** Settings of a phase. @param index 0..2 */
function Phase({ mains, index }: { readonly mains: MainsSettings; readonly index: number }) {
	const phase = mains.phases[index];
	const name = `L${index + 1}`;
	const { voltage, current } = RANGES;
	return (
		<fieldset class={`phase l${index + 1}`} disabled={index >= PHASES[mains.wiring]}>
			<legend>{name}</legend>
			<Slider
				label="U"
				help="Voltage at the terminals, RMS of the fundamental"
				name={`${name} voltage U`}
				range={mains.wiring === "3P3W" ? STAR_VOLTAGE : voltage}
				step={0.5}
				decimals={1}
				value={phase.voltage}
				usual={STARTING_PHASE.voltage}
				onChange={(next) => changePhase(index, { voltage: next })}
			/>
			<Slider
				label="I"
				help="Current in the transformer's secondary, RMS of the fundamental"
				name={`${name} current I`}
				range={current}
				step={0.005}
				decimals={3}
				value={phase.current}
				usual={STARTING_PHASE.current}
				onChange={(next) => changePhase(index, { current: next })}
			/>
			<Slider
				label="φ"
				help="Angle by which the current lags its voltage; beyond ±90° energy flows in reverse"
				name={`${name} angle φ`}
				range={HALF_TURN}
				typed={TYPED_ANGLE}
				step={1}
				decimals={0}
				value={withinHalfTurn(phase.angle)}
				usual={STARTING_PHASE.angle}
				onChange={(angle) => changePhase(index, { angle: withinHalfTurn(angle) })}
			/>
			<Harmonics phase={index} harmonics={phase.harmonics} />
		</fieldset>
	);
}

function Loads({ mains }: { readonly mains: MainsSettings }) {
	return (
		<fieldset class="loads">
			<legend>Load</legend>
			{LOADS.map((load) => (
				<button
					type="button"
					key={load.name}
					aria-description={load.title}
					aria-pressed={isInForce(load, mains)}
					onClick={() => change({ phases: load.phases })}
				>
					{load.name}
				</button>
			))}
		</fieldset>
	);
}

function Aside() {
	return (
		<>
			<button
				type="button"
				class="small"
				aria-description="Back to the mains before the last change"
				disabled={!undoable.value}
				onClick={undo}
			>
				Undo
			</button>
			<Switch
				label="All phases together"
				help="A change of one phase changes all three"
				on={together.value}
				onChange={(on) => {
					together.value = on;
				}}
			/>
		</>
	);
}

/** The mains at the meter's terminals. Until the bench has told them it shows those of a start. */
export function MainsCard() {
	const mains = live.mains.value;
	if (mains === null)
		return (
			<Card title="Mains" help={HELP} id="mains" class="wide">
				<Played />
				<p class="hint">A recorded waveform has no settings.</p>
			</Card>
		);
	const shown = mains ?? STARTING_MAINS;
	return (
		<Card title="Mains" help={HELP} id="mains" class="wide mains" aside={<Aside />}>
			<div inert={mains === undefined}>
				<Loads mains={shown} />
				<Network mains={shown} />
				<WiringHint mains={shown.wiring} />
				<div class="phases">
					{shown.phases.map((_, index) => (
						<Phase key={`L${index + 1}`} mains={shown} index={index} />
					))}
				</div>
			</div>
		</Card>
	);
}
