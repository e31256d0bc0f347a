/**
 * Addresses of registers as the manual prints them (appendix 2), independent of the firmware's
 * maps.
 */
export const Address = Object.freeze({
	CT_PRIMARY: 0x400c,
	S0_RATE: 0x400d,
	COMBINATION_CODE: 0x400f,
	/** Current directions of L1 to L3, two characters each. */
	DIRECTIONS: 0x4012,
	ERROR_CODE: 0x4015,
	/** Quadrants of the total and of L1 to L3. */
	QUADRANTS: 0x4017,
	STATUS: 0x401d,
	/** Primary and secondary current, BCD. */
	CT_RATIO: 0x401f,
	/** See {@link DataType}. */
	DATA_TYPE: 0x4026,
	VOLTAGE_L1: 0x5002,
	FREQUENCY: 0x5008,
	CURRENT_L1: 0x500c,
	ACTIVE_POWER: 0x5012,
	POWER_FACTOR: 0x502a,
	FORWARD_ACTIVE_ENERGY: 0x600c,
	TARIFF: 0x6048,
	RESETTABLE_ENERGY: 0x6049,
	/** Forward active energy under the first CT ratio; the next ratio's is CT_PAGE_STEP further. */
	CT_PAGE_1: 0x6100,
} as const);

/** Registers from one CT ratio's energies to the next one's. */
export const CT_PAGE_STEP = 0x14;

/** Values of the register DATA_TYPE. */
export const DataType = Object.freeze({ FLOAT: 1, INTEGER: 2 } as const);
