/**
 * From the quantities of a load to the results that a window of it brings (metrology/results): the
 * inverse of the equations in docs/metrology.md, for sinusoidal voltages and currents without noise
 * in front of a converter without tolerances. The only file of lab/life/ that knows the layout.
 */
import {
	CARRIER,
	CURRENT_COSINE,
	CURRENT_SINE,
	CURRENT_SQUARES,
	CYCLES,
	FRAMES,
	LINE_SUMS,
	MAINS,
	PHASE_SUMS,
	POWER,
	RESULTS,
	SPAN,
	VOLTAGE_COSINE,
	VOLTAGE_SINE,
	VOLTAGE_SQUARES,
} from "metrology/results";
import { FRAME_RATE_HZ } from "sampling";
import { AMPLITUDE, CYCLE, equaliserAt } from "../../bench/fast-forward/results.ts";

/** Full scales of the virtual board's converter, peak. */
export const FULL_SCALE_VOLTS = 800;
export const FULL_SCALE_AMPS = 30;

/** Volts and amperes of one step of the kernel, which has 20 of the converter's 24 bits. */
const VOLTAGE_STEP = FULL_SCALE_VOLTS / 2 ** 19;
const CURRENT_STEP = FULL_SCALE_AMPS / 2 ** 19;

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
	const frequencyHz = cycles === 0 ? 50 : (FRAME_RATE_HZ * cycles) / frames;
	const response = responseAt((2 * Math.PI * frequencyHz) / FRAME_RATE_HZ);
	const results: number[] = new Array(RESULTS).fill(0);
	phases.forEach(({ voltage, current, active, reactive }, phase) => {
		const gain = gains[phase];
		const at = PHASE_SUMS * phase;
		const volts = (VOLTAGE_STEP * gain.voltageGain) / response;
		const amperes = (CURRENT_STEP * gain.currentGain) / response;
		const watts = volts * amperes * gain.powerGain;
		results[at + POWER] = (active / watts) * frames;
		results[at + VOLTAGE_SQUARES] = (voltage / volts) ** 2 * frames;
		results[at + CURRENT_SQUARES] = (current / amperes) ** 2 * frames;
		if (voltage === 0) return;
		// Part of the current along the voltage, and a quarter of a cycle later.
		const along = (active * volts) / (watts * voltage);
		const later = (reactive * volts) / (watts * voltage);
		const angle = ((reversed ? 1 : -1) * phase * 2 * Math.PI) / 3;
		const scale = (AMPLITUDE * frames) / Math.SQRT2;
		results[at + VOLTAGE_COSINE] = (voltage / volts) * Math.sin(angle) * scale;
		results[at + VOLTAGE_SINE] = (voltage / volts) * Math.cos(angle) * scale;
		results[at + CURRENT_COSINE] = (along * Math.sin(angle) - later * Math.cos(angle)) * scale;
		results[at + CURRENT_SINE] = (along * Math.cos(angle) + later * Math.sin(angle)) * scale;
	});
	[
		[0, 1],
		[0, 2],
		[1, 2],
	].forEach(([a, b], line) => {
		const square = phases[a].voltage * phases[b].voltage * BETWEEN_PHASES;
		const step = VOLTAGE_STEP / response;
		const scale = step ** 2 * gains[a].voltageGain * gains[b].voltageGain;
		results[LINE_SUMS + line] = (square / scale) * frames;
	});
	results[FRAMES] = frames;
	results[CYCLES] = cycles;
	results[SPAN] = frames;
	results[CARRIER] = (frequencyHz * CYCLE) / FRAME_RATE_HZ;
	results[MAINS] = cycles === 0 ? 0 : results[CARRIER];
	return results;
}

/** Share of a sine that is left by the converter's sinc³ filter and the equaliser. */
function responseAt(omega: number): number {
	const sinc = Math.sin(omega / 2) / (omega / 2);
	return sinc ** 3 * equaliserAt(omega);
}
