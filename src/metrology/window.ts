/**
 * From the sums of a window to its raw quantities in volts, amperes, watts and var, which
 * `metrology/correction` corrects.
 *
 * With n frames, G the response at the mains frequency (metrology/channels) and A the carrier's
 * amplitude, per phase
 *
 *     P = (ΣP/n − mean(v)·mean(i)) / G²          all harmonics
 *     V = √(ΣVV/n − mean(v)²) / G
 *     I = √(ΣII/n − mean(i)² + i0²) / G          i0: metrology/correction
 *     Q = 2·(ΣVc·ΣIs − ΣVs·ΣIc) / (n·A·G·D)²     the fundamental's alone (IEC 62053-24)
 *
 * D = sin x / x, x = π·(f − f0)·T, is what a carrier of f0, the frequency of the window before,
 * loses of a window of frequency f and duration T.
 *
 * The no-load rule is in `metrology/load`.
 */
import type Calibration from "metrology/calibration";
import { response, SAMPLE_SHIFT } from "metrology/channels";
import Correction, {
	aboutOffset,
	Coupling,
	type PhaseQuantities,
	root,
	type Thermometer,
} from "metrology/correction";
import { HIGHEST_HZ, LOWEST_HZ, NOMINAL_HZ } from "metrology/frequency";
import {
	ahead,
	areCurrentsSwapped,
	type Fundamental,
	fundamental,
	inPhase,
} from "metrology/fundamental";
import {
	CARRIER,
	CURRENT_COSINE,
	CURRENT_SINE,
	CURRENT_SQUARES,
	CURRENTS,
	CYCLES,
	FRAMES,
	LINE_SUMS,
	MAINS,
	OVER_RANGE,
	PHASE_SUMS,
	POWER,
	REFERENCE,
	SPAN,
	VOLTAGE_COSINE,
	VOLTAGE_SINE,
	VOLTAGE_SQUARES,
	VOLTAGES,
} from "metrology/results";
import { AMPLITUDE, CYCLE_STEPS, cosine, sinc, sine } from "metrology/trigonometry";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

/** Steps of the kernel in one of the converter. */
const STEP = 2 ** SAMPLE_SHIFT;

/** The carrier measures nothing that turns against it by more than twice this in a window, rad. */
const MOST_TURN = 0.5;

/** A fundamental below this, V RMS, has no place in the sequence of the phases. */
const PRESENT_VOLTS = 7;

/**
 * Mean square of the deviation (steps of the kernel) below which a channel stands still. Noise of a
 * converter that works is four steps.
 */
const STILL = 0.05;

/** Quantities of one window; the object is used again for the next. */
export default class Window {
	readonly phases: readonly [PhaseQuantities, PhaseQuantities, PhaseQuantities] = [
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0 },
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0 },
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0 },
	];
	/** Without the calibration constants, except for what currents pick up of each other. */
	readonly fundamentals: readonly [Fundamental, Fundamental, Fundamental] = [
		fundamental(),
		fundamental(),
		fundamental(),
	];
	/** RMS in V, without the calibration constants. */
	readonly rawVoltages: [number, number, number] = [0, 0, 0];
	/** RMS phase-to-phase voltages in V: L1-L2, L1-L3, L2-L3. */
	readonly lineVoltages: [number, number, number] = [0, 0, 0];
	/** Hz; 0: the reference voltage has no zero crossings in range. */
	frequency = 0;
	/**
	 * True if the carrier was near enough to the frequency to measure the fundamental; else
	 * {@link fundamentals} are 0.
	 */
	tuned = false;
	/** True if the phases follow one another as L1 L3 L2. */
	reversedSequence = false;
	/**
	 * True if the window is whole cycles, which the first after the start is not. One without a
	 * crossing counts as such, unless another phase paces the next: there may be no others.
	 */
	whole = false;
	/** True for a phase of which a sample was at the converter's full scale. */
	readonly overRange: [boolean, boolean, boolean] = [false, false, false];
	/** True for a phase of which a channel stands still. */
	readonly still: [boolean, boolean, boolean] = [false, false, false];
	/** True if two currents seem to have changed places. */
	swappedCurrents = false;
	/** Length in frames of exactly the nominal length. */
	frames = 0;
	/** Phase, 0..2, whose voltage is to pace the next window. */
	reference = 0;

	readonly correction: Correction;
	private readonly calibration: Calibration;
	private readonly thermometer: Thermometer;
	private readonly coupling: Coupling;
	/** Frames of exactly the nominal length in one of the front end's frames. */
	private frameLength = 1;
	/** Frequency the compensations go by: the last measured; nominal before one is. */
	private compensationHz = NOMINAL_HZ;

	constructor(calibration: Calibration, thermometer: Thermometer) {
		this.calibration = calibration;
		this.thermometer = thermometer;
		this.coupling = new Coupling(calibration);
		this.correction = new Correction(calibration);
	}

	/**
	 * Computes a window from its results (metrology/results), and chooses the reference of the next.
	 */
	update(results: readonly number[]): void {
		this.frameLength = this.calibration.frameLength(this.thermometer.celsius);
		this.frames = results[FRAMES] * this.frameLength;
		this.updateFrequency(results);
		const gain = response((2 * Math.PI * this.compensationHz) / FRAME_RATE_HZ);
		this.correction.setConditions(this.compensationHz, this.thermometer.celsius);
		this.updateFundamentals(results, gain);
		this.coupling.update(this.fundamentals);
		for (let phase = 0; phase < 3; phase++) this.updatePhase(results, phase, gain);
		this.updateWiring(results[REFERENCE]);
		this.updateLineVoltage(results, 0, 0, 1, gain);
		this.updateLineVoltage(results, 1, 0, 2, gain);
		this.updateLineVoltage(results, 2, 1, 2, gain);
		this.chooseReference(results);
		this.whole = this.isWhole(results);
	}

	private updateFrequency(results: readonly number[]): void {
		const frequency = (results[MAINS] * FRAME_RATE_HZ) / (CYCLE_STEPS * this.frameLength);
		const valid = frequency >= LOWEST_HZ && frequency <= HIGHEST_HZ;
		this.frequency = valid ? frequency : 0;
		if (valid) this.compensationHz = frequency;
	}

	private updatePhase(results: readonly number[], phase: number, gain: number): void {
		const at = phase * PHASE_SUMS;
		const frames = results[FRAMES];
		const { phases, fundamentals, rawVoltages } = this;
		const { voltsPerStep, ampsPerStep } = this.calibration;
		const voltageStep = (voltsPerStep * STEP) / gain;
		const currentStep = (ampsPerStep * STEP) / gain;
		const quantities = phases[phase];
		const parts = fundamentals[phase];
		const { voltageCosine, voltageSine, currentCosine, currentSine } = parts;

		const meanV = results[at + VOLTAGES] / frames;
		const meanI = results[at + CURRENTS] / frames;
		const squareV = results[at + VOLTAGE_SQUARES] / frames - meanV * meanV;
		const squareI = results[at + CURRENT_SQUARES] / frames - meanI * meanI;
		const stillI = isStill(squareI);
		const square = stillI ? squareI : aboutOffset(squareI, meanI);
		rawVoltages[phase] = voltageStep * root(squareV);
		quantities.voltage = rawVoltages[phase];
		const picked = this.coupling.square(phase, parts);
		quantities.current = root(currentStep * currentStep * square - picked);
		quantities.activePower =
			voltageStep * currentStep * (results[at + POWER] / frames - meanV * meanI) -
			this.coupling.power(phase, parts);
		quantities.reactivePower = voltageCosine * currentSine - voltageSine * currentCosine;
		this.correction.correct(phase, quantities);
		if (this.frequency === 0 || !this.tuned) quantities.reactivePower = 0;

		const channel = OVER_RANGE + (phase * CHANNELS) / 3;
		this.overRange[phase] = results[channel] > 0 || results[channel + 1] > 0;
		this.still[phase] = stillI || isStill(squareV);
	}

	private updateFundamentals(results: readonly number[], gain: number): void {
		const frames = results[FRAMES];
		const { voltsPerStep, ampsPerStep } = this.calibration;
		const carrierHz = (results[CARRIER] * FRAME_RATE_HZ) / (CYCLE_STEPS * this.frameLength);
		const turn = (Math.PI * (this.compensationHz - carrierHz) * this.frames) / FRAME_RATE_HZ;
		this.tuned = Math.abs(turn) < MOST_TURN;
		const kept = this.tuned ? sinc(turn) : Number.POSITIVE_INFINITY;
		const scale = (Math.SQRT2 * STEP) / (frames * AMPLITUDE * gain * kept);
		for (let phase = 0; phase < 3; phase++) {
			const at = phase * PHASE_SUMS;
			const parts = this.fundamentals[phase];
			parts.voltageCosine = results[at + VOLTAGE_COSINE] * scale * voltsPerStep;
			parts.voltageSine = results[at + VOLTAGE_SINE] * scale * voltsPerStep;
			parts.currentCosine = results[at + CURRENT_COSINE] * scale * ampsPerStep;
			parts.currentSine = results[at + CURRENT_SINE] * scale * ampsPerStep;
		}
	}

	/** Looks at the order of the phases; without fundamentals it is that of the window before. */
	private updateWiring(reference: number): void {
		const known = this.frequency > 0;
		if (known && !this.tuned) return;
		this.reversedSequence = known && this.isReversed(reference);
		this.swappedCurrents = known && areCurrentsSwapped(this.fundamentals);
	}

	/** True if the next phase leads the reference and the previous one lags it. */
	private isReversed(reference: number): boolean {
		const next = this.lead(reference, (reference + 1) % 3);
		const previous = this.lead(reference, (reference + 2) % 3);
		return next > 0 && previous < 0;
	}

	/** A number with the sign of a phase's lead; 0 if its voltage is missing. */
	private lead(reference: number, phase: number): number {
		const from = this.fundamentals[reference];
		const to = this.fundamentals[phase];
		if (inPhase(to, to) < PRESENT_VOLTS * PRESENT_VOLTS) return 0;
		return ahead(from, to);
	}

	/**
	 * |Va − Vb|² = Va² + Vb² − 2·mean(va·vb), the mean for channels that delay alike: what the skew
	 * between them adds is known of the fundamental.
	 */
	private updateLineVoltage(
		results: readonly number[],
		line: number,
		a: number,
		b: number,
		gain: number,
	): void {
		const frames = results[FRAMES];
		const { phases, rawVoltages } = this;
		if (rawVoltages[a] === 0 || rawVoltages[b] === 0) {
			this.lineVoltages[line] = phases[a].voltage + phases[b].voltage;
			return;
		}
		const step = (this.calibration.voltsPerStep * STEP) / gain;
		const meanA = results[a * PHASE_SUMS + VOLTAGES] / frames;
		const meanB = results[b * PHASE_SUMS + VOLTAGES] / frames;
		const product = results[LINE_SUMS + line] / frames - meanA * meanB;
		const raw = product * step * step + this.skewed(a, b);
		const scale = (phases[a].voltage / rawVoltages[a]) * (phases[b].voltage / rawVoltages[b]);
		const squares = phases[a].voltage ** 2 + phases[b].voltage ** 2;
		this.lineVoltages[line] = root(squares - 2 * raw * scale);
	}

	/** Volts squared by which a product of two raw voltages rises without the skew between them. */
	private skewed(a: number, b: number): number {
		const constants = this.calibration.phases;
		const skew = constants[a].voltageSkew - constants[b].voltageSkew;
		const angle = (skew * this.compensationHz) / NOMINAL_HZ;
		const from = this.fundamentals[a];
		const to = this.fundamentals[b];
		return inPhase(from, to) * (cosine(angle) - 1) + ahead(from, to) * sine(angle);
	}

	/**
	 * Another phase paces the windows when the present one's voltage is below half of the strongest.
	 */
	private chooseReference(results: readonly number[]): void {
		let strongest = 0;
		for (let phase = 1; phase < 3; phase++)
			if (this.phases[phase].voltage > this.phases[strongest].voltage) strongest = phase;
		const present = results[REFERENCE];
		const lost = this.phases[present].voltage < this.phases[strongest].voltage / 2;
		this.reference = lost ? strongest : present;
	}

	private isWhole(results: readonly number[]): boolean {
		if (results[CYCLES] === 0) return this.reference === results[REFERENCE];
		return Math.abs(this.frames - results[SPAN] * this.frameLength) < 0.5;
	}
}

/** True if a channel delivers the same number all the time: it is dead or stuck. */
export function isStill(meanSquareDeviation: number): boolean {
	return meanSquareDeviation < STILL;
}
