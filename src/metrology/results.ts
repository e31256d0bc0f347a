/**
 * Layout of a window's results, numbers in an array: the sums of the three phases one after the
 * other, then those of the voltages two by two, then samples at full scale, then what is known of
 * the window's time. Compiled to machine code as well: docs/sample-path.md.
 *
 * The sums are of the products that metrology/channels defines, over all frames.
 */

/** Places of one phase's sums, from {@link PHASE_SUMS} × phase. */
export const POWER: i32 = 0;
export const VOLTAGE_SQUARES: i32 = 1;
export const CURRENT_SQUARES: i32 = 2;
export const VOLTAGES: i32 = 3;
export const CURRENTS: i32 = 4;
export const VOLTAGE_COSINE: i32 = 5;
export const VOLTAGE_SINE: i32 = 6;
export const CURRENT_COSINE: i32 = 7;
export const CURRENT_SINE: i32 = 8;

/** Number of one phase's sums. */
export const PHASE_SUMS: i32 = 9;

/** Place of the sums of v1·v2, v1·v3 and v2·v3. */
export const LINE_SUMS: i32 = 27;

/** Number of the sums. */
export const SUMS: i32 = 30;

/** Place of the samples at full scale of each channel, V1 I1 V2 I2 V3 I3. */
export const OVER_RANGE: i32 = 30;

/** Length in frames; a fraction where an end is inside a frame. */
export const FRAMES: i32 = 36;

/** Whole cycles between the first and the last crossing of the reference voltage. */
export const CYCLES: i32 = 37;

/** Frames between these crossings; the first is the last of the window before, if there is one. */
export const SPAN: i32 = 38;

/** Phase of the carrier from frame to frame, in 2^−30 of a cycle. */
export const CARRIER: i32 = 39;

/** Phase, 0..2, whose voltage paced the window. */
export const REFERENCE: i32 = 40;

/** The same of the mains as CARRIER; 0: no frequency was measured. */
export const MAINS: i32 = 41;

/** Number of results. */
export const RESULTS: i32 = 42;
