/** Builds requests for the buses from what people type. */
import { Character, Control } from "mbus/frame";
import {
	FunctionCode,
	readRequest,
	writeMultipleRequest,
	writeRequest,
} from "../../../../client/pdu.ts";
import { rtuFrame } from "../../../bus/rtu.ts";
import { bytesOf } from "../rows.ts";

/** An entry that a request needs besides the address of the server. */
export type Field = "register" | "count" | "data" | "secondary";

/** Entries of the form, as typed. */
export interface Entries extends Readonly<Record<Field, string>> {
	/** Modbus ID or primary address. */
	readonly server: string;
}

/** A kind of request. */
export interface Kind {
	readonly name: string;
	readonly fields: readonly Field[];
	/** @throws Error with a line for the user */
	build(entries: Entries): Uint8Array;
}

/** Most registers of a read request, and bytes of a frame's data. */
const MOST = { registers: 125, words: 123, data: 240 } as const;

/** Names of the fields in messages. */
const NAMES: Readonly<Record<Field | "server", string>> = {
	server: "Address of the server",
	register: "Register",
	count: "Count",
	data: "Data",
	secondary: "Secondary address",
};

function whole(entries: Entries, field: keyof Entries, most: number, radix = 10): number {
	const text = entries[field].trim();
	const digits = radix === 16 ? /^[0-9a-f]{1,4}$/i : /^\d+$/;
	if (!digits.test(text))
		throw new Error(
			`${NAMES[field]}: “${text}” is not ${radix === 16 ? "a hexadecimal number" : "a number"}`,
		);
	const value = Number.parseInt(text, radix);
	if (value > most) throw new Error(`${NAMES[field]}: ${text} is above ${most.toString(radix)}`);
	return value;
}

/** Reads bytes in hexadecimal, with or without spaces. @throws Error with a line for the user */
export function parseBytes(text: string, name: string, most: number): Uint8Array {
	const digits = text.replace(/[\s:,]/g, "");
	if (!/^([0-9a-f]{2})+$/i.test(digits))
		throw new Error(`${name}: bytes are two hexadecimal digits each, as in 01 03 50 02`);
	if (digits.length > 2 * most) throw new Error(`${name}: more than ${most} bytes`);
	return bytesOf(digits);
}

function wordsIn(entries: Entries): number[] {
	const bytes = parseBytes(entries.data, NAMES.data, 2 * MOST.words);
	if (bytes.length % 2 === 1) throw new Error(`${NAMES.data}: registers have two bytes each`);
	return Array.from(
		{ length: bytes.length / 2 },
		(_, at) => bytes[2 * at] * 256 + bytes[2 * at + 1],
	);
}

function modbus(
	name: string,
	fields: readonly Field[],
	pdu: (entries: Entries) => Uint8Array,
): Kind {
	return {
		name,
		fields,
		build: (entries) => rtuFrame(whole(entries, "server", 255), pdu(entries)),
	};
}

const register = (entries: Entries): number => whole(entries, "register", 0xffff, 16);

function readBy(functionCode: number) {
	return (entries: Entries): Uint8Array => {
		const pdu = readRequest(register(entries), whole(entries, "count", MOST.registers));
		pdu[0] = functionCode;
		return pdu;
	};
}

export const MODBUS_KINDS: readonly Kind[] = [
	modbus("03 read registers", ["register", "count"], readBy(FunctionCode.READ_HOLDING_REGISTERS)),
	modbus(
		"04 read input registers",
		["register", "count"],
		readBy(FunctionCode.READ_INPUT_REGISTERS),
	),
	modbus("06 write a register", ["register", "data"], (entries) => {
		const words = wordsIn(entries);
		if (words.length > 1) throw new Error(`${NAMES.data}: one register has two bytes`);
		return writeRequest(register(entries), words);
	}),
	modbus("16 write registers", ["register", "data"], (entries) =>
		writeMultipleRequest(register(entries), wordsIn(entries)),
	),
	modbus("43/14 identify the device", [], () =>
		Uint8Array.of(FunctionCode.ENCAPSULATED_INTERFACE, 0x0e, 1, 0),
	),
	modbus("08 echo", ["data"], (entries) =>
		Uint8Array.of(FunctionCode.DIAGNOSTICS, 0, 0, ...parseBytes(entries.data, NAMES.data, 2)),
	),
	modbus("any PDU", ["data"], (entries) => parseBytes(entries.data, NAMES.data, MOST.data)),
];

const sum = (bytes: readonly number[]): number =>
	bytes.reduce((total, byte) => total + byte, 0) & 0xff;

function shortFrame(control: number): (entries: Entries) => Uint8Array {
	return (entries) => {
		const body = [control, whole(entries, "server", 255)];
		return Uint8Array.of(Character.SHORT, ...body, sum(body), Character.STOP);
	};
}

function longFrame(address: number, ...data: readonly number[]): Uint8Array {
	const body = [Control.SND_UD, address, ...data];
	const { length } = body;
	return Uint8Array.of(
		Character.LONG,
		length,
		length,
		Character.LONG,
		...body,
		sum(body),
		Character.STOP,
	);
}

const CI_SEND = 0x51;
const CI_SELECT = 0x52;
const CI_RESET = 0x50;

/** Primary address of the meter that is selected by its secondary one. */
const SELECTED = 0xfd;

/** Manufacturer, version and medium: any. */
const ANY = [0xff, 0xff, 0xff, 0xff];

function select({ secondary }: Entries): Uint8Array {
	const digits = secondary.trim();
	if (!/^[0-9f]{8}$/i.test(digits))
		throw new Error(`${NAMES.secondary}: eight digits, F for any, as in 12345678 or 1234FFFF`);
	return longFrame(SELECTED, CI_SELECT, ...[...bytesOf(digits)].reverse(), ...ANY);
}

export const MBUS_KINDS: readonly Kind[] = [
	{ name: "REQ_UD2: send your data", fields: [], build: shortFrame(Control.REQ_UD2) },
	{ name: "SND_NKE: reset the link", fields: [], build: shortFrame(Control.SND_NKE) },
	{ name: "select by secondary address", fields: ["secondary"], build: select },
	{
		name: "SND_UD: write records",
		fields: ["data"],
		build: (entries) =>
			longFrame(
				whole(entries, "server", 255),
				CI_SEND,
				...parseBytes(entries.data, NAMES.data, MOST.data),
			),
	},
	{
		name: "reset the application",
		fields: [],
		build: (entries) => longFrame(whole(entries, "server", 255), CI_RESET),
	},
];
