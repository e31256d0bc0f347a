/** Moddable's `qrcode`, computed by the engine. */

/** A code: one byte per module, 1 if dark, rows from the top; `size` modules per row. */
type QrCode = ArrayBuffer & { size: number };

/**
 * Returns the smallest QR code that the text fits in, error correction M or better.
 * @throws RangeError if the text does not fit into a code of `maxVersion` (1..10)
 */
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
