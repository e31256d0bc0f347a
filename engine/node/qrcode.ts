// SPDX-License-Identifier: Apache-2.0
/**
 * Moddable's `qrcode` on Node. uqr, like Moddable's module, is a port of Nayuki's generator, but of
 * a newer one with another choice of the mask; with Moddable's the same text gives the same code.
 */
import { encode } from "uqr";

/** Largest code, as in engine/xs/qr-code.c. */
const LARGEST_VERSION = 10;

const MASKS = 8;

/** Penalties of ISO/IEC 18004, 7.8.3: runs, blocks, patterns like a finder, balance. */
const RUN_LENGTH = 5;
const RUN_PENALTY = 3;
const BLOCK_PENALTY = 3;
const FINDER_PENALTY = 40;
const BALANCE_PENALTY = 10;

/** A finder's pattern with four light modules before or after it. */
const FINDERS = ["00001011101", "10111010000"];

interface Options {
	readonly input: string;
	/** Largest version allowed, 1..10. */
	readonly maxVersion?: number;
}

type Modules = readonly (readonly boolean[])[];

/** Penalty of a row or column for runs of a colour and patterns like a finder. */
function penaltyOfLine(line: readonly boolean[]): number {
	const text = line.map(Number).join("");
	let penalty = 0;
	for (const [run] of text.matchAll(/0+|1+/g))
		if (run.length >= RUN_LENGTH) penalty += RUN_PENALTY + run.length - RUN_LENGTH;
	for (let at = 0; at < text.length; at++)
		if (FINDERS.some((finder) => text.startsWith(finder, at))) penalty += FINDER_PENALTY;
	return penalty;
}

/** Penalty of a code, as Moddable's generator computes it. */
function penaltyOf(code: Modules): number {
	const columns = code.map((_, x) => code.map((row) => row[x] === true));
	let penalty = 0;
	for (const line of [...code, ...columns]) penalty += penaltyOfLine(line);
	for (const [y, row] of code.entries())
		for (const [x, dark] of row.entries()) {
			const [right, below, across] = [row[x + 1], code[y + 1]?.[x], code[y + 1]?.[x + 1]];
			if (dark === right && dark === below && dark === across) penalty += BLOCK_PENALTY;
		}
	const total = code.length ** 2;
	const dark = code.flat().filter(Boolean).length;
	for (let k = 0; 20 * dark < (9 - k) * total || 20 * dark > (11 + k) * total; k++)
		penalty += BALANCE_PENALTY;
	return penalty;
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
	const codes = Array.from({ length: MASKS }, (_, maskPattern) => {
		const code = encode(input, { ecc: "M", boostEcc: true, border: 0, maxVersion, maskPattern });
		return { ...code, penalty: penaltyOf(code.data) };
	});
	const { size, data } = codes.reduce((best, code) => (code.penalty < best.penalty ? code : best));
	const modules = Uint8Array.from(data.flat(), Number);
	return Object.assign(modules.buffer, { size });
}
