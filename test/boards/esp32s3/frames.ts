/** Commands of harness.c that make frames of the converter. */
import { ccitt } from "./converter.ts";

interface Options {
	readonly status?: number;
	/** Bits that are flipped in transit. */
	readonly damage?: number;
}

/** A frame of the converter: STATUS, V1 I1 V2 I2 V3 I3 (24 bits each), two more channels, CRC. */
export function frame(
	samples: readonly number[],
	{ status = 0x013f, damage = 0 }: Options = {},
): string {
	const words = [status << 8, ...samples, 0, 0].map((each) => each & 0xffffff);
	const bytes = words.flatMap((each) => [each >> 16, (each >> 8) & 0xff, each & 0xff]);
	const crc = ccitt(bytes);
	bytes.push(crc >> 8, crc & 0xff, 0);
	bytes[4] ^= damage;
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const ZERO = [0, 0, 0, 0, 0, 0];

export const COUNTED = [1 << 20, 2 << 20, 3 << 20, 4 << 20, 5 << 20, 6 << 20];

/** The converter makes a frame, and DRDY falls. */
export const fetched = (samples: readonly number[], options: Options = {}): string[] => [
	`frame ${frame(samples, options)}`,
];

/** Starts; frames kept before it are discarded when DRDY first falls. */
export const STALE = ["start", ...fetched(ZERO)];
