/** Present state of the meter: 4012–401E. */
import { PHASES, type Phase, type Row, row } from "registers/row";

/** Bits of the status word, 401D. */
export const Status = Object.freeze({
	/** L1's current flows in reverse; L2 and L3 follow. */
	REVERSE: 1 << 0,
	/** L1's voltage is missing; L2 and L3 follow. */
	VOLTAGE_MISSING: 1 << 3,
	WRONG_SEQUENCE: 1 << 6,
	/** Tariff − 1, two bits. */
	TARIFF: 1 << 8,
	TARIFF_INPUT: 1 << 10,
	BLUETOOTH: 1 << 12,
	SEAL_OPEN: 1 << 13,
	STORAGE_ERROR: 1 << 14,
} as const);

/** "1F" to "3R": a phase's digit and F or R, as character codes. */
export function directionCode(phase: number, reverse: boolean): number {
	return ((0x31 + phase) << 8) | (reverse ? 0x52 : 0x46);
}

function perPhase<Kind extends string>(
	build: (phase: number, name: Phase) => Row<`${Kind}${Phase}`>,
) {
	return PHASES.map((name, phase) => build(phase, name));
}

export const statusRows = Object.freeze([
	...perPhase<"direction">((phase, name) =>
		row(
			`direction${name}`,
			phase === 0 ? "Current direction" : `${name} Current direction`,
			0x4012 + phase,
			"ascii",
			1,
			{
				initial: directionCode(phase, false),
			},
		),
	),
	row("errorCode", "Error code", 0x4015, "binary", 1),
	row("quadrant", "Present quadrant", 0x4017, "integer", 1, { initial: 1 }),
	...perPhase<"quadrant">((phase, name) =>
		row(`quadrant${name}`, `${name} Quadrant`, 0x4018 + phase, "integer", 1, { initial: 1 }),
	),
	row("checksum", "Checksum", 0x401b, "binary", 2),
	row("statusWord", "Active status word", 0x401d, "binary", 2),
	row("checksum2", "Checksum 2", 0x4023, "binary", 2),
]);
