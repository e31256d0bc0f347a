import { RANGES, SEQUENCES, STAR_VOLTAGE, WIRINGS } from "../../../mains/settings.ts";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Choice, Switch } from "../ui/controls.tsx";
import { Slider } from "../ui/slider.tsx";
import { Harmonics } from "./harmonics.tsx";
import { change, changePhase, LOADS, together } from "./model.ts";

/** Phases that a wiring has. */
const PHASES = { "3P4W": 3, "3P3W": 3, "2P3W": 2, "1P2W": 1 } as const;

/** The angle's slider: beyond half a turn it would be the same again. */
const HALF_TURN = 180;

/** Degrees as the slider has them. */
function slidden(angle: number): number {
	const turned = ((angle % 360) + 360) % 360;
	return turned > HALF_TURN ? turned - 360 : turned;
}

/** What stands at the meter's terminals. */
export function MainsCard() {
	const mains = live.mains.value;
	if (!mains)
		return (
			<Card title="Mains" class="wide">
				<p class="hint">
					{mains === null
						? "A recorded waveform stands at the terminals (--waveform); it has no settings."
						: "Waiting for the bench."}
				</p>
			</Card>
		);
	const voltage = mains.wiring === "3P3W" ? STAR_VOLTAGE : RANGES.voltage;
	return (
		<Card
			title="Mains"
			class="wide mains"
			aside={
				<Switch
					label="All phases together"
					on={together.value}
					onChange={(on) => (together.value = on)}
				/>
			}
		>
			<fieldset class="loads">
				<legend>Load</legend>
				{LOADS.map(({ name, phases }) => (
					<button type="button" key={name} onClick={() => change({ phases })}>
						{name}
					</button>
				))}
			</fieldset>
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
			<div class="phases">
				{mains.phases.map((phase, index) => (
					<fieldset
						key={`L${index + 1}`}
						class={`phase l${index + 1}`}
						disabled={index >= PHASES[mains.wiring]}
					>
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
							minimum={-HALF_TURN}
							maximum={HALF_TURN}
							step={1}
							decimals={0}
							value={slidden(phase.angle)}
							onChange={(angle) => changePhase(index, { angle })}
						/>
						<Harmonics phase={index} harmonics={phase.harmonics} />
					</fieldset>
				))}
			</div>
		</Card>
	);
}
