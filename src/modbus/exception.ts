/** Exception codes (Modbus Application Protocol V1.1b3, 7). */
export const Exception = Object.freeze({
	/** The request is answered as it asks. */
	NONE: 0,
	ILLEGAL_FUNCTION: 1,
	ILLEGAL_DATA_ADDRESS: 2,
	ILLEGAL_DATA_VALUE: 3,
	SERVER_DEVICE_FAILURE: 4,
} as const);

export type Exception = (typeof Exception)[keyof typeof Exception];
