/** Registers that `GET /api/readings` of the bench reads, by requests. */

/** A range of registers. */
export interface Span {
	readonly first: number;
	readonly count: number;
}

/**
 * Identity and settings, measurements, energies, power quality, demand and extremes; no CT history,
 * and no harmonics, which take the line as long as all of these.
 */
export const SPANS: readonly Span[] = [
	{ first: 0x4000, count: 0x35 },
	{ first: 0x5000, count: 0x38 },
	{ first: 0x6000, count: 0x91 },
	{ first: 0x7300, count: 0x64 },
	{ first: 0x73a0, count: 0x1c },
	{ first: 0x73c0, count: 0x24 },
];

/** True if a register is completely within a span. */
export function isWithin(
	{ first, count }: Span,
	{ address, length }: { readonly address: number; readonly length: number },
): boolean {
	return address >= first && address + length <= first + count;
}
