/** Why the chip has restarted. */
import { RestartReason } from "board";
import FFI from "mc/ffi";

/** ESP-IDF's `esp_reset_reason_t`: restarts without a fault of the supply. */
const Reset = Object.freeze({
	/** `esp_restart`, by which XS ends when it cannot continue. */
	SOFTWARE: 3,
	/** Processor fault, assertion, stack overflow. */
	PANIC: 4,
	INTERRUPT_WATCHDOG: 5,
	TASK_WATCHDOG: 6,
	OTHER_WATCHDOG: 7,
	/** A second fault within a fault. */
	LOCKUP: 15,
} as const);

export function readRestartReason(): RestartReason {
	switch (new FFI().esp_reset_reason()) {
		case Reset.INTERRUPT_WATCHDOG:
		case Reset.TASK_WATCHDOG:
		case Reset.OTHER_WATCHDOG:
			return RestartReason.WATCHDOG;
		case Reset.SOFTWARE:
		case Reset.PANIC:
		case Reset.LOCKUP:
			return RestartReason.ENGINE;
		default:
			return RestartReason.NONE;
	}
}
