/** Peak at the terminals that drives a converter to 2^23: V, A. */
export const FULL_SCALE_VOLTAGE = 800;
export const FULL_SCALE_CURRENT = 30;
