/**
 * The samples that the front end gives to the kernel. Compiled to machine code as well:
 * docs/sample-path.md.
 */
/** Frames per second. A frame is one simultaneous sample of all six channels. */
export declare const FRAME_RATE_HZ: f64;
/** Samples in a frame: V1 I1 V2 I2 V3 I3. */
export declare const CHANNELS: i32;
/**
 * Right shifts from the converter's signed 24 bits to the kernel's steps: 13 bits of a voltage, 18
 * of a current. The rest is smaller than the converter's noise: a step is 195 mV and 81 µA of peak
 * full scale.
 */
export declare const VOLTAGE_SHIFT: i32;
export declare const CURRENT_SHIFT: i32;
