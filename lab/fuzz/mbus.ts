/**
 * M-Bus frames for the fuzzer, none of which may change a setting or be answered: valid frames
 * damaged in every way, and intact frames that the meter must not obey. The decision which are
 * which is made here, from the manual's tables and the standard's frame formats, not from the
 * firmware's own rules.
 */

import { rtuFrame } from "../../bench/bus/rtu.ts";
import { Port } from "../../boards/virtual/link.ts";
import { readRequest } from "../../client/pdu.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { Campaign, Read } from "./fuzz.ts";
import { SETTINGS } from "./modbus.ts";
import type { Random } from "./random.ts";

/** Primary address of the meter under test. */
const OWN = 1;

/** Addresses that the meter obeys while it is not selected. */
const OBEYED = [OWN, 0xfe, 0xff];

/**
 * Frames of meter time, more than the longest gap that a frame may have at 2400 baud: 33 bit times
 * and 50 ms.
 */
const SILENCE = 0.075 * FRAME_RATE_HZ;

/** Frames of meter time of one character at 2400 baud. */
const CHARACTER = (11 * FRAME_RATE_HZ) / 2400;

/** Frames until an answer has been sent: one character, and a telegram. */
const ACKNOWLEDGED = 0.025 * FRAME_RATE_HZ;
const ANSWERED = 5000;

/** Longest data after the CI-field. */
const MAXIMUM_DATA = 252;

const sumOf = (bytes: readonly number[]): number =>
	bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;

const short = (control: number, address: number): number[] => {
	return [0x10, control, address, (control + address) & 0xff, 0x16];
};

const long = (
	control: number,
	address: number,
	information: number,
	data: readonly number[],
): number[] => {
	const body = [control, address, information, ...data];
	return [0x68, body.length, body.length, 0x68, ...body, sumOf(body), 0x16];
};

/** Data that the manual's write table allows. */
const WRITES = [
	[0x01, 0x7a, 0x07],
	[0x0c, 0x79, 0x15, 0x01, 0x23, 0x45],
	[0x09, 0x7c, 0x01, 0x54, 0x02],
	[0x09, 0xfd, 0x3a, 0x03],
	[0x0c, 0xfd, 0x3a, 0x00, 0x00, 0x01, 0x00],
	[0x0c, 0x04, 0x00, 0x00, 0x00, 0x00],
	[0x0a, 0xfd, 0x60, 0x00, 0x00],
	[0x09, 0x7c, 0x01, 0x54, 0x03, 0x01, 0x7a, 0x09],
] as const;

/** Data that it does not allow. */
const REFUSED = [
	[],
	[0x01, 0x7a, 0xfb],
	[0x01, 0x7a],
	[0x02, 0x7a, 0x07, 0x00],
	[0x0c, 0x79, 0x15, 0x01, 0x2a, 0x45],
	[0x0c, 0x79, 0xff, 0xff, 0xff, 0xff],
	[0x09, 0x7c, 0x01, 0x54, 0x00],
	[0x09, 0x7c, 0x01, 0x54, 0x05],
	[0x09, 0x7c, 0x01, 0x54, 0x0a],
	[0x09, 0x7c, 0x01, 0x54],
	[0x09, 0xfd, 0x3a, 0x00],
	[0x09, 0xfd, 0x3a, 0x06],
	[0x0c, 0xfd, 0x3a, 0x02, 0x00, 0x00, 0x00],
	[0x0c, 0xfd, 0x3a, 0x0f, 0x00, 0x01, 0x00],
	[0x0b, 0xfd, 0x3a, 0x05, 0x95, 0x99],
	[0x04, 0x03, 0x00, 0x00, 0x00, 0x00],
	[0x0c, 0x04, 0x00, 0x00, 0x00],
	[0x0a, 0xfd, 0x61, 0x00, 0x00],
	[0x09, 0x7c, 0x01, 0x54, 0x02, 0x00],
	[0x09, 0x7c, 0x01, 0x54, 0x02, 0x09, 0xfd, 0x3a, 0x06],
	[0x09, 0x7c, 0x01, 0x54, 0x02, 0x09, 0x7c, 0x01, 0x54, 0x03],
] as const;

/** Secondary addresses of other meters; this one's is 12345678, INM, 1, electricity. */
const OTHERS = [
	[0x79, 0x56, 0x34, 0x12, 0xcd, 0x25, 0x01, 0x02],
	[0x78, 0x56, 0x34, 0x12, 0xcd, 0x26, 0x01, 0x02],
	[0x78, 0x56, 0x34, 0x12, 0xcd, 0x25, 0x02, 0x02],
	[0x78, 0x56, 0x34, 0x12, 0xcd, 0x25, 0x01, 0x03],
	[0xff, 0xff, 0xff, 0xf3, 0xff, 0xff, 0xff, 0xff],
	[0x78, 0x56, 0x34, 0x12, 0xcd, 0x25, 0x01],
	[0x78, 0x56, 0x34, 0x12, 0xcd, 0x25, 0x01, 0x02, 0x0c, 0x78, 0x78, 0x56, 0x34, 0x12],
] as const;

/** C-fields that a meter obeys in short frames, and in long ones. */
const SHORT_CONTROLS = [0x40, 0x5b, 0x7b];
const LONG_CONTROLS = [0x53, 0x73];

function pick<T>(random: Random, list: readonly T[]): T {
	return list[random() % list.length] as T;
}

/** A frame that a meter obeys. */
function good(random: Random): number[] {
	const address = pick(random, OBEYED);
	const control = pick(random, LONG_CONTROLS);
	switch (random() % 6) {
		case 0:
			return short(pick(random, SHORT_CONTROLS), address);
		case 1:
			return long(control, 0xfd, 0x52, [0x78, 0x56, 0x34, 0x12, 0xcd, 0x25, 0x01, 0x02]);
		case 2:
			return long(control, address, 0xb8 + (random() % 6), []);
		case 3:
			return long(control, address, 0x50, pick(random, [[], [0x00], [0x10]]));
		default:
			return long(control, address, 0x51, pick(random, WRITES));
	}
}

/** An intact frame that the meter does not obey. */
function refused(random: Random): number[] {
	const address = pick(random, OBEYED);
	const control = pick(random, LONG_CONTROLS);
	const other = pick(random, [0, 2, 250, 251, 252, 0xfd]);
	const byte = random() & 0xff;
	switch (random() % 8) {
		case 0:
			return short(SHORT_CONTROLS.includes(byte) ? 0x5a : byte, address);
		case 1:
			return short(pick(random, SHORT_CONTROLS), other);
		case 2:
			return long(LONG_CONTROLS.includes(byte) ? 0x08 : byte, address, 0x51, pick(random, WRITES));
		case 3:
			return long(control, other, 0x51, pick(random, WRITES));
		case 4:
			return long(control, address, obeyedInformation(byte) ? 0x52 : byte, pick(random, WRITES));
		case 5:
			return long(control, 0xfd, 0x52, pick(random, OTHERS));
		case 6:
			return long(control, address, 0xb8 + (random() % 6), [byte]);
		default:
			return long(control, address, 0x51, pick(random, REFUSED));
	}
}

/** True for CI-fields that a meter obeys from any sender. */
function obeyedInformation(byte: number): boolean {
	return byte === 0x50 || byte === 0x51 || (byte >= 0xb8 && byte <= 0xbd);
}

/** A valid frame, damaged in one of the ways of lines and masters. */
function spoilt(random: Random): number[] {
	const frame = good(random);
	const at = random() % frame.length;
	switch (random() % 7) {
		case 0: {
			for (let count = 1 + (random() % 3); count > 0; count--) {
				const bit = random() % (8 * frame.length);
				frame[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
			}
			return frame;
		}
		case 1:
			frame[at] = random() & 0xff;
			return frame;
		case 2:
			return frame.slice(0, at);
		case 3:
			return frame.slice(at);
		case 4:
			frame.splice(at, 1);
			return frame;
		case 5:
			frame.splice(at, 0, random() & 0xff);
			return frame;
		default:
			return [...frame.slice(0, at), ...good(random).slice(random() % 5)];
	}
}

function noise(random: Random): number[] {
	const likely = [0x10, 0x68, 0x16, 0xe5, 0x40, 0x5b, 0x53, 0x51, OWN, 0xfe, 0xff];
	return Array.from({ length: 1 + (random() % 300) }, () =>
		random() % 2 === 0 ? pick(random, likely) : random() & 0xff,
	);
}

/** A slave's answer, or the end of one: an echo. */
function echo(random: Random): number[] {
	const data = Array.from({ length: random() % MAXIMUM_DATA }, () => random() & 0xff);
	const telegram = random() % 8 === 0 ? [0xe5] : long(0x08, OWN, 0x72, data);
	return random() % 4 === 0 ? telegram.slice(random() % telegram.length) : telegram;
}

/** True if an intact frame is anywhere in `bytes`. */
function holdsFrame(bytes: readonly number[]): boolean {
	return bytes.some((byte, at) => {
		if (byte === 0x10) {
			const [, control = 0, address = 0, sum, stop] = bytes.slice(at, at + 5);
			return stop === 0x16 && sum === ((control + address) & 0xff);
		}
		const length = bytes[at + 1] ?? 0;
		if (byte !== 0x68 || bytes[at + 2] !== length || bytes[at + 3] !== 0x68 || length < 3)
			return false;
		const end = at + 4 + length;
		return bytes[end + 1] === 0x16 && bytes[end] === sumOf(bytes.slice(at + 4, end));
	});
}

/** The characters between two silences: one frame, or several without a gap. */
function harmlessFrame(random: Random): Uint8Array {
	switch (random() % 8) {
		case 0:
			return Uint8Array.from(refused(random));
		case 1:
			return Uint8Array.from(echo(random));
		default: {
			const bytes = Array.from({ length: random() % 4 === 0 ? 3 : 1 }, () =>
				random() % 6 === 0 ? noise(random) : spoilt(random),
			).flat();
			return Uint8Array.from(bytes.length === 0 || holdsFrame(bytes) ? [0x55] : bytes);
		}
	}
}

/** Request of the telegram, which shows settings; its access number and checksum change. */
const TELEGRAM: Read = {
	port: Port.MBUS,
	bytes: Uint8Array.from(short(0x5b, OWN)),
	silence: ANSWERED,
	changing: [15, 248],
};

/** Read of registers 7080–7083: addresses and baud rate of the port. */
const PORT: Read = {
	port: Port.RS485,
	bytes: rtuFrame(1, readRequest(0x7080, 4)),
	silence: 0.005 * FRAME_RATE_HZ,
};

export const MBUS: Campaign = {
	port: Port.MBUS,
	silence: SILENCE,
	character: CHARACTER,
	reads: [TELEGRAM, PORT, ...SETTINGS],
	probe: { port: Port.MBUS, bytes: Uint8Array.from(short(0x40, OWN)), silence: ACKNOWLEDGED },
	harmlessFrame,
};
