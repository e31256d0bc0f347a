/**
 * Modbus frames for the fuzzer, none of which may change a setting; the only answers allowed are
 * exceptions and registers read. The decision which frames are harmless is made here, from the
 * manual's tables, not from the firmware's own rules.
 */

import { rtuFrame } from "../../bench/bus/rtu.ts";
import { Port } from "../../boards/virtual/link.ts";
import { FunctionCode, readRequest, writeRequest } from "../../client/pdu.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { Campaign, Read } from "./fuzz.ts";
import type { Random } from "./random.ts";

/** Valid writes, which are damaged before they are sent: 4010 = 25 s, 401F = 9995/5, 4032–4034. */
const WRITES: readonly Uint8Array[] = [
	writeRequest(0x4010, [0x25]),
	writeRequest(0x401f, [0x9995, 0x0005]),
	writeRequest(0x4032, [1, 1, 3]),
];

/** Writes that the manual's tables do not allow, intact and with a valid CRC. */
const REFUSED = [
	[0x06, 0x40, 0x00, 0x12, 0x34],
	[0x06, 0x40, 0x10, 0x00, 0x31],
	[0x06, 0x40, 0x10, 0x00, 0x1a],
	[0x06, 0x40, 0x03, 0x00, 0xf8],
	[0x06, 0x40, 0x1f, 0x99, 0x95],
	[0x06, 0x40, 0x20, 0x00, 0x01],
	[0x06, 0x50, 0x02, 0x00, 0x00],
	[0x06, 0x60, 0x48, 0x00, 0x05],
	[0x06, 0x70, 0x00, 0x00, 0x01],
	[0x06, 0x70, 0x02, 0x00, 0x01],
	[0x06, 0x70, 0x08, 0x00, 0x01],
	[0x10, 0x40, 0x0d, 0x00, 0x02, 0x04, 0x7f, 0xc0, 0x00, 0x00],
	[0x10, 0x40, 0x0d, 0x00, 0x01, 0x02, 0x44, 0x7a],
	[0x10, 0x40, 0x1f, 0x00, 0x02, 0x04, 0x99, 0x96, 0x00, 0x05],
	[0x10, 0x40, 0x32, 0x00, 0x03, 0x06, 0x00, 0x01, 0x00, 0x01, 0x00, 0x04],
	[0x10, 0x40, 0x32, 0x00, 0x04, 0x08, 0x00, 0x01, 0x00, 0x01, 0x00, 0x01, 0x00, 0x01],
	[0x10, 0x40, 0x10, 0x00, 0x01, 0x02, 0x00, 0x25, 0x00],
	[0x10, 0x40, 0x10, 0x00, 0x01, 0x03, 0x00, 0x25, 0x00],
] as const;

const UNITS = [0, 1] as const;

/** Function codes that write. */
const WRITING: readonly number[] = [
	FunctionCode.WRITE_SINGLE_REGISTER,
	FunctionCode.WRITE_MULTIPLE_REGISTERS,
];

/** The characters between two silences. */
function harmlessFrame(random: Random): Uint8Array {
	const pick = <T>(list: readonly T[]): T => list[random() % list.length] as T;
	switch (random() % 6) {
		case 0:
			return noise(random, 1 + (random() % 300));
		case 1:
			return rtuFrame(pick(UNITS), Uint8Array.from(pick(REFUSED)));
		case 2:
			return flipped(rtuFrame(pick(UNITS), pick(WRITES)), random);
		case 3:
			return truncated(rtuFrame(pick(UNITS), pick(WRITES)), random);
		case 4: {
			const read = [
				pick([0x03, 0x04]),
				random() & 0xff,
				random() & 0xff,
				random() & 1,
				random() & 0xff,
			];
			return rtuFrame(pick([0, 1, 2, 247, 255]), Uint8Array.from(read));
		}
		default: {
			const pdu = noise(random, 1 + (random() % 252));
			if (WRITING.includes(pdu[0] as number)) pdu[0] = 0x55;
			return rtuFrame(1, pdu);
		}
	}
}

/** Random bytes that do not happen to end in their own CRC. */
function noise(random: Random, length: number): Uint8Array {
	const bytes = Uint8Array.from({ length }, () => random() & 0xff);
	bytes[length - 1] = (bytes[length - 1] as number) ^ (endsInCrc(bytes) ? 1 : 0);
	return bytes;
}

/** A frame with one to three flipped bits: the CRC detects all of these. */
function flipped(frame: Uint8Array, random: Random): Uint8Array {
	const bits = new Set(
		Array.from({ length: 1 + (random() % 3) }, () => random() % (8 * frame.length)),
	);
	for (const bit of bits) frame[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
	return frame;
}

function truncated(frame: Uint8Array, random: Random): Uint8Array {
	const cut = frame.subarray(0, 1 + (random() % (frame.length - 1)));
	return endsInCrc(cut) ? cut.subarray(0, 1) : cut;
}

function endsInCrc(bytes: Uint8Array): boolean {
	if (bytes.length < 3) return false;
	const whole = rtuFrame(bytes[0] as number, bytes.subarray(1, -2));
	return whole.at(-1) === bytes.at(-1) && whole.at(-2) === bytes.at(-2);
}

/**
 * Reads of every setting: 4000–4034 but the status, 6048, the constants of the vendor block, the
 * lock, the settings of M-Bus, the first event shown, and the state of the audit trail. Address and
 * count.
 */
const READS: readonly (readonly [address: number, count: number])[] = [
	[0x4000, 0x12],
	[0x4016, 0x01],
	[0x401f, 0x16],
	[0x6048, 0x01],
	[0x7002, 0x05],
	[0x7008, 0x01],
	[0x7080, 0x04],
	[0x7102, 0x02],
	[0x7180, 0x08],
	[0x7600, 0x24],
	[0x7640, 0x24],
	[0x7680, 0x52],
];

/** Frames of meter time: 5 ms; t3.5 at 9600 baud is 4 ms. */
const SILENCE = 0.005 * FRAME_RATE_HZ;

/** The same after a read that must be answered: a save of energy meanwhile takes 6 ms. */
const ANSWERED = 0.025 * FRAME_RATE_HZ;

/** The same reads as requests of the campaign. */
export const SETTINGS: readonly Read[] = READS.map(([address, count]) => ({
	port: Port.RS485,
	bytes: rtuFrame(1, readRequest(address, count)),
	silence: ANSWERED,
}));

export const MODBUS: Campaign = {
	port: Port.RS485,
	silence: SILENCE,
	reads: SETTINGS,
	harmlessFrame,
};
