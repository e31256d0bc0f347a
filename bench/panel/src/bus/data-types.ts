/**
 * The data type (4026) by which the values of an exchange are decoded. Meters do not send it with
 * them, and any client may change it; but exchanges that read or write it tell it, among them the
 * panel's own reading, once a second.
 */
import { computed } from "@preact/signals";
import { DATA_TYPE, isInteger } from "../../../../client/data-type.ts";
import { decodeResponse, decodeWrite, readRequest } from "../../../../client/pdu.ts";
import { isWhole, rtuFrame } from "../../../bus/rtu.ts";
import type { LiveExchange } from "../../../live/protocol.ts";
import { exchanges, polling } from "../live.ts";
import { bytesOf } from "../rows.ts";
import { ownUnit, sendOn } from "./inquiry.ts";

/** The data type that an exchange tells. */
interface Told {
	/** Modbus ID; {@link BROADCAST}: of all meters. */
	readonly unit: number;
	readonly integers: boolean;
	/** True if the exchange has set it: it says nothing about the time before. */
	readonly written: boolean;
}

/** The data type of an exchange. */
export interface ExchangeType {
	/** Undefined: not known. */
	readonly integers: boolean | undefined;
	/** False: exchanges to come may tell more. */
	readonly settled: boolean;
}

const BROADCAST = 0;

const NONE = new Uint8Array();

const READ = readRequest(DATA_TYPE.address, DATA_TYPE.length);

/** Registers that a PDU writes, or that the response to one that reads brings. */
function registersOf(
	pdu: Uint8Array,
	registers: Uint8Array,
): { readonly address: number; readonly words: readonly number[] } | undefined {
	const write = decodeWrite(pdu);
	if (write || registers.length === 0) return write;
	const view = new DataView(registers.buffer, registers.byteOffset, registers.byteLength);
	const words = Array.from({ length: registers.length / 2 }, (_, at) => view.getUint16(2 * at));
	return { address: (pdu[1] << 8) | pdu[2], words };
}

/** The data type that a request and its answer tell; undefined: none. */
function toldBy(request: Uint8Array, answer: Uint8Array): Told | undefined {
	if (!isWhole(request)) return undefined;
	const [unit] = request;
	const pdu = request.subarray(1, -2);
	if (pdu.length < READ.length) return undefined;
	const done = isWhole(answer) && answer[0] === unit;
	const response = done ? decodeResponse(pdu, answer.subarray(1, -2)) : undefined;
	if (unit !== BROADCAST && response?.kind !== "normal") return undefined;
	const found = registersOf(pdu, response?.kind === "normal" ? response.registers : NONE);
	const word = found?.words[DATA_TYPE.address - found.address];
	if (word === undefined) return undefined;
	return { unit, integers: isInteger(word), written: decodeWrite(pdu) !== undefined };
}

const told = new WeakMap<LiveExchange, Told | null>();

function toldByExchange(exchange: LiveExchange): Told | undefined {
	const known = told.get(exchange);
	if (known !== undefined) return known ?? undefined;
	const { bus, request, answer } = exchange;
	const found = bus === "modbus" ? toldBy(bytesOf(request), bytesOf(answer)) : undefined;
	told.set(exchange, found ?? null);
	return found;
}

/** The data types that the exchanges tell, the newest first. */
const all = computed(() =>
	exchanges.value.flatMap((exchange) => {
		const found = toldByExchange(exchange);
		return found ? [{ ...found, number: exchange.number }] : [];
	}),
);

/** The data type that a meter had when an exchange took place, as far as the exchanges tell. */
export function typeOf({ number, request }: LiveExchange): ExchangeType {
	const [unit] = bytesOf(request.slice(0, 2));
	const own = all.value.filter((each) => each.unit === unit || each.unit === BROADCAST);
	const before = own.find((each) => each.number <= number);
	const after = own.findLast((each) => each.number > number);
	if (!after) {
		// The panel's reading will tell; a value that would be decoded wrong is never shown.
		const awaited = polling.value && unit === ownUnit();
		return { integers: awaited ? undefined : before?.integers, settled: false };
	}
	if (after.written) return { integers: before?.integers, settled: true };
	const same = !before || before.integers === after.integers;
	return { integers: same ? after.integers : undefined, settled: true };
}

/** The data type that exchanges have told of a meter last; undefined: none has. */
export function typeSeen(unit: number): boolean | undefined {
	return all.peek().find((each) => each.unit === unit || each.unit === BROADCAST)?.integers;
}

/**
 * Asks for the data type of a meter that has just answered a request.
 * @param before as it was seen before the request
 * @returns undefined if it is not known which one the answer had
 */
export async function typeAround(
	unit: number,
	before: boolean | undefined,
): Promise<boolean | undefined> {
	const request = rtuFrame(unit, READ);
	const answer = await sendOn("modbus", request, true);
	const now = answer && toldBy(request, answer)?.integers;
	return before === undefined || before === now ? now : undefined;
}
