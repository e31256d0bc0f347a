// SPDX-License-Identifier: Apache-2.0
/**
 * Moddable's `qrcode` on Node. uqr, like Moddable's module, is a port of Nayuki's generator: the
 * same text gives the same code.
 */
import { encode } from "uqr";

/** Largest code, as in engine/xs/qr-code.c. */
const LARGEST_VERSION = 10;

interface Options {
	readonly input: string;
	/** Largest version allowed, 1..10. */
	readonly maxVersion?: number;
}

/**
 * The smallest QR code that holds a text, error correction M or better: a byte per module, 1 where
 * it is dark, rows from the top.
 *
 * @throws RangeError if the text does not fit
 */
export default function qrCode(options: Options): ArrayBuffer & { size: number } {
	const { input, maxVersion = LARGEST_VERSION } = options;
	if (!(maxVersion >= 1 && maxVersion <= LARGEST_VERSION))
		throw new RangeError(`qrCode: maxVersion ${maxVersion} is not 1..${LARGEST_VERSION}`);
	const { size, data } = encode(input, { ecc: "M", boostEcc: true, border: 0, maxVersion });
	const modules = Uint8Array.from(data.flat(), Number);
	return Object.assign(modules.buffer, { size });
}
