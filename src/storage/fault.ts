/** Faults of a ring or a twin, as bits of a set. The error code is derived from them. */
export const Fault = Object.freeze({
	/** Ring: a record newer than the newest readable one, or every record, cannot be read. */
	INCOMPLETE: 1 << 0,
	/** Ring: the newest record is not in the sector in use: only torn ones are. */
	STRANDED: 1 << 7,
	/** Ring: a sector could not be erased or a record not be programmed since the power-up. */
	FAILED: 1 << 1,
	/** Ring: a sector was prepared by another version of the format. */
	OTHER_VERSION: 1 << 2,
	/** Twin: main is incomplete or lags. */
	MAIN_WRONG: 1 << 3,
	/** Twin: backup is incomplete or lags by more than the record of an interrupted write. */
	BACKUP_WRONG: 1 << 4,
	/** Twin: both rings are incomplete. */
	LOST: 1 << 5,
	/** Twin: neither ring took the last record. */
	UNWRITABLE: 1 << 6,
} as const);
