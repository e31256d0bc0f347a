/**
 * The samples that the front end gives to the kernel: signed, 24 bits. Compiled to machine code as
 * well: docs/sample-path.md.
 */
/// <reference path="./widths.d.ts" />

/** Frames per second. A frame is one simultaneous sample of all six channels. */
export const FRAME_RATE_HZ: f64 = 8000;

/** Frames in an hour. */
export const FRAMES_PER_HOUR: f64 = 3600 * FRAME_RATE_HZ;

/** Samples in a frame: V1 I1 V2 I2 V3 I3. */
export const CHANNELS: i32 = 6;
