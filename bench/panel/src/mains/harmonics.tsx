import { type Harmonic, RANGES } from "../../../mains/settings.ts";
import { NumberField } from "../ui/number-field.tsx";
import { exact } from "../ui/numbers.ts";
import { changePhase } from "./model.ts";

const COLUMNS = [
	{ key: "order", title: "n", label: "order", range: { ...RANGES.order, whole: true } },
	{ key: "voltagePercent", title: "U %", label: "voltage", range: RANGES.percent },
	{ key: "voltageAngle", title: "∠°", label: "voltage's angle", range: RANGES.angle },
	{ key: "currentPercent", title: "I %", label: "current", range: RANGES.percent },
	{ key: "currentAngle", title: "∠°", label: "current's angle", range: RANGES.angle },
] as const;

/** Returns a harmonic of the lowest unused odd order, with 10 % of the current. */
function nextHarmonic(harmonics: readonly Harmonic[]): Harmonic {
	const taken = new Set(harmonics.map(({ order }) => order));
	let order = 3;
	while (taken.has(order)) order += 2;
	return { order, voltagePercent: 0, voltageAngle: 0, currentPercent: 10, currentAngle: 0 };
}

function HarmonicRow(props: {
	readonly phase: string;
	readonly harmonics: readonly Harmonic[];
	readonly index: number;
	set(next: readonly Harmonic[]): void;
}) {
	const { phase, harmonics, index, set } = props;
	const harmonic = harmonics[index];
	const taken = (order: number): boolean =>
		harmonics.some((other) => other !== harmonic && other.order === order);
	return (
		<tr>
			{COLUMNS.map(({ key, label, range }) => (
				<td key={key}>
					<NumberField
						label={`${phase} harmonic ${harmonic.order}, ${label}`}
						range={range}
						step={1}
						text={(value) => exact(value, 0)}
						value={harmonic[key]}
						check={(value) =>
							key === "order" && taken(value) ? `Harmonic ${value} is already there` : undefined
						}
						onChange={(value) => set(harmonics.with(index, { ...harmonic, [key]: value }))}
					/>
				</td>
			))}
			<td>
				<button
					type="button"
					class="plain"
					aria-description="Takes the harmonic away"
					aria-label={`Remove ${phase} harmonic ${harmonic.order}`}
					onClick={() => set(harmonics.toSpliced(index, 1))}
				>
					×
				</button>
			</td>
		</tr>
	);
}

/** The harmonics of one phase. */
export function Harmonics(props: {
	readonly phase: number;
	readonly harmonics: readonly Harmonic[];
}) {
	const { phase, harmonics } = props;
	const name = `L${phase + 1}`;
	const set = (next: readonly Harmonic[]): void => changePhase(phase, { harmonics: next });
	return (
		<details class="harmonics">
			<summary aria-description="Distortion of this phase, in percent of the fundamental">
				Harmonics <span class="count">{harmonics.length || "none"}</span>
			</summary>
			{harmonics.length > 0 && (
				<table>
					<thead>
						<tr>
							{COLUMNS.map(({ key, title }) => (
								<th key={key}>{title}</th>
							))}
							<td />
						</tr>
					</thead>
					<tbody>
						{harmonics.map((_, index) => (
							<HarmonicRow
								key={`${name} ${index}`}
								phase={name}
								harmonics={harmonics}
								index={index}
								set={set}
							/>
						))}
					</tbody>
				</table>
			)}
			<button
				type="button"
				class="small"
				aria-description="Adds the next odd order with 10 % of the current"
				onClick={() => set([...harmonics, nextHarmonic(harmonics)])}
			>
				Add a harmonic
			</button>
		</details>
	);
}
