/**
 * Numbers that server and clients share: those of the Modbus Application Protocol (V1.1b3), and of
 * the meter's data type.
 */

/** Function codes that the meter knows (6). */
export const FunctionCode = Object.freeze({
	READ_HOLDING_REGISTERS: 0x03,
	READ_INPUT_REGISTERS: 0x04,
	WRITE_SINGLE_REGISTER: 0x06,
	DIAGNOSTICS: 0x08,
	WRITE_MULTIPLE_REGISTERS: 0x10,
	ENCAPSULATED_INTERFACE: 0x2b,
} as const);

/** Exception codes (7). */
export const Exception = Object.freeze({
	/** The request is answered as it asks. */
	NONE: 0,
	ILLEGAL_FUNCTION: 1,
	ILLEGAL_DATA_ADDRESS: 2,
	ILLEGAL_DATA_VALUE: 3,
	SERVER_DEVICE_FAILURE: 4,
	SERVER_DEVICE_BUSY: 6,
} as const);

export type Exception = (typeof Exception)[keyof typeof Exception];

/** Set in the function code of an exception response (7). */
export const EXCEPTION_FLAG = 0x80;

/** Most registers in one read (6.3). */
export const MAXIMUM_READ = 125;

/** Data types of measurements and energies (register 4026): floats, or whole steps of 32 bits. */
export const DataType = Object.freeze({ FLOAT: 1, INTEGER: 2 } as const);
