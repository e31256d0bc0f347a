/**
 * The samples that the front end gives to the kernel: signed, 24 bits. Compiled to machine code as
 * well: docs/sample-path.md.
 */
/** Frames per second. A frame is one simultaneous sample of all six channels. */
export declare const FRAME_RATE_HZ: f64;
/** Samples in a frame: V1 I1 V2 I2 V3 I3. */
export declare const CHANNELS: i32;
