import { type Harmonic, RANGES } from "../../../mains/settings.ts";
import { changePhase } from "./model.ts";

const COLUMNS = [
	{ key: "order", title: "n", label: "order", range: RANGES.order },
	{ key: "voltagePercent", title: "U %", label: "voltage, percent", range: RANGES.percent },
	{ key: "voltageAngle", title: "∠°", label: "voltage's angle, degrees", range: RANGES.angle },
	{ key: "currentPercent", title: "I %", label: "current, percent", range: RANGES.percent },
	{ key: "currentAngle", title: "∠°", label: "current's angle, degrees", range: RANGES.angle },
] as const;

/** Returns a harmonic of the lowest unused odd order, with 10 % of the current. */
function nextHarmonic(harmonics: readonly Harmonic[]): Harmonic {
	const taken = new Set(harmonics.map(({ order }) => order));
	let order = 3;
	while (taken.has(order)) order += 2;
	return { order, voltagePercent: 0, voltageAngle: 0, currentPercent: 10, currentAngle: 0 };
}

/** The harmonics of one phase. */
export function Harmonics(props: {
	readonly phase: number;
	readonly harmonics: readonly Harmonic[];
}) {
	const { phase, harmonics } = props;
	const set = (next: readonly Harmonic[]): void => changePhase(phase, { harmonics: next });
	return (
		<details class="harmonics">
			<summary>
				Harmonics <span class="count">{harmonics.length || "none"}</span>
			</summary>
			{harmonics.length > 0 && (
				<table>
					<thead>
						<tr>
							{COLUMNS.map(({ key, title }) => (
								<th key={key}>{title}</th>
							))}
							<th />
						</tr>
					</thead>
					<tbody>
						{harmonics.map((harmonic, index) => (
							<tr key={harmonic.order}>
								{COLUMNS.map(({ key, label, range }) => (
									<td key={key}>
										<input
											type="number"
											aria-label={`L${phase + 1} harmonic ${harmonic.order}, ${label}`}
											min={range.minimum}
											max={range.maximum}
											value={harmonic[key]}
											onChange={({ currentTarget: { valueAsNumber } }) => {
												if (!Number.isNaN(valueAsNumber))
													set(harmonics.with(index, { ...harmonic, [key]: valueAsNumber }));
											}}
										/>
									</td>
								))}
								<td>
									<button
										type="button"
										class="plain"
										aria-label={`Remove L${phase + 1} harmonic ${harmonic.order}`}
										onClick={() => set(harmonics.toSpliced(index, 1))}
									>
										×
									</button>
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			<button
				type="button"
				class="small"
				onClick={() => set([...harmonics, nextHarmonic(harmonics)])}
			>
				Add a harmonic
			</button>
		</details>
	);
}
