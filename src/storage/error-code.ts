/** The error code of manual 8.1, register 4015. */
export const ErrorCode = Object.freeze({
	/** Main and backup area are wrong, or neither can be operated: the meter stops. */
	LOST: 1 << 0,
	/** The mantissa area cannot be operated. */
	MANTISSA_FAILED: 1 << 1,
	/** The backup area cannot be operated. */
	BACKUP_FAILED: 1 << 2,
	/** The main area cannot be operated. */
	MAIN_FAILED: 1 << 3,
	/** Data error in the mantissa area. */
	MANTISSA_WRONG: 1 << 4,
	/** Data error in the backup area. */
	BACKUP_WRONG: 1 << 5,
	/** Data error in the main area. */
	MAIN_WRONG: 1 << 6,
	/**
	 * The storage cannot be fully initialised: it has another version, or an area other than energy
	 * cannot be operated.
	 */
	NOT_INITIALISED: 1 << 7,
} as const);
