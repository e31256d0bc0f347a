/** The counters of the energy log in the registers that the panel's reading brings. */
import { ByteReader } from "../../client/bytes.ts";
import { decodeRegister } from "../../client/register-codec.ts";
import { REGISTERS } from "../registers/table.ts";
import type { LiveRegisters } from "./protocol.ts";

/** First register of the block that has all of them. */
export const ENERGY_BLOCK = 0x6000;

/** Register 4026, and its code for integers. */
const DATA_TYPE = 0x4026;
const INTEGER = 2;

const ROWS = ["forward", "reverse"].flatMap((direction) =>
	["T1", "T2", "T3", "T4"].flatMap((tariff) =>
		REGISTERS.filter(({ name }) => name === `${direction}ActiveEnergy${tariff}`),
	),
);

type Blocks = LiveRegisters["blocks"];

/** A reader at a register; undefined: no block has it. */
function readerAt(blocks: Blocks, address: number): ByteReader | undefined {
	for (const block of blocks) {
		const offset = 2 * (address - block.address);
		if (offset >= 0 && 2 * offset < block.words.length)
			return new ByteReader(Buffer.from(block.words, "hex")).seek(offset);
	}
	return undefined;
}

/** Returns Wh: forward T1..T4, reverse T1..T4; undefined if a block is missing. */
export function energyCounters({ blocks }: LiveRegisters): number[] | undefined {
	const integers = readerAt(blocks, DATA_TYPE)?.uint16() === INTEGER;
	const counters: number[] = [];
	for (const row of ROWS) {
		const reader = readerAt(blocks, row.address);
		if (!reader) return undefined;
		// A float of kWh, of which each Wh counts.
		counters.push(Math.round(decodeRegister(row, reader, integers) * row.divisor));
	}
	return counters;
}
