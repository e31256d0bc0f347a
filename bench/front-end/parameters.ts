/** The parameters of a conversion (layout.ts), from a meter's tolerances and faults. */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { CT_LIMITS, type CtClass, ctError, MEAN_SECONDS } from "./current-transformer.ts";
import type { Faults } from "./faults.ts";
import { FULL_SCALE_CURRENT, FULL_SCALE_VOLTAGE } from "./full-scale.ts";
import * as at from "./layout.ts";
import { flickerSections } from "./noise.ts";
import { taps } from "./taps.ts";
import { REFERENCE_TEMPERATURE } from "./temperature.ts";
import type { ChannelTolerances, CurrentTolerances, Tolerances } from "./tolerances.ts";

/** Steps of the converter from 0 to full scale. */
export const STEPS = 2 ** 23;

/** Steps per V at a converter's input (data sheet: ±1.2 V at gain 1). */
const STEPS_PER_INPUT_VOLT = STEPS / 1.2;

/**
 * Share of each neighbour's sample in a channel's own, −120 dB; the order is V1 I1 V2 I2 V3 I3.
 */
const CROSSTALK = 1e-6;

/** Phase of 50 Hz in half a frame, rad. */
const HALF_STEP = (Math.PI * 50) / FRAME_RATE_HZ;

/** The parts that make up a front end. */
export interface Parts {
	readonly tolerances: Tolerances;
	readonly faults: Faults;
	/** Of one converter's white noise, V RMS. */
	readonly inputNoise: number;
	readonly crosstalk: boolean;
}

/** Sets the parameters that stay. */
export function setParts(parameters: number[], parts: Parts): void {
	const { tolerances, faults, inputNoise, crosstalk } = parts;
	parameters[at.CROSSTALK] = crosstalk ? CROSSTALK : 0;
	parameters[at.NOISE_STEPS] = inputNoise * STEPS_PER_INPUT_VOLT;
	parameters[at.MEAN_WEIGHT] = 1 - Math.exp(-1 / (MEAN_SECONDS * FRAME_RATE_HZ));
	channelsOf(tolerances).forEach(({ noiseCorner }, channel) => {
		if (!faults.flickerNoise) return;
		flickerSections(noiseCorner).forEach(({ decay, gain }, section) => {
			parameters[at.FLICKER_DECAYS + channel * at.FLICKER_SECTIONS + section] = decay;
			parameters[at.FLICKER_GAINS + channel * at.FLICKER_SECTIONS + section] = gain;
		});
	});
	if (faults.ctCoupling)
		tolerances.phases.forEach(({ current }, phase) => {
			current.coupling.forEach((share, other) => {
				parameters[at.COUPLINGS + 3 * phase + other] = share;
			});
		});
}

/** Sets the parameters that follow the temperature, except the transformers'. */
export function setTemperature(
	parameters: number[],
	tolerances: Tolerances,
	temperature: number,
): void {
	const warmth = temperature - REFERENCE_TEMPERATURE;
	channelsOf(tolerances).forEach(({ gain, gainDrift, delay, offset, offsetDrift }, channel) => {
		const fullScale = channel % 2 === 0 ? FULL_SCALE_VOLTAGE : FULL_SCALE_CURRENT;
		const stepsPerUnit = (STEPS / fullScale) * gain * (1 + gainDrift * warmth);
		taps(stepsPerUnit, delay * FRAME_RATE_HZ).forEach((weight, tap) => {
			parameters[at.WEIGHTS + channel * at.TAPS + tap] = weight;
		});
		parameters[at.OFFSETS + channel] = (offset + offsetDrift * warmth) * STEPS_PER_INPUT_VOLT;
	});
}

/**
 * Sets a transformer's parameters: a high-pass of the first order (magnetising inductance and
 * burden), tan(lead) = t·cot(πf/rate), magnitude cos(lead), which the factor makes good at 50 Hz.
 * @param current RMS, A
 */
export function setTransformer(
	parameters: number[],
	phase: number,
	{ lead, leadDrift, ratioShare, leadShare }: CurrentTolerances,
	ctClass: CtClass,
	temperature: number,
	current: number,
): void {
	const limits = CT_LIMITS[ctClass];
	const error = ctError(current);
	const drift = leadDrift * (temperature - REFERENCE_TEMPERATURE);
	// A transformer never lags.
	const degrees = Math.max(0, lead + drift + limits.lead * leadShare * error);
	const angle = (degrees * Math.PI) / 180;
	const t = Math.tan(angle) * Math.tan(HALF_STEP);
	parameters[at.DECAYS + phase] = (1 - t) / (1 + t);
	parameters[at.RISES + phase] = 1 / (1 + t);
	parameters[at.FACTORS + phase] = (1 + limits.ratio * ratioShare * error) / Math.cos(angle);
}

/** V1 I1 V2 I2 V3 I3. */
function channelsOf({ phases }: Tolerances): ChannelTolerances[] {
	return phases.flatMap(({ voltage, current }) => [voltage, current]);
}
