/** The registers that the panel's reading asks for, by requests. */
import { DATA_TYPE } from "../../client/data-type.ts";
import { entryOf } from "../../client/register-entry.ts";

/** Registers of one request. */
export interface Block {
	/** Of the first. */
	readonly address: number;
	readonly count: number;
	/** True if the data type concerns them, and a meter that has stopped refuses them. */
	readonly typed: boolean;
}

const MEASUREMENTS = { address: 0x5002, count: 54, typed: true, every: 1, turn: 0 };
export const ENERGIES = { address: 0x6000, count: 87, typed: true, every: 5, turn: 3 };
const WIRING = { address: entryOf("wiring").address, count: 1, typed: false, every: 5, turn: 4 };
const SETTINGS = { address: 0x4003, count: 50, typed: false, every: 5, turn: 1 };

/**
 * Blocks, and the polls that read them, which are those whose number modulo `every` is `turn`. At
 * 9600 baud the measurements occupy the line for 0.13 s. The settings, which tell how to take the
 * others, come last.
 */
export const BLOCKS = [MEASUREMENTS, ENERGIES, WIRING, SETTINGS] as const;

/** The data type alone, which the settings have too. */
const TYPE: Block = { address: DATA_TYPE.address, count: DATA_TYPE.length, typed: false };

/** Blocks that tell how to take the others: without the error code, and with it. */
export const WITNESSES = { TYPE, SETTINGS } as const;

/** The number in the one register at `address` of a block; undefined if the block ends before. */
function wordAt(
	{ address: first, count }: Block,
	words: string,
	address: number,
): number | undefined {
	const at = address - first;
	return at >= 0 && at < count ? Number.parseInt(words.slice(4 * at, 4 * at + 4), 16) : undefined;
}

/** The data type in a block that was read. */
export const dataTypeIn = (block: Block, words: string): number | undefined =>
	wordAt(block, words, DATA_TYPE.address);

/** The error code in a block that was read. */
export const errorCodeIn = (block: Block, words: string): number | undefined =>
	wordAt(block, words, entryOf("errorCode").address);
