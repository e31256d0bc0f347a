import { computed } from "@preact/signals";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { fixed } from "../ui/numbers.ts";
import { picture } from "./view.ts";
import { type Phasor, phasorsOf } from "./waves.ts";

const RADIUS = 100;

/** Length of the longest voltage's arrow, relative to the radius. */
const VOLTAGE_LENGTH = 0.96;

/** Length of the longest current's arrow, relative to the radius; too short to hide a voltage. */
const CURRENT_LENGTH = 0.66;

/** Values below which an angle has no meaning. */
const MINIMUM_ANGLE_V = 1;
const MINIMUM_ANGLE_A = 0.001;

/** Shortest arrow that is drawn. */
const MINIMUM_ARROW = 3;

/** Phasors of the channels before there are any samples. */
const NONE: readonly Phasor[] = Array.from({ length: 6 }, () => ({ rms: 0, angle: 0 }));

const phasors = computed((): readonly Phasor[] => {
	const scope = picture.value;
	return scope ? phasorsOf(scope, live.bench.value?.frameRate ?? 1) : NONE;
});

/** Returns the RMS of the longest phasor. */
function longest(all: readonly Phasor[]): number {
	return Math.max(1e-3, ...all.map(({ rms }) => rms));
}

/** An arrow from the middle; none if it would be too short. */
function Arrow(props: {
	readonly phasor: Phasor;
	readonly scale: number;
	readonly class: string;
	readonly name: string;
}) {
	const { phasor, scale, name } = props;
	const length = phasor.rms * scale;
	if (length < MINIMUM_ARROW) return null;
	const radians = (-phasor.angle * Math.PI) / 180;
	const at = (part: number, across = 0): string => {
		const [along, side] = [length * part, across];
		const x = along * Math.cos(radians) - side * Math.sin(radians);
		const y = along * Math.sin(radians) + side * Math.cos(radians);
		return `${x.toFixed(1)} ${y.toFixed(1)}`;
	};
	const head = Math.min(0.35, 9 / length);
	return (
		<g class={`arrow ${props.class}`}>
			<title>{name}</title>
			<path class="shaft" d={`M0 0L${at(1 - head / 2)}`} />
			<path class="head" d={`M${at(1)}L${at(1 - head, 4)}L${at(1 - head, -4)}Z`} />
		</g>
	);
}

interface PhasorsProps {
	readonly voltages: readonly Phasor[];
	readonly currents: readonly Phasor[];
}

/** The circle with its scale of angles. */
function Dial() {
	return (
		<>
			<circle class="rim" r={RADIUS} />
			<circle class="ring" r={RADIUS * CURRENT_LENGTH} />
			{[0, 30, 60, 90, 120, 150].map((angle) => (
				<line key={angle} class="spoke" x1={-RADIUS} x2={RADIUS} transform={`rotate(${angle})`} />
			))}
			{["0°", "90°", "180°", "270°"].map((text, index) => (
				<text
					key={text}
					class="bearing"
					x={[112, 0, -112, 0][index]}
					y={[3, -106, 3, 113][index]}
					text-anchor="middle"
				>
					{text}
				</text>
			))}
		</>
	);
}

function Diagram({ voltages, currents }: PhasorsProps) {
	const voltageScale = (RADIUS * VOLTAGE_LENGTH) / longest(voltages);
	const currentScale = (RADIUS * CURRENT_LENGTH) / longest(currents);
	return (
		<svg
			viewBox="-122 -116 244 232"
			role="img"
			aria-label="Phasors of the fundamentals; their values are in the table"
		>
			<Dial />
			{voltages.map((phasor, index) => (
				<Arrow
					key={`U${index + 1}`}
					name={`U${index + 1}`}
					class={`l${index + 1}`}
					phasor={phasor}
					scale={voltageScale}
				/>
			))}
			{currents.map((phasor, index) => (
				<Arrow
					key={`I${index + 1}`}
					name={`I${index + 1}`}
					class={`l${index + 1} current`}
					phasor={phasor}
					scale={currentScale}
				/>
			))}
		</svg>
	);
}

function angleText({ rms, angle }: Phasor, minimumRms: number): string {
	return rms > minimumRms ? `${fixed(angle, 0)}°` : "—";
}

function Values({ voltages, currents }: PhasorsProps) {
	return (
		<table>
			<thead>
				<tr>
					<td />
					<th scope="col">U₁</th>
					<th scope="col">∠</th>
					<th scope="col">I₁</th>
					<th scope="col">∠</th>
				</tr>
			</thead>
			<tbody>
				{voltages.map((voltage, index) => (
					<tr key={`L${index + 1}`} class={`l${index + 1}`}>
						<th scope="row">L{index + 1}</th>
						<td>{fixed(voltage.rms, 1)} V</td>
						<td>{angleText(voltage, MINIMUM_ANGLE_V)}</td>
						<td>{fixed(currents[index].rms, 3)} A</td>
						<td>{angleText(currents[index], MINIMUM_ANGLE_A)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Phasors of each phase's voltage and current, as a diagram and in numbers. */
export function PhasorCard() {
	const all = phasors.value;
	const voltages = all.filter((_, index) => index % 2 === 0);
	const currents = all.filter((_, index) => index % 2 === 1);
	return (
		<Card
			title="Phasors"
			help="Size and angle of each fundamental: voltages as long arrows, currents as short ones."
			aside={<span class="minor">{fixed(live.scope.value?.frequency ?? 0, 2)} Hz</span>}
		>
			<div class="phasors">
				<Diagram voltages={voltages} currents={currents} />
				<Values voltages={voltages} currents={currents} />
				<p class="hint">
					RMS of the fundamental: with harmonics it is less than the RMS in the readings.
				</p>
			</div>
		</Card>
	);
}
