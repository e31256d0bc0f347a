/** Reads and writes any register of the page's meter, in turns of its own on the line. */
import { effect, signal } from "@preact/signals";
import { encode } from "modbus/registers";
import { readTyped, sendsIntegers } from "../../../../client/data-type.ts";
import { ModbusClient, ModbusException, NoResponse } from "../../../../client/modbus-client.ts";
import { EXCEPTION_NAMES } from "../../../../client/pdu.ts";
import { accessBy, type RegisterAccess } from "../../../../client/register-access.ts";
import type { Register } from "../../../../client/register-table.ts";
import { readGroup, requestsFor } from "../../../../client/requests.ts";
import { isWhole } from "../../../bus/rtu.ts";
import { askMeter } from "../bus/inquiry.ts";
import { isParted, live, unit } from "../live.ts";

/** Most values kept of one register. */
const MOST_KEPT = 240;

/** A value and its meter time (s). */
interface Sample {
	readonly seconds: number;
	readonly value: number;
}

/** Values as last read, the newest last, by register; in the model's unit. */
export const samples = signal<ReadonlyMap<string, readonly Sample[]>>(new Map());

effect(() => {
	if (isParted.value) samples.value = new Map();
});

/** A client of the page's meter. @param own true for a part of the panel's own reading */
function clientOf(own: boolean): RegisterAccess {
	const client = new ModbusClient(async (pdu) => {
		const answer = await askMeter(pdu, own);
		if (!answer || answer.length === 0) throw new NoResponse("No answer");
		if (!isWhole(answer)) throw new NoResponse("The answer was garbled");
		return answer.subarray(1, -2);
	});
	return accessBy(client);
}

/** The page's meter as whoever reads registers by address needs it. */
export const meterAccess = clientOf(true);

/** The same for what the user asks, which the list of exchanges shows. */
const userAccess = clientOf(false);

/** Why the meter has not done what it was asked. */
function reasonOf(error: unknown): string {
	if (error instanceof ModbusException)
		return `Refused: ${EXCEPTION_NAMES[error.code] ?? `exception ${error.code}`}`;
	return (error as Error).message;
}

/** Values of rows, and why others were refused. */
interface Found {
	readonly values: Map<Register, number>;
	readonly refused: Register[];
	problem: string | undefined;
}

/** Reads rows, those too that come after some that the meter refuses. */
async function find(rows: readonly Register[], integers: boolean): Promise<Found> {
	const found: Found = { values: new Map(), refused: [], problem: undefined };
	for (const group of requestsFor(rows)) {
		try {
			for (const [row, value] of await readGroup(meterAccess, group, integers))
				found.values.set(row, value * row.divisor);
		} catch (error) {
			if (!(error instanceof ModbusException)) throw error;
			found.refused.push(...group);
			found.problem ??= reasonOf(error);
		}
	}
	return found;
}

/** Reads rows. @returns the reason if the meter has refused or not answered */
export async function readRows(rows: readonly Register[]): Promise<string | undefined> {
	const typed = rows.some(({ step }) => step !== 0);
	try {
		const reading = (integers: boolean): Promise<Found> => find(rows, integers);
		const { values, refused, problem } = typed
			? await readTyped(meterAccess, reading)
			: await reading(false);
		const seconds = live.meterSeconds.peek() ?? 0;
		const next = new Map(samples.peek());
		for (const [{ name }, value] of values) {
			// The meter's time begins again with the bench.
			const kept = (next.get(name) ?? []).filter((each) => each.seconds <= seconds);
			next.set(name, [...kept, { seconds, value }].slice(-MOST_KEPT));
		}
		// Of what the meter does not give any longer, nothing is shown either.
		for (const { name } of refused) next.delete(name);
		samples.value = next;
		return problem;
	} catch (error) {
		return reasonOf(error);
	}
}

/** The end of a write, for the user. */
export interface Written {
	readonly text: string;
	readonly bad: boolean;
}

/** Writes a row and reads it back. */
export async function writeRow(row: Register, value: number): Promise<Written> {
	const view = new DataView(new ArrayBuffer(2 * row.length));
	try {
		const integers = row.step !== 0 && (await sendsIntegers(meterAccess));
		encode(row, value, integers, view, 0);
		const words = Array.from({ length: row.length }, (_, word) => view.getUint16(2 * word));
		await userAccess.write(row.address, words);
	} catch (error) {
		const refused = error instanceof ModbusException;
		const what = refused ? "nothing was changed" : "it may have been changed or not";
		return { text: `${reasonOf(error)}; ${what}.`, bad: true };
	}
	// The meter has answered by its old one.
	if (row.name === "modbusId") unit.value = value;
	const problem = await readRows([row]);
	return problem
		? { text: `Written, but not read back: ${problem}.`, bad: true }
		: { text: "Written and read back.", bad: false };
}
