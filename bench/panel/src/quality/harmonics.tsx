/** Harmonics of one voltage or current, as the meter has them: bars and numbers. */
import { HARMONICS_ROWS, known, percentsOf } from "../../../../client/quality-rows.ts";
import { CHANNEL_NAMES } from "../../../../client/quality-series.ts";
import { HARMONICS } from "../../../../src/quality/results.ts";
import { explain } from "../help/tip.tsx";
import { Choice } from "../ui/controls.tsx";
import { HarmonicBars } from "../ui/harmonic-bars.tsx";
import { channel, choose, harmonics, values } from "./state.ts";

/** THD of the chosen channel, %; NaN: not known. */
const thd = (): number => values.value?.get(HARMONICS_ROWS[channel.value].thd) ?? Number.NaN;

/** Orders from the second, in percent of the fundamental. */
const percents = (): readonly number[] => percentsOf(harmonics.value ?? [], thd());

const chosenName = (): string => CHANNEL_NAMES[channel.value];

/** THD of the channel that is drawn, in its colour. */
export function Distortion() {
	return (
		<span class={`key l${(channel.value >> 1) + 1}`}>
			THD {chosenName()} {known(thd(), 2)} %
		</span>
	);
}

export function Harmonics() {
	return (
		<>
			<Choice
				label="Harmonics of"
				help="Voltage or current whose harmonics are drawn"
				options={CHANNEL_NAMES}
				value={chosenName()}
				onChange={(next) => void choose(CHANNEL_NAMES.indexOf(next))}
			/>
			<HarmonicBars
				label={`Harmonics of ${chosenName()} as the meter has them`}
				orders={HARMONICS}
				lines={[{ phase: (channel.value >> 1) + 1, percents: percents() }]}
			/>
		</>
	);
}

/** The same in numbers. */
export function HarmonicTable() {
	const { unit, decimals } = HARMONICS_ROWS[channel.value];
	const relative = percents();
	const first = Number.isNaN(thd()) ? Number.NaN : 100;
	return (
		<section
			class="scrolls tall"
			aria-label={`Harmonics of ${chosenName()} in numbers`}
			{...explain("RMS of each order, and its part of the first")}
		>
			<table class="harmonic-values">
				<thead>
					<tr>
						<th scope="col">Order</th>
						<th scope="col">{unit}</th>
						<th scope="col">% of the first</th>
					</tr>
				</thead>
				<tbody>
					{Array.from({ length: HARMONICS }, (_, index) => (
						<tr key={`${index + 1}`}>
							<th scope="row">{index + 1}</th>
							<td>{known(harmonics.value?.[index], decimals)}</td>
							<td>{known(index === 0 ? first : relative[index - 1], 2)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
