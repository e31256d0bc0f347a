/** Frames SND_UD of M-Bus with records that set registers (manual, A1.2). */
import type { RegisterName } from "../../client/register-table.ts";

/** Values by register. */
type Values = Readonly<Partial<Record<RegisterName, number>>>;

/** One frame SND_UD with its records, and the registers that they set. */
export interface FrameStep {
	readonly kind: "frame";
	readonly records: readonly number[];
	readonly values: Values;
}

/** A record of SND_UD (manual, A1.2): its bytes, and the register that it sets. */
export interface WriteRecord {
	readonly bytes: readonly number[];
	readonly name: RegisterName;
	readonly value: number;
}

/** Makes the records that a master may send. */
export const RECORD = {
	address: (value: number): WriteRecord => ({
		bytes: [0x01, 0x7a, value],
		name: "mbusAddress",
		value,
	}),
	identification: (value: number): WriteRecord => ({
		bytes: [0x0c, 0x79, ...bcd(value, 4)],
		name: "mbusIdentification",
		value,
	}),
	tariff: (value: number): WriteRecord => ({
		bytes: [0x09, 0x7c, 0x01, 0x54, value],
		name: "tariff",
		value,
	}),
	combinationCode: (value: number): WriteRecord => ({
		bytes: [0x09, 0xfd, 0x3a, value],
		name: "combinationCode",
		value,
	}),
	s0Rate: (value: number): WriteRecord => ({
		bytes: [0x0c, 0xfd, 0x3a, ...bcd(100 * value, 4)],
		name: "s0Rate",
		value,
	}),
	resetEnergy: (): WriteRecord => ({
		bytes: [0x0c, 0x04, 0, 0, 0, 0],
		name: "resettableEnergy",
		value: 0,
	}),
};

/** Bytes of a BCD number, least significant first. */
function bcd(value: number, length: number): number[] {
	const digits = `${value}`.padStart(2 * length, "0");
	return Array.from({ length }, (_, i) =>
		Number.parseInt(digits.slice(2 * (length - i) - 2, 2 * (length - i)), 16),
	);
}

/** A frame of these records. */
export function frame(...records: readonly WriteRecord[]): FrameStep {
	return {
		kind: "frame",
		records: records.flatMap(({ bytes }) => bytes),
		values: Object.fromEntries(records.map(({ name, value }) => [name, value])),
	};
}

/**
 * M-Bus (EN 13757-2): bytes of a long frame, its control and information fields, and the address
 * that a single slave answers.
 */
const LONG_START = 0x68;
const STOP = 0x16;
const SND_UD = 0x53;
const DATA_SEND = 0x51;
const ANY_ADDRESS = 0xfe;

/** A frame on the line; to any meter unless an address is given. */
export function userData(records: readonly number[], address = ANY_ADDRESS): Uint8Array {
	const body = [SND_UD, address, DATA_SEND, ...records];
	const checksum = body.reduce((sum, byte) => sum + byte, 0) & 0xff;
	const head = [LONG_START, body.length, body.length, LONG_START];
	return Uint8Array.of(...head, ...body, checksum, STOP);
}
