/**
 * From the sums of a window to its quantities in volts, amperes, watts and var.
 *
 * With n frames, m groups, ω = 2πf/fs, a = 1 − 2^−10, H = 1/(1 − a·e^(−jω)) and κ = 1/4, per phase
 *
 *     P0 = ΣP/n − mean(v)·mean(i)
 *     P  = P0 + κ·ΣD/m            droop of the sinc3 filter, harmonics included
 *     Q  = [16·(ΣQ/m − mean(x)·mean(i)) − Re H·P0] / (−Im H) · (1 + κω²)
 *
 *     V  = √(ΣVV/m − mean²) · (1 + κω²/2)    I = √(ΣII/m − mean²) · (1 + κω²/2)
 *
 * scaled to volts, amperes and watts with the front end's nominal gains, then corrected in
 * `metrology/correction`. The no-load rule is in `metrology/load`.
 */
import type Calibration from "metrology/calibration";
import Correction, { type PhaseQuantities, root } from "metrology/correction";
import { GROUP_FRAMES, INTEGRAL_SHIFT, LEAK_SHIFT } from "metrology/phase";
import {
	CURRENT_SQUARES,
	CURRENTS,
	CYCLES,
	FRAMES,
	LINE_SUMS,
	PHASE_SUMS,
	POWER,
	REFERENCE,
	REVERSED,
	SHIFTED_POWER,
	SHIFTED_VOLTAGES,
	SLOPES,
	SPAN,
	VOLTAGE_SQUARES,
	VOLTAGES,
} from "metrology/results";
import type Thermometer from "metrology/thermometer";
import { cosine, sine } from "metrology/trigonometry";
import { CURRENT_SHIFT, FRAME_RATE_HZ, VOLTAGE_SHIFT } from "sampling";

/** Leak of the integrator: u keeps this much of itself from frame to frame. */
const LEAK = 1 - 2 ** -LEAK_SHIFT;

/** Steps of the integrator in one of the voltage that it is shifted to. */
const INTEGRAL_STEPS = 2 ** INTEGRAL_SHIFT;

/**
 * Droop of the converter's sinc3 filter in the square of a frequency: 1 − ω²/8 a channel, ω²/4 in a
 * product.
 */
const DROOP = 1 / 4;

/** Frequencies outside which zero crossings are not those of the mains. */
const LOWEST_HZ = 40;
const HIGHEST_HZ = 70;

/** Frequency that compensations assume before one is measured. */
const NOMINAL_HZ = 50;

/** Quantities of one window; the object is used again for the next. */
export default class Window {
	readonly phases: readonly [PhaseQuantities, PhaseQuantities, PhaseQuantities] = [
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0 },
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0 },
		{ voltage: 0, current: 0, activePower: 0, reactivePower: 0 },
	];
	/** RMS phase-to-phase voltages in V: L1-L2, L1-L3, L2-L3. */
	readonly lineVoltages: [number, number, number] = [0, 0, 0];
	/** Hz; 0: the reference voltage has no zero crossings in range. */
	frequency = 0;
	/** True if the phases follow one another as L1 L3 L2. */
	reversedSequence = false;
	/**
	 * True if the window is whole cycles. The first after the start is not, nor is any without a
	 * voltage.
	 */
	whole = false;
	/** Length in frames of exactly the nominal length. */
	frames = 0;
	/** Phase, 0..2, whose voltage is to pace the next window. */
	reference = 0;

	readonly #calibration: Calibration;
	readonly #thermometer: Thermometer;
	readonly #correction: Correction;
	/** Frequency the compensations go by: the last measured. */
	#compensationHz = NOMINAL_HZ;

	constructor(calibration: Calibration, thermometer: Thermometer) {
		this.#calibration = calibration;
		this.#thermometer = thermometer;
		this.#correction = new Correction(calibration);
	}

	/**
	 * Computes a window from its results (metrology/results), and chooses the reference of the next.
	 */
	update(results: readonly number[]): void {
		this.frames = results[FRAMES] * this.#calibration.frameLength;
		this.#updateFrequency(results);
		const omega = (2 * Math.PI * this.#compensationHz) / FRAME_RATE_HZ;
		const real = 1 - LEAK * cosine(omega);
		const imaginary = LEAK * sine(omega);
		const square = real * real + imaginary * imaginary;
		const inPhase = real / square;
		const quadrature = imaginary / square;
		const droop = 1 + DROOP * omega * omega;
		const droopRoot = 1 + (DROOP * omega * omega) / 2;
		const frames = results[FRAMES];
		const groups = frames / GROUP_FRAMES;
		const { voltsPerStep, ampsPerStep } = this.#calibration;
		const voltageStep = voltsPerStep * 2 ** VOLTAGE_SHIFT;
		const currentStep = ampsPerStep * 2 ** CURRENT_SHIFT;
		const powerStep = voltageStep * currentStep;

		this.#correction.setConditions(this.#compensationHz, this.#thermometer.celsius);
		for (let phase = 0; phase < 3; phase++) {
			const at = phase * PHASE_SUMS;
			const quantities = this.phases[phase];

			const meanV = results[at + VOLTAGES] / groups;
			const meanI = results[at + CURRENTS] / groups;
			const meanU = results[at + SHIFTED_VOLTAGES] / groups;
			const product = results[at + POWER] / frames - meanV * meanI;
			const shifted = INTEGRAL_STEPS * (results[at + SHIFTED_POWER] / groups - meanU * meanI);
			const squareV = results[at + VOLTAGE_SQUARES] / groups - meanV * meanV;
			const squareI = results[at + CURRENT_SQUARES] / groups - meanI * meanI;

			quantities.voltage = voltageStep * root(squareV) * droopRoot;
			quantities.current = currentStep * root(squareI) * droopRoot;
			quantities.activePower = powerStep * (product + (DROOP * results[at + SLOPES]) / groups);
			quantities.reactivePower = ((powerStep * (shifted - inPhase * product)) / quadrature) * droop;
			this.#correction.correct(phase, quantities);
		}
		this.#updateLineVoltage(results, 0, 0, 1, droop);
		this.#updateLineVoltage(results, 1, 0, 2, droop);
		this.#updateLineVoltage(results, 2, 1, 2, droop);
		this.#chooseReference(results);
	}

	#updateFrequency(results: readonly number[]): void {
		const cycles = results[CYCLES];
		const span = results[SPAN] * this.#calibration.frameLength;
		const frequency = cycles === 0 ? 0 : (FRAME_RATE_HZ * cycles) / span;
		const valid = frequency >= LOWEST_HZ && frequency <= HIGHEST_HZ;
		this.frequency = valid ? frequency : 0;
		this.whole = cycles === 0 || Math.abs(this.frames - span) < 0.5;
		this.reversedSequence = valid && results[REVERSED] === 1;
		if (valid) this.#compensationHz = frequency;
	}

	/** |Va − Vb|² = Va² + Vb² − 2·mean(va·vb). */
	#updateLineVoltage(
		results: readonly number[],
		line: number,
		a: number,
		b: number,
		droop: number,
	): void {
		const groups = results[FRAMES] / GROUP_FRAMES;
		const meanA = results[a * PHASE_SUMS + VOLTAGES] / groups;
		const meanB = results[b * PHASE_SUMS + VOLTAGES] / groups;
		const { phases, voltsPerStep } = this.#calibration;
		const stepA = phases[a].voltageGain * voltsPerStep * 2 ** VOLTAGE_SHIFT;
		const stepB = phases[b].voltageGain * voltsPerStep * 2 ** VOLTAGE_SHIFT;
		const cross = (results[LINE_SUMS + line] / groups - meanA * meanB) * stepA * stepB;
		const voltageA = this.phases[a].voltage;
		const voltageB = this.phases[b].voltage;
		this.lineVoltages[line] = root(voltageA * voltageA + voltageB * voltageB - 2 * cross * droop);
	}

	/**
	 * Another phase paces the windows when the present one's voltage is below half of the strongest.
	 */
	#chooseReference(results: readonly number[]): void {
		let strongest = 0;
		for (let phase = 1; phase < 3; phase++)
			if (this.phases[phase].voltage > this.phases[strongest].voltage) strongest = phase;
		const present = results[REFERENCE];
		const lost = this.phases[present].voltage < this.phases[strongest].voltage / 2;
		this.reference = lost ? strongest : present;
	}
}
