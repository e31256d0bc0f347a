/** Moddable's `qrcode`: the smallest QR code that text fits in, error correction M or better. Made by the engine. */

/** A code: a byte a module, 1 where it is dark, rows from the top. */
type QrCode = ArrayBuffer & { size: number };

/** @throws RangeError if the text does not fit into a code of `maxVersion` (1..10) */
export default function qrCode({
	input,
	maxVersion = 10,
}: {
	input: string;
	maxVersion?: number;
}): QrCode {
	const modules = host.qrCode(input, maxVersion);
	return Object.assign(modules, { size: Math.sqrt(modules.byteLength) });
}
