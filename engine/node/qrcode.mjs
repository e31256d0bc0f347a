// SPDX-License-Identifier: Apache-2.0
/**
 * Moddable's `qrcode` on Node. Made by uqr, which is a port of Nayuki's generator as Moddable's module is: the same text
 * gives the same code.
 */
import { encode } from "uqr";

/** Largest code, as engine/xs/qr-code.c has it. */
const LARGEST_VERSION = 10;

/**
 * The smallest QR code that a text fits in, error correction M or better.
 *
 * @param {{input: string, maxVersion?: number}} what `maxVersion` 1..10
 * @returns {ArrayBuffer & {size: number}} a byte a module, 1 where it is dark, rows from the top
 * @throws {RangeError} the text does not fit
 */
export default function qrCode({ input, maxVersion = LARGEST_VERSION }) {
	if (!(maxVersion >= 1 && maxVersion <= LARGEST_VERSION))
		throw new RangeError(`qrCode: maxVersion ${maxVersion} is not 1..${LARGEST_VERSION}`);
	const { size, data } = encode(input, { ecc: "M", boostEcc: true, border: 0, maxVersion });
	const modules = Uint8Array.from(data.flat(), Number);
	return Object.assign(modules.buffer, { size });
}
