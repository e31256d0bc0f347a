/** Frames of M-Bus (EN 13757-2, 5), as far as the line must read them. */

/** First byte of a long frame, repeated after the lengths; first of a short one; last of both. */
const START = 0x68;
const SHORT_START = 0x10;
const STOP = 0x16;

/** Length of a short frame. */
const SHORT_LENGTH = 5;

/** Bytes of a long frame that its length does not count. */
const FRAMING_BYTES = 6;

/** Where C-, A- and CI-field and the data of a long frame are. */
const CONTROL_AT = 4;
const ADDRESS_AT = 5;
const INFORMATION_AT = 6;
const DATA_AT = 7;

/** C-fields, without the frame count bit. */
const FRAME_COUNT_BIT = 0x20;
const SND_NKE = 0x40;
const SND_UD = 0x53;
const REQ_UD2 = 0x5b;
const RSP_UD = 0x08;

/** CI-fields: a selection, and a telegram of variable data. */
const SELECTION = 0x52;
const VARIABLE_DATA = 0x72;

/** Length of a secondary address: identification, manufacturer, version, medium. */
const SECONDARY_LENGTH = 8;

/** The address of the meter that is selected. */
export const SELECTED = 0xfd;

/** The address that all meters obey and none answers. */
export const BROADCAST = 0xff;

/** Highest address of a single meter. */
export const HIGHEST_PRIMARY = 250;

/** Sum of the bytes that the length counts, modulo 256. */
function checksum(bytes: Uint8Array): number {
	return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
}

/** True if the bytes are one long or control frame. */
export function isLongFrame(bytes: Uint8Array): boolean {
	const [start, length, again, startAgain] = bytes;
	if (start !== START || startAgain !== START || length === undefined || length !== again)
		return false;
	if (bytes.length !== length + FRAMING_BYTES || bytes.at(-1) !== STOP) return false;
	return checksum(bytes.subarray(CONTROL_AT, -2)) === bytes.at(-2);
}

/** True if the bytes are one short frame. */
function isShortFrame(bytes: Uint8Array): boolean {
	return (
		bytes.length === SHORT_LENGTH &&
		bytes[0] === SHORT_START &&
		bytes[3] === checksum(bytes.subarray(1, 3)) &&
		bytes[4] === STOP
	);
}

/** A-field; undefined: the bytes are not one frame. */
export function addressOf(frame: Uint8Array): number | undefined {
	if (isShortFrame(frame)) return frame[2];
	return isLongFrame(frame) ? frame[ADDRESS_AT] : undefined;
}

/** True if the bytes are one request that every meter with its address answers. */
export function isAlwaysAnswered(frame: Uint8Array): boolean {
	if (!isShortFrame(frame)) return false;
	const control = frame[1] ?? 0;
	return control === SND_NKE || (control & ~FRAME_COUNT_BIT) === REQ_UD2;
}

/** True if the bytes are one SND_NKE. */
export function isReset(frame: Uint8Array): boolean {
	return isShortFrame(frame) && frame[1] === SND_NKE;
}

/** The secondary address, maybe with wildcards, that a frame selects; undefined: it does not. */
export function selectionOf(frame: Uint8Array): Uint8Array | undefined {
	const selects =
		isLongFrame(frame) &&
		((frame[CONTROL_AT] ?? 0) & ~FRAME_COUNT_BIT) === SND_UD &&
		frame[ADDRESS_AT] === SELECTED &&
		frame[INFORMATION_AT] === SELECTION;
	const address = frame.subarray(DATA_AT, -2);
	return selects && address.length === SECONDARY_LENGTH ? address : undefined;
}

/** True if the bytes are one frame that changes no setting of a meter. */
export function isReading(frame: Uint8Array): boolean {
	return isShortFrame(frame) || selectionOf(frame) !== undefined;
}

/** Addresses of the meter that has sent a telegram; undefined: the bytes are none. */
export function senderOf(
	frame: Uint8Array,
): { primary: number; secondary: Uint8Array } | undefined {
	const isTelegram =
		isLongFrame(frame) &&
		frame[CONTROL_AT] === RSP_UD &&
		frame[INFORMATION_AT] === VARIABLE_DATA &&
		frame.length >= DATA_AT + SECONDARY_LENGTH + 2;
	if (!isTelegram) return undefined;
	const secondary = frame.slice(DATA_AT, DATA_AT + SECONDARY_LENGTH);
	return { primary: frame[ADDRESS_AT] ?? 0, secondary };
}

/**
 * True if a secondary address with wildcards fits another: digits F of the identification, FF FF
 * of the manufacturer, FF of version and medium fit any (EN 13757-3, 11.3).
 */
export function fits(wanted: Uint8Array, secondary: Uint8Array): boolean {
	const manufacturer = wanted[4] === 0xff && wanted[5] === 0xff;
	return wanted.every((byte, at) => {
		const own = secondary[at] ?? 0;
		if (at >= 6) return byte === 0xff || byte === own;
		if (at >= 4) return manufacturer || byte === own;
		return [0, 4].every((shift) => {
			const digit = (byte >> shift) & 0xf;
			return digit === 0xf || digit === ((own >> shift) & 0xf);
		});
	});
}
