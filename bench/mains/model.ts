/**
 * The mains model: synthesises six channels from the settings, and knows the truth about them.
 *
 * A change takes effect at the next frame filled, and the phase is continuous. Samples depend, bit
 * for bit, only on the settings and on the frames at which they changed, never on the calls of
 * `fill`: the oscillators are set from the exact phase on a fixed grid of frames, and rotate from
 * frame to frame in between.
 */
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { Tone } from "../front-end/steady.ts";
import type { EnergyTruth, PhaseTruth, Source, TotalEnergyTruth } from "../source.ts";
import { noEnergy, noTotal, plusEnergy, plusTotal } from "./energy.ts";
import { type Oscillator, oscillatorsOf, place, render } from "./oscillator.ts";
import { channelsOf, lineVoltagesOf, phaseTruth } from "./phasors.ts";
import { DEFAULT_MAINS, type MainsSettings } from "./settings.ts";

/** Frames between two exact settings of the oscillators. */
const GRID = 64;

type Three<T> = readonly [T, T, T];

/** Values computed from settings, valid until the settings change. */
interface Present {
	readonly settings: MainsSettings;
	readonly phases: Three<PhaseTruth>;
	readonly lineVoltages: Three<number>;
	readonly oscillators: readonly Oscillator[];
}

/** Mains with settings. */
export class Mains implements Source {
	#present: Present;
	/** Energies up to the last change, and its frame. */
	#settled: Three<EnergyTruth> = [noEnergy(), noEnergy(), noEnergy()];
	#settledTotal = noTotal();
	#changedAt = 0;
	/** Phase of L1 in turns at the last change of frequency, and its frame. */
	#turns = 0;
	#turnsAt = 0;
	/** Next frame to fill, counted from the start. */
	#frame = 0;
	#framesPerSecond: number = FRAME_RATE_HZ;
	/** True if the oscillators must be set at the next frame, on the grid or not. */
	#unplaced = true;

	/** @param settings valid ones (`validateMains`) */
	constructor(settings: MainsSettings = DEFAULT_MAINS) {
		this.#present = presentOf(settings, this.#framesPerSecond);
	}

	/** A change takes effect at the next frame; phase and energies continue. */
	get framesPerSecond(): number {
		return this.#framesPerSecond;
	}

	set framesPerSecond(value: number) {
		if (value === this.#framesPerSecond) return;
		this.#settleEnergies();
		this.#settlePhase();
		this.#framesPerSecond = value;
		this.#present = presentOf(this.settings, value);
		this.#unplaced = true;
	}

	/** Settings in force. */
	get settings(): MainsSettings {
		return this.#present.settings;
	}

	get frequency(): number {
		return this.#present.settings.frequency;
	}

	get lineVoltages(): Three<number> {
		return this.#present.lineVoltages;
	}

	get phases(): Three<PhaseTruth> {
		return this.#present.phases;
	}

	/**
	 * Analytic: power × time from change to change. Energy that oscillates within a cycle is not
	 * included, so a sum over the samples may differ by up to V·I/2ω per change (2 J at 230 V, 5
	 * A).
	 */
	get energies(): Three<EnergyTruth> {
		const [first, second, third] = this.#settled;
		const [one, two, three] = this.#present.phases;
		const hours = this.#hours;
		return [
			plusEnergy(first, one, hours),
			plusEnergy(second, two, hours),
			plusEnergy(third, three, hours),
		];
	}

	/** Analytic as well: each interval between two changes by the wiring that it had. */
	get total(): TotalEnergyTruth {
		const { phases, settings } = this.#present;
		return plusTotal(this.#settledTotal, phases, this.#hours, settings.wiring === "3P3W");
	}

	get tariffInput(): boolean {
		return this.#present.settings.tariffInput;
	}

	/**
	 * Puts settings in force at the next frame. Phase and energies continue.
	 * @param settings valid ones (`validateMains`, `patchMains`)
	 */
	apply(settings: MainsSettings): void {
		this.#settleEnergies();
		if (settings.frequency !== this.frequency) this.#settlePhase();
		this.#present = presentOf(settings, this.#framesPerSecond);
		this.#unplaced = true;
	}

	fill(samples: Float64Array, frames: number): void {
		if (samples.length < frames * CHANNELS) {
			throw new RangeError(
				`${frames} frames need ${frames * CHANNELS} samples, not ${samples.length}`,
			);
		}
		let done = 0;
		while (done < frames) {
			const intoGrid = this.#frame % GRID;
			if (this.#unplaced || intoGrid === 0) this.#place();
			const run = Math.min(GRID - intoGrid, frames - done);
			this.#present.oscillators.forEach((oscillator, index) => {
				render(oscillator, samples, done, run, index > 0);
			});
			this.#frame += run;
			done += run;
		}
	}

	/** The tones of its channels, the fundamental first, as they are until the next change. */
	get tones(): readonly Tone[] {
		const turns = this.frequency / this.#framesPerSecond;
		return this.#present.oscillators.map(({ order, amplitudes }) => ({
			omega: 2 * Math.PI * order * turns,
			amplitudes: amplitudes.map(({ sine, cosine }) => ({ re: sine, im: cosine })),
		}));
	}

	/**
	 * Lets that many frames pass that nobody sees. The phase stays as if they were whole cycles, so
	 * that the next frame continues the last one.
	 */
	skip(frames: number): void {
		this.#frame += frames;
		this.#turnsAt += frames;
		this.#unplaced = true;
	}

	/** Hours since the last change. */
	get #hours(): number {
		return (this.#frame - this.#changedAt) / (this.#framesPerSecond * 3600);
	}

	#settleEnergies(): void {
		this.#settledTotal = this.total;
		this.#settled = this.energies;
		this.#changedAt = this.#frame;
	}

	#settlePhase(): void {
		this.#turns = this.#turnsNow();
		this.#turnsAt = this.#frame;
	}

	#place(): void {
		const turns = this.#turnsNow();
		for (const oscillator of this.#present.oscillators) place(oscillator, turns);
		this.#unplaced = false;
	}

	/** Phase of L1's fundamental voltage at the next frame, in turns, 0 to below 1. */
	#turnsNow(): number {
		// The remainder is exact, so the only error is that of one product: nothing accumulates.
		const since = (this.frequency * (this.#frame - this.#turnsAt)) % this.#framesPerSecond;
		return (this.#turns + since / this.#framesPerSecond) % 1;
	}
}

function presentOf(settings: MainsSettings, framesPerSecond: number): Present {
	const channels = channelsOf(settings);
	const [v1, i1, v2, i2, v3, i3] = channels;
	return {
		settings,
		phases: [phaseTruth(v1, i1), phaseTruth(v2, i2), phaseTruth(v3, i3)],
		lineVoltages: lineVoltagesOf(channels),
		oscillators: oscillatorsOf(channels, settings.frequency / framesPerSecond),
	};
}
