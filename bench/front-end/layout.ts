/**
 * Places of a front end's numbers in two arrays: those that are set from outside, and those that
 * follow from its samples. Compiled to WebAssembly as well, like conversion.ts.
 */
/// <reference path="../../src/widths.d.ts" />
import { CHANNELS } from "sampling";

/** Frames converted at a time. */
export const BLOCK: i32 = 256;

/** Length of a channel's impulse response in frames. */
export const TAPS: i32 = 15;

/** Sections of the filter that makes 1/f noise of white noise. */
export const FLICKER_SECTIONS: i32 = 4;

/** Entries of the noise table, one per 16-bit number. */
export const NOISE_TABLE_LENGTH: i32 = 0x10000;

const PHASES: i32 = 3;

/** Parameters. A channel's impulse response, oldest first, to steps per unit. */
export const WEIGHTS: i32 = 0;
/** A channel's offset in steps. */
export const OFFSETS: i32 = WEIGHTS + CHANNELS * TAPS;
/** A transformer's high-pass, y(n) = decay·y(n−1) + rise·(x(n) − x(n−1)), and factor on y. */
export const DECAYS: i32 = OFFSETS + CHANNELS;
export const RISES: i32 = DECAYS + PHASES;
export const FACTORS: i32 = RISES + PHASES;
/** Share of the primary current of phase b in that of phase a, at 3·a + b; 0 of its own. */
export const COUPLINGS: i32 = FACTORS + PHASES;
/** Share of each neighbour's sample in a channel's own. */
export const CROSSTALK: i32 = COUPLINGS + PHASES * PHASES;
/** RMS of the white noise in steps. */
export const NOISE_STEPS: i32 = CROSSTALK + 1;
/** A channel's 1/f noise: s(n) = decay·s(n−1) + gain·white(n) for each section. */
export const FLICKER_DECAYS: i32 = NOISE_STEPS + 1;
export const FLICKER_GAINS: i32 = FLICKER_DECAYS + CHANNELS * FLICKER_SECTIONS;
/** Weight of a frame in the mean square of a current; 0: it is not needed. */
export const MEAN_WEIGHT: i32 = FLICKER_GAINS + CHANNELS * FLICKER_SECTIONS;

/** Number of parameters. */
export const PARAMETERS: i32 = MEAN_WEIGHT + 1;

/** State. A channel's last TAPS − 1 filter inputs, oldest first. */
export const HISTORY: i32 = 0;
/** A transformer's last input and output. */
export const LAST_INPUTS: i32 = HISTORY + CHANNELS * (TAPS - 1);
export const LAST_OUTPUTS: i32 = LAST_INPUTS + PHASES;
/** Mean square of a transformer's input in A². */
export const MEAN_SQUARES: i32 = LAST_OUTPUTS + PHASES;
/** A channel's sections of 1/f noise. */
export const FLICKER: i32 = MEAN_SQUARES + PHASES;
/** The random generator's four words, signed. */
export const RANDOM: i32 = FLICKER + CHANNELS * FLICKER_SECTIONS;

/** Number of numbers of the state. */
export const STATE: i32 = RANDOM + 4;
