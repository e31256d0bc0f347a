/** M-Bus frames (EN 13757-2, EN 13757-3) in plain words, by the records of the meter's register table. */
import { dataLength, getData } from "mbus/data";
import { Character, Control } from "mbus/frame";
import type { MBusRecord, Row } from "registers/row";
import { BAUD_RATES, CT_PRIMARY } from "registers/settings";
import { table } from "registers/table";
import { rowText } from "./row-text.ts";
import { hexadecimal, type Value, type Words } from "./words.ts";

const REQ_UD1 = 0x5a;

const CI_DATA = [0x51, 0x55];
const CI_SELECT = [0x52, 0x56];
const CI_RESET = 0x50;
const CI_RESPONSE = 0x72;

/** Baud rates by CI-field, from B8 on. */
const CI_BAUD = 0xb8;
const CI_BAUD_RATES = BAUD_RATES.slice(0, 6);

/** Bytes before the user data of a long frame: start, two lengths, start, C, A, CI. */
const HEAD = 7;
/** Of an answer: identification, manufacturer, version, medium, access number, status, signature. */
const RESPONSE_HEAD = 12;

const ADDRESSES: Readonly<Record<number, string>> = {
	253: "selected meter",
	254: "whoever is there",
	255: "all",
};

interface Frame {
	/** Frame count bit cleared. */
	readonly control: number;
	readonly address: number;
	/** CI-field; 0 in a short frame. */
	readonly information: number;
	readonly data: Uint8Array;
}

/** Takes a frame apart; undefined: it is none. */
function frameOf(bytes: Uint8Array): Frame | undefined {
	const long = bytes[0] === Character.LONG;
	const start = long ? 4 : 1;
	if (
		(!long && bytes[0] !== Character.SHORT) ||
		bytes.at(-1) !== Character.STOP ||
		bytes.length < start + 4
	)
		return undefined;
	const body = bytes.subarray(start, -2);
	if ((body.reduce((sum, byte) => sum + byte, 0) & 0xff) !== bytes.at(-2)) return undefined;
	if (long && (bytes[1] !== body.length || bytes[2] !== body.length)) return undefined;
	return {
		control: body[0] & ~Control.FRAME_COUNT_BIT,
		address: body[1],
		information: body[2] ?? 0,
		data: long ? bytes.subarray(HEAD, -2) : new Uint8Array(),
	};
}

function starts(bytes: Uint8Array, at: number, { dif, vif }: MBusRecord): boolean {
	return [...dif, ...vif].every((byte, index) => bytes[at + index] === byte);
}

/** Binary values have a sign, which `getData` leaves out. */
function signed(value: number, dif: number): number {
	const bits = 8 * dataLength(dif);
	return (dif & 0x08) === 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

/** Model's value of what a record of the telegram carries. */
function reading(row: Row, raw: number): number {
	if (row.mbus?.ratio) return Math.floor(raw / 100) * CT_PRIMARY + (raw % 100);
	return row.step === 0 ? raw : raw * row.step;
}

/** Records of user data, as far as they are this meter's. @param side of the table: what it sends or is sent */
function records(bytes: Uint8Array, side: "mbus" | "mbusWrite"): Value[] {
	const values: Value[] = [];
	for (let at = 0; at < bytes.length; ) {
		const row = table.find((each) => {
			const record = each[side];
			return record !== undefined && starts(bytes, at, record);
		});
		const record = row?.[side];
		if (!row || !record) break;
		const dif = record.dif[0];
		const from = at + record.dif.length + record.vif.length;
		const raw = getData(dif, bytes, from);
		const value =
			side === "mbus" ? reading(row, signed(raw, dif)) : raw * (row.mbusWrite?.step ?? 0);
		values.push({ place: String(values.length + 1), name: row.title, value: rowText(row, value) });
		at = from + dataLength(dif);
	}
	return values;
}

/** Three letters in fifteen bits. */
function manufacturer(code: number): string {
	return [10, 5, 0].map((shift) => String.fromCharCode(((code >> shift) & 0x1f) + 0x40)).join("");
}

/** Identification number and manufacturer, of the header or of a selection; F and FFFF stand for any. */
function identity(data: Uint8Array): string {
	const number = hexadecimal([...data.subarray(0, 4)].reverse()).replaceAll(" ", "");
	const code = data[4] | (data[5] << 8);
	return code === 0xffff ? number : `${number} ${manufacturer(code)}`;
}

function told({ information, data }: Frame): { text: string; values: readonly Value[] } {
	if (CI_SELECT.includes(information)) return { text: `select ${identity(data)}`, values: [] };
	if (information === CI_RESET) return { text: "reset the application", values: [] };
	const baud = CI_BAUD_RATES[information - CI_BAUD];
	if (baud) return { text: `go to ${baud} Bd`, values: [] };
	if (!CI_DATA.includes(information))
		return { text: `CI-field ${hexadecimal([information])}`, values: [] };
	const values = records(data, "mbusWrite");
	return {
		text: values.map(({ name, value }) => `${name} = ${value}`).join(", ") || hexadecimal(data),
		values,
	};
}

function asked(frame: Frame): { text: string; values: readonly Value[] } {
	switch (frame.control) {
		case Control.SND_NKE:
			return { text: "SND_NKE: reset the link", values: [] };
		case Control.REQ_UD2:
			return { text: "REQ_UD2: send your data", values: [] };
		case REQ_UD1:
			return { text: "REQ_UD1: send your alarms", values: [] };
		case Control.SND_UD: {
			const { text, values } = told(frame);
			return { text: `SND_UD: ${text}`, values };
		}
		default:
			return { text: `C-field ${hexadecimal([frame.control])}`, values: [] };
	}
}

/** An exchange of M-Bus frames in words. */
export function mbusWords(request: Uint8Array, answer: Uint8Array): Words {
	const frame = frameOf(request);
	if (!frame)
		return { to: "?", request: hexadecimal(request), answer: "", outcome: "broken", values: [] };
	const { text, values } = asked(frame);
	const said = {
		to: ADDRESSES[frame.address] ?? `address ${frame.address}`,
		request: text,
		values,
	};
	if (answer.length === 0) return { ...said, answer: "no answer", outcome: "silent" };
	if (answer.length === 1 && answer[0] === Character.ACKNOWLEDGE)
		return { ...said, answer: "E5: acknowledged", outcome: "done" };
	const response = frameOf(answer);
	if (!response) return { ...said, answer: `garbled: ${hexadecimal(answer)}`, outcome: "broken" };
	if (response.information !== CI_RESPONSE)
		return { ...said, answer: hexadecimal(answer), outcome: "done" };
	const found = records(response.data.subarray(RESPONSE_HEAD), "mbus");
	const summary = `RSP_UD: ${identity(response.data)}, ${found.length} records`;
	return { ...said, answer: summary, outcome: "done", values: found };
}
