/** Harmonics of the voltages or the currents as bars, in percent of the fundamental. */
import { computed, signal } from "@preact/signals";
import { PHASES } from "registers/quantity";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Choice } from "../ui/controls.tsx";
import { fixed } from "../ui/numbers.ts";
import { picture } from "./view.ts";
import { HIGHEST_ORDER, harmonicsOf } from "./waves.ts";

const KINDS = ["voltage", "current"] as const;

type Kind = (typeof KINDS)[number];

/** RMS of a fundamental below which percents have no meaning. */
const LEAST = { voltage: 1, current: 0.005 } as const;

/** Size of the drawing. */
const WIDTH = 640;
const HEIGHT = 150;
const BASE = 132;

const PITCH = WIDTH / (HIGHEST_ORDER - 1);

const BAR = PITCH / 4.5;

/** Percents at the top of the drawing: the least that has room for all. */
const SCALES = [1, 2, 5, 10, 20, 50, 100, 200];

const kind = signal<Kind>("current");

/** Percents of the fundamental by phase, from the second order. */
const percents = computed((): readonly (readonly number[])[] => {
	const scope = picture.value;
	const rate = live.bench.value?.frameRate ?? 1;
	return PHASES.map((_, phase) => {
		const channel = 2 * phase + KINDS.indexOf(kind.value);
		const all = scope ? harmonicsOf(scope, channel, rate) : [];
		const fundamental = all[0] ?? 0;
		return all
			.slice(1)
			.map((rms) => (fundamental > LEAST[kind.value] ? (100 * rms) / fundamental : 0));
	});
});

/** Total distortion in percent of the fundamental. */
function distortion(phase: number): number {
	return Math.hypot(...(percents.value[phase] ?? []));
}

function Bars() {
	const highest = Math.max(0.5, ...percents.value.flat());
	const top = SCALES.find((scale) => scale >= highest) ?? highest;
	return (
		<svg
			class="harmonic-bars"
			viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
			role="img"
			aria-label={`Harmonics of the ${kind.value}s, up to ${fixed(highest, 1)} %`}
		>
			<line class="base" x1={0} x2={WIDTH} y1={BASE} y2={BASE} />
			<line class="top" x1={0} x2={WIDTH} y1={12} y2={12} />
			<text x={0} y={9}>
				{top} %
			</text>
			{percents.value.map((orders, phase) =>
				orders.map((percent, index) => {
					const height = ((BASE - 12) * Math.min(percent, top)) / top;
					const x = PITCH * (index + 0.12) + phase * (BAR + 1);
					return (
						<rect
							key={`${phase} ${index}`}
							class={`l${phase + 1}`}
							x={x.toFixed(1)}
							y={(BASE - height).toFixed(1)}
							width={BAR.toFixed(1)}
							height={height.toFixed(1)}
						/>
					);
				}),
			)}
			{Array.from({ length: HIGHEST_ORDER / 2 }, (_, index) => 2 * index + 3).map((order) => (
				<text key={order} x={PITCH * (order - 1.6)} y={HEIGHT - 4} text-anchor="middle">
					{order}
				</text>
			))}
		</svg>
	);
}

export function HarmonicsCard() {
	return (
		<Card
			title="Harmonics"
			help={
				"Harmonics in percent of the fundamental, and their total (THD), as the " +
				"page computes them from the waveforms."
			}
			class="wide"
			aside={PHASES.map((phase, index) => (
				<span key={phase} class={`key ${phase.toLowerCase()}`}>
					THD {fixed(distortion(index), 1)} %
				</span>
			))}
		>
			<Choice
				label="Harmonics of"
				help="Voltages or currents"
				options={KINDS}
				value={kind.value}
				text={{ voltage: "voltages", current: "currents" }}
				onChange={(next) => {
					kind.value = next;
				}}
			/>
			<Bars />
		</Card>
	);
}
