/** The counters of the energy log in the registers that the panel's reading brings. */
import { ByteReader } from "../../client/bytes.ts";
import { decodeRegister } from "../../client/register-codec.ts";
import { REGISTERS } from "../registers/table.ts";
import type { LiveRegisters } from "./protocol.ts";

/** First registers of the block that has all of them, and of that with the data type. */
const ENERGY_BLOCK = 0x6000;
const SETTINGS_BLOCK = 0x4003;

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

const sendsIntegers = (blocks: Blocks): boolean =>
	readerAt(blocks, DATA_TYPE)?.uint16() === INTEGER;

/**
 * Holds a reading of the counters until its data type is sure, which was read earlier than they
 * were: it is that of the next time, too.
 */
export class SureCounters {
	#held: LiveRegisters | undefined;

	/**
	 * Takes what has been read.
	 * @param address of the block that is new in it
	 * @returns a reading that is sure now; undefined: there is none
	 */
	take(address: number, registers: LiveRegisters): LiveRegisters | undefined {
		if (address === ENERGY_BLOCK) this.#held = registers;
		if (address !== SETTINGS_BLOCK || !this.#held) return undefined;
		const held = this.#held;
		this.#held = undefined;
		return sendsIntegers(held.blocks) === sendsIntegers(registers.blocks) ? held : undefined;
	}
}

/** Returns Wh: forward T1..T4, reverse T1..T4; undefined if a block is missing. */
export function energyCounters({ blocks }: LiveRegisters): number[] | undefined {
	const integers = sendsIntegers(blocks);
	const counters: number[] = [];
	for (const row of ROWS) {
		const reader = readerAt(blocks, row.address);
		if (!reader) return undefined;
		// A float of kWh, of which each Wh counts.
		counters.push(Math.round(decodeRegister(row, reader, integers) * row.divisor));
	}
	return counters;
}
