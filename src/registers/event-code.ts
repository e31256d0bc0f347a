/** Codes of the event log (docs/storage.md), each with the meaning of its detail. */
export const EventCode = Object.freeze({
	/** The power-down counter. */
	POWER_UP: 1,
	/**
	 * Found at the next power-up, at the time of the last record. 1: with a warning, nothing lost; 0:
	 * without.
	 */
	POWER_DOWN: 2,
	SEAL_OPENED: 3,
	SEAL_CLOSED: 4,
	/** Checksum of the constants now in force. */
	CALIBRATION: 5,
	/** Primary × 65536 + secondary, A. */
	CT_RATIO: 6,
	/** The new code. */
	COMBINATION_CODE: 7,
	PASSWORD: 8,
	/** The error code (manual 8.1) including the new bits. */
	STORAGE_FAULT: 9,
	/** The resettable counters were set to zero. */
	RESET: 10,
	/** The power-down counter was set to zero; its value before. */
	POWER_DOWN_RESET: 11,
	/** The new wiring. */
	WIRING: 12,
	/** Wrong passwords or wrong pairings have locked a way in; seconds. */
	LOCKED: 13,
	/**
	 * The firmware restarted by itself, in place of power-down and power-up; `RestartReason` of the
	 * board.
	 */
	RESTART: 14,
	/**
	 * A voltage or current was at full scale. Bits 24 and up are the phases, 1 for L1. The rest is 0
	 * when it begins; when it ends, the energy in doubt: whole Wh at the meter's terminals.
	 */
	OVER_RANGE: 15,
	/** The new value of `parameterLock`. */
	PARAMETER_LOCK: 16,
	/**
	 * The temperature that corrections go by is in doubt (1), since the sensor fails or jumps; is no
	 * longer (0).
	 */
	TEMPERATURE: 17,
	/**
	 * Voltages were outside their limits; logged when it ends. Bits 29 to 31 are the phases, 29 for
	 * L1; bits 18 to 28 the lowest or, of a swell, highest RMS voltage of a cycle in 0.1 % of the
	 * declared one; bits 0 to 17 the duration in half cycles. More than a field holds is its largest.
	 */
	DIP: 18,
	SWELL: 19,
	INTERRUPTION: 20,
} as const);

export type EventCode = (typeof EventCode)[keyof typeof EventCode];
