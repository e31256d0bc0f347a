/**
 * Unbalance by sequence components of the fundamentals (Fortescue): negative and zero sequence as
 * parts of the positive one, in percent.
 */
import type Window from "metrology/window";
import { LEAST_AMPS, LEAST_VOLTS } from "quality/steps";
import { currentLag, type Phasor, size, turn } from "quality/turn";

/** sin 120°; cos 120° is −1/2. */
const SINE = Math.sqrt(3) / 2;

const PERCENT = 100;

export default class Unbalance {
	private readonly phasors: readonly [Phasor, Phasor, Phasor] = [
		{ cosine: 0, sine: 0 },
		{ cosine: 0, sine: 0 },
		{ cosine: 0, sine: 0 },
	];

	/** Writes negative and zero sequence of voltages, then of currents, where one is positive. */
	compute(window: Window, values: number[], place: number): void {
		const { correction } = window;
		for (let phase = 0; phase < 3; phase++) {
			const { voltageCosine, voltageSine } = window.fundamentals[phase];
			const gain = correction.voltageGains[phase];
			const lag = correction.voltageLag(phase);
			turn(this.phasors[phase], voltageCosine, voltageSine, gain, lag);
		}
		this.write(values, place, LEAST_VOLTS);
		for (let phase = 0; phase < 3; phase++) {
			const { currentCosine, currentSine } = window.fundamentals[phase];
			const gain = correction.currentGains[phase];
			turn(this.phasors[phase], currentCosine, currentSine, gain, currentLag(correction, phase));
		}
		this.write(values, place + 2, LEAST_AMPS);
	}

	private write(values: number[], place: number, least: number): void {
		const positive = this.sequence(SINE);
		if (!(positive >= least)) return;
		values[place] = (PERCENT * this.sequence(-SINE)) / positive;
		values[place + 1] = (PERCENT * this.sequence(0)) / positive;
	}

	/**
	 * Size of a sequence: the mean of the phasors, the second turned by 120° and the third back.
	 * @param sine of that angle; its sign gives the direction, and 0 turns none
	 */
	private sequence(sine: number): number {
		const [a, b, c] = this.phasors;
		const cosine = sine === 0 ? 1 : -0.5;
		const real = a.cosine + cosine * (b.cosine + c.cosine) + sine * (b.sine - c.sine);
		const imaginary = a.sine + cosine * (b.sine + c.sine) - sine * (b.cosine - c.cosine);
		return size(real, imaginary) / 3;
	}
}
