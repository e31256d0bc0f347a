/**
 * Layout of a window's results, numbers in an array: the sums of the three phases one after the
 * other, then those of the voltages two by two, then what is known of the window's time. Compiled
 * to machine code as well: docs/sample-path.md.
 *
 * The sums are of the products that metrology/phase defines. All but {@link POWER} are over groups
 * of three frames.
 */

/** Places of one phase's sums, from {@link PHASE_SUMS} × phase. */
export const POWER: i32 = 0;
export const SLOPES: i32 = 1;
export const SHIFTED_POWER: i32 = 2;
export const VOLTAGE_SQUARES: i32 = 3;
export const CURRENT_SQUARES: i32 = 4;
export const VOLTAGES: i32 = 5;
export const CURRENTS: i32 = 6;
export const SHIFTED_VOLTAGES: i32 = 7;

/** Number of one phase's sums. */
export const PHASE_SUMS: i32 = 8;

/** Place of the sums of v1·v2, v1·v3 and v2·v3. */
export const LINE_SUMS: i32 = 24;

/** Number of the sums. */
export const SUMS: i32 = 27;

/** Length in frames; a fraction where an end is inside a group. */
export const FRAMES: i32 = 27;

/** Whole cycles between the first and the last crossing of the reference voltage. */
export const CYCLES: i32 = 28;

/** Frames between these crossings; the first is the last of the window before, if there is one. */
export const SPAN: i32 = 29;

/** 1 if the phases followed one another as L1 L3 L2 at the last crossing, else 0. */
export const REVERSED: i32 = 30;

/** Phase, 0..2, whose voltage paced the window. */
export const REFERENCE: i32 = 31;

/** Number of results. */
export const RESULTS: i32 = 32;
