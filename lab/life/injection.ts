/**
 * From the quantities of a load to the results that a window of it brings (metrology/results): the
 * inverse of the equations in docs/metrology.md, for sinusoidal voltages and currents without noise
 * in front of a converter without tolerances. The only file of lab/life/ that knows the layout.
 */
import { GROUP_FRAMES, INTEGRAL_SHIFT, LEAK_SHIFT } from "metrology/phase";
import {
	CURRENT_SQUARES,
	CYCLES,
	FRAMES,
	LINE_SUMS,
	PHASE_SUMS,
	POWER,
	RESULTS,
	REVERSED,
	SHIFTED_POWER,
	SPAN,
	VOLTAGE_SQUARES,
} from "metrology/results";
import { CURRENT_SHIFT, FRAME_RATE_HZ, VOLTAGE_SHIFT } from "sampling";

/** Full scales of the virtual board's converter, peak. */
export const FULL_SCALE_VOLTS = 800;
export const FULL_SCALE_AMPS = 10.6;

/** Volts and amperes of one step of the kernel. */
const VOLTAGE_STEP = (FULL_SCALE_VOLTS / 2 ** 23) * 2 ** VOLTAGE_SHIFT;
const CURRENT_STEP = (FULL_SCALE_AMPS / 2 ** 23) * 2 ** CURRENT_SHIFT;

/** Cosine of the angle between the voltages of two phases. */
const BETWEEN_PHASES = -0.5;

/** Voltage, current and powers of a phase, at the terminals. */
export interface PhaseQuantities {
	/** V RMS. */
	readonly voltage: number;
	/** A RMS. */
	readonly current: number;
	/** W. */
	readonly active: number;
	/** var. */
	readonly reactive: number;
}

/** A window of a steady load. */
export interface SteadyWindow {
	readonly phases: readonly PhaseQuantities[];
	/** Whole cycles; 0: the voltage has no crossings. */
	readonly cycles: number;
	readonly frames: number;
	readonly reversed: boolean;
	/** By phase: factors by which the meter's constants raise volts, amperes and watts. */
	readonly gains: readonly Gains[];
}

/** Constants of a phase, relative to the nominal ones. */
export interface Gains {
	readonly voltageGain: number;
	readonly currentGain: number;
	readonly powerGain: number;
}

/** Results of a window, which the meter must turn into the quantities given. */
export function resultsOf(window: SteadyWindow): number[] {
	const { phases, cycles, frames, reversed, gains } = window;
	const groups = frames / GROUP_FRAMES;
	const frequencyHz = cycles === 0 ? 50 : (FRAME_RATE_HZ * cycles) / frames;
	const omega = (2 * Math.PI * frequencyHz) / FRAME_RATE_HZ;
	const droop = 1 + (omega * omega) / 4;
	const droopRoot = 1 + (omega * omega) / 8;
	const integrator = integratorAt(omega);
	const results: number[] = new Array(RESULTS).fill(0);
	phases.forEach(({ voltage, current, active, reactive }, phase) => {
		const gain = gains[phase];
		const at = PHASE_SUMS * phase;
		const volts = VOLTAGE_STEP * gain.voltageGain;
		const amperes = CURRENT_STEP * gain.currentGain;
		const watts = volts * amperes * gain.powerGain;
		const inPhase = active / watts;
		const shifted = (reactive * -integrator.imaginary) / (droop * watts);
		results[at + POWER] = inPhase * frames;
		results[at + SHIFTED_POWER] =
			((shifted + integrator.real * inPhase) / 2 ** INTEGRAL_SHIFT) * groups;
		results[at + VOLTAGE_SQUARES] = (voltage / (volts * droopRoot)) ** 2 * groups;
		results[at + CURRENT_SQUARES] = (current / (amperes * droopRoot)) ** 2 * groups;
	});
	[
		[0, 1],
		[0, 2],
		[1, 2],
	].forEach(([a, b], line) => {
		const square = phases[a].voltage * phases[b].voltage * BETWEEN_PHASES;
		const scale = VOLTAGE_STEP ** 2 * gains[a].voltageGain * gains[b].voltageGain * droop;
		results[LINE_SUMS + line] = (square / scale) * groups;
	});
	results[FRAMES] = frames;
	results[CYCLES] = cycles;
	results[SPAN] = frames;
	results[REVERSED] = reversed ? 1 : 0;
	return results;
}

/** Response H = 1/(1 − a·e^(−jω)) of the leaking integrator that shifts the voltage. */
function integratorAt(omega: number): { real: number; imaginary: number } {
	const leak = 1 - 2 ** -LEAK_SHIFT;
	const real = 1 - leak * Math.cos(omega);
	const imaginary = leak * Math.sin(omega);
	const square = real * real + imaginary * imaginary;
	return { real: real / square, imaginary: -imaginary / square };
}
