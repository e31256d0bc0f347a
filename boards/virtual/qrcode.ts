/**
 * Moddable's `qrcode`: the smallest QR code that text fits in, error correction M or better. Made by uqr, which is a
 * port of Nayuki's generator as Moddable's module is: the same text gives the same code.
 */
import { encode } from "uqr";

/** A code: a byte a module, 1 where it is dark, rows from the top. */
type QrCode = ArrayBuffer & { size: number };

/** @throws Error if the text does not fit into a code of `maxVersion` */
export default function qrCode({ input, maxVersion = 40 }: { input: string; maxVersion?: number }): QrCode {
	const { size, data } = encode(input, { ecc: "M", boostEcc: true, border: 0, maxVersion });
	const modules = new Uint8Array(size * size);
	for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) modules[y * size + x] = data[y][x] ? 1 : 0;
	return Object.assign(modules.buffer, { size });
}
