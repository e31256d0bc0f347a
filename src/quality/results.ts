/**
 * Layout of the analyser's results, numbers in an array. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * Squares are of steps of the kernel (metrology/channels), and mean squares of RMS values.
 */
import { CHANNELS } from "sampling";

/** Windows analysed since the start. */
export const WINDOWS: i32 = 0;

/** Cycles of the last window, 10 or 12; 0 before the first. */
export const WINDOW_CYCLES: i32 = 1;

/** Highest harmonic. */
export const HARMONICS: i32 = 40;

/** Mean square of each harmonic's subgroup, 1..40, one channel after the other. */
export const SUBGROUPS: i32 = 2;

/** Sum of each channel's subgroups but the first. */
export const DISTORTIONS: i32 = SUBGROUPS + CHANNELS * HARMONICS;

/** Sum of each channel's subgroups, times the square of their order. */
export const ORDER_SQUARES: i32 = DISTORTIONS + CHANNELS;

/** Mean of each channel over the window. */
export const MEANS: i32 = ORDER_SQUARES + CHANNELS;

/** Mean square of each channel over the window, all of the band, with the mean's. */
export const MEAN_SQUARES: i32 = MEANS + CHANNELS;

/** Mean products of I1·I2, I1·I3 and I2·I3 over the window. */
export const CURRENT_PRODUCTS: i32 = MEAN_SQUARES + CHANNELS;

/** Largest sample of each channel in the window, without its sign. */
export const PEAKS: i32 = CURRENT_PRODUCTS + 3;

/** Half cycles since the start. */
export const HALVES: i32 = PEAKS + CHANNELS;

/** Half cycles that are kept, a power of two. */
export const HALVES_KEPT: i32 = 32;

/**
 * Mean squares of V1 V2 V3 over the cycle that ended with a half cycle: of number `n` from
 * HALF_SQUARES + 3 × (n mod {@link HALVES_KEPT}).
 */
export const HALF_SQUARES: i32 = HALVES + 1;

/** Half cycles since the start at whose end a voltage was outside its limits. */
export const OUTSIDE: i32 = HALF_SQUARES + 3 * HALVES_KEPT;

/** Waveforms recorded since the start. */
export const RECORDS: i32 = OUTSIDE + 1;

/** Waveforms that are kept: the newest ones. */
export const RECORDS_KEPT: i32 = 2;

/** Real and imaginary part of the fundamentals of V1 V2 V3 in the window, on one scale. */
export const FUNDAMENTALS: i32 = RECORDS + 1;

/** Number of results before the waveforms. */
export const RESULTS: i32 = FUNDAMENTALS + 6;

/** Points of a recorded waveform, and those in a cycle. */
export const RECORD_POINTS: i32 = 256;
export const POINTS_A_CYCLE: i32 = 32;

/** Numbers of one recorded waveform, point by point V1 I1 V2 I2 V3 I3, signed, of 16 bits. */
export const RECORD_SAMPLES: i32 = RECORD_POINTS * CHANNELS;

/** Steps of the kernel in one of a recorded waveform. */
export const RECORD_STEP: i32 = 16;
