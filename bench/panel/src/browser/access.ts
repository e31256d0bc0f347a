/** Reads and writes any register of the page's meter, in turns of its own on the line. */
import { signal } from "@preact/signals";
import { encode } from "modbus/registers";
import { DataType } from "modbus/settings";
import { ByteReader } from "../../../../client/bytes.ts";
import { ModbusClient, NoResponse } from "../../../../client/modbus-client.ts";
import {
	decodeResponse,
	EXCEPTION_NAMES,
	readRequest,
	writeRequest,
} from "../../../../client/pdu.ts";
import { accessBy } from "../../../../client/register-access.ts";
import { type Register, registerOf } from "../../../../client/register-table.ts";
import { isWhole } from "../../../bus/rtu.ts";
import { askMeter } from "../bus/inquiry.ts";
import { live } from "../live.ts";
import { integers } from "../registers.ts";
import { decodeRow } from "../rows.ts";
import { requestsFor } from "./requests.ts";

/** Most values kept of one register. */
const MOST_KEPT = 240;

/** A value and its meter time (s). */
interface Sample {
	readonly seconds: number;
	readonly value: number;
}

/** Values as last read, the newest last, by register; in the model's unit. */
export const samples = signal<ReadonlyMap<string, readonly Sample[]>>(new Map());

const DATA_TYPE = registerOf("dataType");

/** True if the meter's data type is integer; asks for it unless the panel's own reading has it. */
async function sendsIntegers(): Promise<boolean> {
	if (live.registers.peek()) return integers.peek();
	const response = await responseTo(readRequest(DATA_TYPE.address, DATA_TYPE.length), true);
	return typeof response !== "string" && new ByteReader(response).uint16() === DataType.INTEGER;
}

/** Reads rows. @returns the reason if the meter has refused or not answered */
export async function readRows(rows: readonly Register[]): Promise<string | undefined> {
	const asIntegers = rows.some(({ step }) => step !== 0) && (await sendsIntegers());
	for (const group of requestsFor(rows)) {
		const [first, last] = [group[0], group[group.length - 1]];
		const pdu = readRequest(first.address, last.address + last.length - first.address);
		const response = await responseTo(pdu, true);
		if (typeof response === "string") return response;
		const view = new DataView(response.buffer, response.byteOffset);
		const seconds = live.meterSeconds.peek() ?? 0;
		const next = new Map(samples.peek());
		for (const row of group) {
			const value = decodeRow(row, view, 2 * (row.address - first.address), asIntegers);
			// The meter's time begins again with the bench.
			const kept = (next.get(row.name) ?? []).filter((each) => each.seconds <= seconds);
			next.set(row.name, [...kept, { seconds, value }].slice(-MOST_KEPT));
		}
		samples.value = next;
	}
	return undefined;
}

/** Writes a row. @returns the reason if the meter has not taken it */
export async function writeRow(row: Register, value: number): Promise<string | undefined> {
	const view = new DataView(new ArrayBuffer(2 * row.length));
	encode(row, value, integers.peek(), view, 0);
	const words = Array.from({ length: row.length }, (_, word) => view.getUint16(2 * word));
	const response = await responseTo(writeRequest(row.address, words));
	return typeof response === "string" ? response : readRows([row]);
}

/** The page's meter as whoever reads registers by address needs it. */
export const meterAccess = accessBy(
	new ModbusClient(async (pdu) => {
		const answer = await askMeter(pdu, true);
		if (!answer || answer.length === 0) throw new NoResponse("No answer");
		if (!isWhole(answer)) throw new NoResponse("The answer was garbled");
		return answer.subarray(1, -2);
	}),
);

/** Registers of the response, or why there are none. */
async function responseTo(pdu: Uint8Array, own = false): Promise<Uint8Array | string> {
	const answer = await askMeter(pdu, own);
	if (!answer || answer.length === 0) return "No answer";
	if (!isWhole(answer)) return "The answer was garbled";
	const response = decodeResponse(pdu, answer.subarray(1, -2));
	if (response.kind === "normal") return response.registers;
	if (response.kind === "unrelated") return "The answer was that to another request";
	return `Refused: ${EXCEPTION_NAMES[response.code] ?? `exception ${response.code}`}`;
}
