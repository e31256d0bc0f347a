/** Temperature at which the tolerances hold, °C. */
export const REFERENCE_TEMPERATURE = 23;

/** Range of a front end's temperature, °C. */
export const TEMPERATURE = { minimum: -40, maximum: 85 } as const;
