/** The simulator's pins: the firmware uses numbers, the panel names. */
export const Pin = Object.freeze({
	TARIFF_INPUT: 0,
	SEAL: 1,
	LED: 2,
	S0_1: 3,
	S0_2: 4,
	POWER_FAIL: 5,
} as const);

/** Names of the pins on the panel (`panel/ambit.js`), by number. */
export const PIN_NAMES: readonly string[] = Object.freeze([
	"tariffInput",
	"seal",
	"led",
	"s0-1",
	"s0-2",
	"powerFail",
]);
