/** Writes registers by name and value, as any Modbus client could. */
import { packCtRatio } from "energy/ct-ratio";
import { ByteReader } from "../../client/bytes.ts";
import { encodeRegister } from "../../client/register-codec.ts";
import type { RtuClient } from "../bus/rtu-client.ts";
import { reasonOf } from "../fault.ts";
import { REGISTERS, type RegisterRow } from "../registers/table.ts";

/** A value for a register that it cannot hold, or no such register. */
export class BadWrite extends Error {
	override readonly name = "BadWrite";
}

const RATIO = /^(\d{1,4})\/([15])$/;

/**
 * Finds a writable register.
 * @throws BadWrite
 */
function writable(name: string): RegisterRow {
	const row = REGISTERS.find((each) => each.name === name);
	if (!row) throw new BadWrite(`${name}: is not a register`);
	if (!row.range) throw new BadWrite(`${name}: is read only`);
	return row;
}

/**
 * The words of a value.
 * @param value in the base unit (W, Wh); the CT ratio as "100/5"
 * @throws BadWrite when the register's format has no such value
 */
export function wordsOf(
	name: string,
	value: number | string,
): { address: number; words: number[] } {
	const row = writable(name);
	const number = row.name === "ctRatio" ? ratioOf(value) : value;
	if (typeof number !== "number" || !Number.isFinite(number))
		throw new BadWrite(`${name}: must be a number`);
	try {
		return { address: row.address, words: encodeRegister(row, number / row.divisor) };
	} catch (error) {
		throw new BadWrite(`${name}: ${reasonOf(error)}`);
	}
}

function ratioOf(value: number | string): number {
	const [, primary, secondary] = RATIO.exec(`${value}`) ?? [];
	if (primary === undefined || secondary === undefined)
		throw new BadWrite(`ctRatio: must be like "100/5", the secondary 1 or 5`);
	return packCtRatio(Number(primary), Number(secondary));
}

/**
 * Writes a register; the meter judges the value.
 * @throws BadWrite, NoResponse, ModbusException
 */
export async function writeMeter(
	client: RtuClient,
	name: string,
	value: number | string,
): Promise<void> {
	const { address, words } = wordsOf(name, value);
	await client.write(address, words);
}

/**
 * Gives the meter the ratio of its current transformers, unless it has it: it takes seven changes.
 * @param ratio such as "100/5"
 * @throws BadWrite, NoResponse, ModbusException
 */
export async function setRatio(client: RtuClient, ratio: string): Promise<void> {
	const { address, words } = wordsOf("ctRatio", ratio);
	const present = new ByteReader(await client.read(address, words.length)).words();
	if (present.some((word, index) => word !== words[index])) await client.write(address, words);
}
