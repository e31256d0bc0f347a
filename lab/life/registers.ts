/** Reads the meter's registers over Modbus RTU, as a client does. */
import { rtuFrame } from "../../bench/bus/rtu.ts";
import { REGISTERS, type RegisterRow } from "../../bench/registers/table.ts";
import { Port } from "../../boards/virtual/link.ts";
import { ByteReader } from "../../client/bytes.ts";
import { decodeResponse, type Response, readRequest, writeRequest } from "../../client/pdu.ts";
import { decodeRegister, encodeRegister } from "../../client/register-codec.ts";
import type { LifeMeter } from "./meter.ts";

/** Address and number of registers of the reads that cover all of them. */
const BLOCKS: readonly (readonly [address: number, count: number])[] = [
	[0x4000, 0x35],
	[0x5000, 0x38],
	[0x6000, 0x7d],
	[0x607d, 0x14],
	[0x6100, 0x50],
	[0x6150, 0x50],
	[0x6300, 0x50],
	[0x6350, 0x50],
	[0x7000, 0x09],
	[0x7600, 0x24],
	[0x7640, 0x24],
	[0x7680, 0x24],
	[0x7080, 0x04],
	[0x7100, 0x02],
	[0x7180, 0x08],
	[0x7358, 0x04],
	[0x73b0, 0x34],
];

const ROWS = new Map(REGISTERS.map((row) => [row.name, row]));

/** By block: the registers in it. */
const IN_BLOCK = BLOCKS.map(([address, count]) =>
	REGISTERS.filter((row) => row.address >= address && row.address + row.length <= address + count),
);

/** Values by name, in the base units of the register table. */
export type Observed = ReadonlyMap<string, number>;

/** An answer is not what a server may say. */
export class WrongAnswer extends Error {}

/**
 * Reads all registers, or those in some blocks; undefined if the supply has gone meanwhile.
 * @throws WrongAnswer
 */
export async function observe(
	meter: LifeMeter,
	unit: number,
	...only: readonly number[]
): Promise<Observed | undefined> {
	const values = new Map<string, number>();
	for (const [i, [address, count]] of BLOCKS.entries()) {
		if (only.length > 0 && !only.includes(address)) continue;
		const response = await ask(meter, unit, readRequest(address, count));
		if (!response) return undefined;
		if (response.kind !== "normal")
			throw new WrongAnswer(`registers ${address.toString(16)} are not read: ${words(response)}`);
		for (const row of IN_BLOCK[i] ?? []) {
			const at = 2 * (row.address - address);
			const reader = new ByteReader(response.registers.subarray(at, at + 2 * row.length));
			values.set(row.name, baseValue(row, reader));
		}
	}
	return values;
}

/**
 * Writes a register. True: done; an exception otherwise, its code; undefined if the supply has gone
 * before the answer.
 * @throws WrongAnswer
 */
export async function put(
	meter: LifeMeter,
	unit: number,
	name: string,
	value: number,
): Promise<true | number | undefined> {
	const row = rowOf(name);
	const request = writeRequest(row.address, encodeRegister(row, value / row.divisor));
	const response = await ask(meter, unit, request);
	if (!response) return undefined;
	if (response.kind === "unrelated") throw new WrongAnswer(`writing ${name} is answered wrongly`);
	return response.kind === "normal" ? true : response.code;
}

/** Value in the base unit. */
function baseValue(row: RegisterRow, reader: ByteReader): number {
	const value = decodeRegister(row, reader, true) * row.divisor;
	return row.step > 0 ? row.step * Math.round(value / row.step) : value;
}

function rowOf(name: string): RegisterRow {
	const row = ROWS.get(name);
	if (!row) throw new RangeError(`no register holds ${name}`);
	return row;
}

/** @throws WrongAnswer if a meter that is powered does not answer, or with a wrong frame */
async function ask(
	meter: LifeMeter,
	unit: number,
	request: Uint8Array,
): Promise<Response | undefined> {
	const answer = await meter.ask(Port.RS485, rtuFrame(unit, request));
	if (!meter.running) return undefined;
	const what = Buffer.from(request).toString("hex");
	if (!answer) throw new WrongAnswer(`unit ${unit} does not answer ${what}`);
	const pdu = answer.subarray(1, -2);
	const whole = Buffer.from(rtuFrame(unit, pdu));
	if (answer.length < 4 || !whole.equals(answer))
		throw new WrongAnswer(`the frame of the answer to ${what} is wrong`);
	return decodeResponse(request, pdu);
}

function words(response: Response): string {
	return response.kind === "exception" ? `exception ${response.code}` : response.kind;
}
