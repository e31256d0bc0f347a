/**
 * Modbus RTU on RS-485 (Modbus over Serial Line V1.02, 2.5.1): its frames, and its times on the
 * line.
 */
import { type Ear, KnownAddress, type Protocol, type SerialSettings } from "./protocol.ts";

/**
 * Longest time from t3.5 to the start of an answer. At low baud rates t3.5 takes most of the 20 ms
 * that the meter has for both, or more; a write is answered once it has been stored.
 */
const ANSWER_SECONDS = 0.02;

/** Bits of a character in t3.5, whatever the parity. */
const CHARACTER_BITS = 11;

/** Baud rate above which t3.5 is fixed. */
const FASTEST_PROPORTIONAL_BAUD = 19_200;
const FIXED_T35_SECONDS = 0.00175;

function t35Seconds({ baudRate }: SerialSettings): number {
	return baudRate > FASTEST_PROPORTIONAL_BAUD
		? FIXED_T35_SECONDS
		: (3.5 * CHARACTER_BITS) / baudRate;
}

/** Characters of the longest frame. */
const LONGEST_FRAME = 256;

/** The unit that all meters obey and none answers. */
const BROADCAST = 0;

/** Function codes that change nothing: reads, diagnostics, identification. */
const READING = new Set([3, 4, 8, 0x2b]);

/** Heeds frames that begin with the meter's unit ID, and broadcasts. */
class RtuEar implements Ear {
	readonly #unit = new KnownAddress();

	heeds([unit]: Uint8Array): boolean {
		return unit === undefined || unit === BROADCAST || this.#unit.mayBe(unit);
	}

	hear(): void {}

	learn([unit]: Uint8Array, answer: Uint8Array, _alone: boolean, frames: number): void {
		if (unit === undefined || unit === BROADCAST) return;
		if (answer.length === 0) this.#unit.wasSilent(unit, frames);
		else if (isWhole(answer) && answer[0] === unit) this.#unit.is(unit);
	}
}

export const RTU: Protocol = {
	initial: { baudRate: 9600, parity: "even" },
	longestFrame: LONGEST_FRAME,
	broadcast: BROADCAST,
	metersHearEachOther: true,
	answerSeconds: (settings) => t35Seconds(settings) + ANSWER_SECONDS,
	silenceSeconds: t35Seconds,
	pauseSeconds: t35Seconds,
	addressOf: (request) =>
		request.length <= LONGEST_FRAME && isWhole(request) ? request[0] : undefined,
	mayChange: ([, code]) => code !== undefined && !READING.has(code),
	newEar: () => new RtuEar(),
	isWhole,
};

/**
 * CRC-16 of Modbus over `bytes` (polynomial 0xA001 reflected, initial value 0xFFFF): the bench's
 * own, so that it checks the firmware's. The least significant byte goes out first.
 */
export function crc16(bytes: Uint8Array): number {
	let crc = 0xffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
	}
	return crc;
}

/** Builds an RTU frame: unit ID and PDU with their CRC. */
export function rtuFrame(unit: number, pdu: Uint8Array): Uint8Array {
	const frame = new Uint8Array(pdu.length + 3);
	frame[0] = unit;
	frame.set(pdu, 1);
	new DataView(frame.buffer).setUint16(pdu.length + 1, crc16(frame.subarray(0, -2)), true);
	return frame;
}

/** True if `bytes` end in the CRC of those before, at least a unit ID and a function code. */
export function isWhole(bytes: Uint8Array): boolean {
	// The CRC over data and its own CRC is zero.
	return bytes.length >= 4 && crc16(bytes) === 0;
}
