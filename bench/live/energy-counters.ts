/** The counters of the energy log in the registers that the panel's reading brings. */
import { ByteReader } from "../../client/bytes.ts";
import { decodeRegister } from "../../client/register-codec.ts";
import { REGISTERS } from "../registers/table.ts";
import { ENERGIES } from "./poll-blocks.ts";
import type { LiveBlock } from "./protocol.ts";

const ROWS = ["forward", "reverse"].flatMap((direction) =>
	["T1", "T2", "T3", "T4"].flatMap((tariff) =>
		REGISTERS.filter(({ name }) => name === `${direction}ActiveEnergy${tariff}`),
	),
);

/** Returns Wh: forward T1..T4, reverse T1..T4; undefined if the block does not have them. */
export function energyCounters({ address, words, integers }: LiveBlock): number[] | undefined {
	if (address !== ENERGIES.address || words === "") return undefined;
	const reader = new ByteReader(Buffer.from(words, "hex"));
	return ROWS.map((row) => {
		reader.seek(2 * (row.address - address));
		// A float of kWh, of which each Wh counts.
		return Math.round(decodeRegister(row, reader, integers) * row.divisor);
	});
}
