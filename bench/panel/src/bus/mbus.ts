/** Describes M-Bus frames (EN 13757-2, EN 13757-3) with the records of the register registers. */

import { packCtRatio } from "energy/ct-ratio";
import { Character, Control } from "mbus/frame";
import { dataLength, getData } from "mbus/records";
import type { MBusReading } from "mbus/telegram-map";
import { BAUD_RATES } from "serial/line-settings";
import { type Register, registers } from "../../../../client/register-table.ts";
import { type Description, describeBroken, hexadecimal, type Value } from "./description.ts";
import { rowText } from "./row-text.ts";

const REQ_UD1 = 0x5a;

const CI_DATA = [0x51, 0x55];
const CI_SELECT = [0x52, 0x56];
const CI_RESET = 0x50;
const CI_RESPONSE = 0x72;

/** CI-field of the lowest baud rate; the others follow. */
const CI_BAUD = 0xb8;
const CI_BAUD_RATES = BAUD_RATES.slice(0, 6);

/** Bytes before the user data of a long frame: start, two lengths, start, C, A, CI. */
const HEAD_BYTES = 7;

/**
 * Bytes of the header of a response: identification, manufacturer, version, medium, access number,
 * status, signature.
 */
const RESPONSE_HEAD_BYTES = 12;

const ADDRESSES: Readonly<Record<number, string>> = {
	253: "selected meter",
	254: "any meter",
	255: "all",
};

/** Bytes of a short frame, and least bytes that a long one's length counts. */
const SHORT_BYTES = 5;
const SHORTEST_BODY_BYTES = 3;

interface Frame {
	/** Frame count bit cleared. */
	readonly control: number;
	readonly address: number;
	/** CI-field; 0 in a short frame. */
	readonly information: number;
	readonly data: Uint8Array;
}

/** Bytes of a long frame that its length does not count. */
const FRAMING_BYTES = 6;

/** Says what is wrong with a frame; undefined: nothing is. */
function faultOf(bytes: Uint8Array): string | undefined {
	const [start, length, again] = bytes;
	const long = start === Character.LONG;
	if (!long && start !== Character.SHORT)
		return `starts with ${hexadecimal([start ?? 0])}, neither 10 nor 68`;
	const whole = long ? (length ?? 0) + FRAMING_BYTES : SHORT_BYTES;
	if (long && length !== again) return `lengths differ: ${hexadecimal(bytes.subarray(1, 3))}`;
	if (bytes.length !== whole) return `${bytes.length} bytes, ${whole} by its start`;
	if (bytes.at(-1) !== Character.STOP)
		return `ends with ${hexadecimal(bytes.subarray(-1))}, not 16`;
	const body = bytes.subarray(long ? 4 : 1, -2);
	if (long && body.length < SHORTEST_BODY_BYTES) return `${body.length} bytes of data are too few`;
	const sum = body.reduce((total, byte) => total + byte, 0) & 0xff;
	const found = bytes.subarray(-2, -1);
	if (sum !== found[0])
		return `checksum is ${hexadecimal(found)}, right would be ${hexadecimal([sum])}`;
	return undefined;
}

/** Decodes a frame; undefined if it is malformed. */
function frameOf(bytes: Uint8Array): Frame | undefined {
	if (faultOf(bytes) !== undefined) return undefined;
	const long = bytes[0] === Character.LONG;
	const body = bytes.subarray(long ? 4 : 1, -2);
	return {
		control: body[0] & ~Control.FRAME_COUNT_BIT,
		address: body[1],
		information: long ? body[2] : 0,
		data: long ? bytes.subarray(HEAD_BYTES, -2) : new Uint8Array(),
	};
}

function starts(
	bytes: Uint8Array,
	at: number,
	{ dif, vif }: Pick<MBusReading, "dif" | "vif">,
): boolean {
	return [...dif, ...vif].every((byte, index) => bytes[at + index] === byte);
}

/** Adds the sign of binary values, which `getData` ignores. */
function signed(value: number, dif: number): number {
	const bits = 8 * dataLength(dif);
	return (dif & 0x08) === 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

/** Weight of the primary current in the telegram's record of the CT ratio. */
const TELEGRAM_CT_PRIMARY = 100;

/** Returns the model's value of a record of the telegram. */
function telegramValue(row: Register, raw: number): number {
	if (row.mbus?.ratio)
		return packCtRatio(Math.floor(raw / TELEGRAM_CT_PRIMARY), raw % TELEGRAM_CT_PRIMARY);
	return row.step === 0 ? raw : raw * row.step;
}

/**
 * Decodes the records of user data up to the first that is not in the registers.
 * @param side `mbus` for records that the meter sends, `mbusWrite` for those it receives
 * @param base byte of the frame at which `bytes` begin
 */
function records(bytes: Uint8Array, side: "mbus" | "mbusWrite", base: number): Value[] {
	const values: Value[] = [];
	for (let at = 0; at < bytes.length; ) {
		const row = registers.find((each) => {
			const record = each[side];
			return record !== undefined && starts(bytes, at, record);
		});
		const record = row?.[side];
		if (!row || !record) break;
		const dif = record.dif[0];
		const from = at + record.dif.length + record.vif.length;
		const raw = getData(dif, bytes, from);
		const value =
			side === "mbus" ? telegramValue(row, signed(raw, dif)) : raw * (row.mbusWrite?.step ?? 0);
		const end = from + dataLength(dif);
		values.push({
			place: String(values.length + 1),
			name: row.title,
			value: rowText(row, value),
			frame: side === "mbus" ? "answer" : "request",
			from: base + at,
			to: base + end,
		});
		at = end;
	}
	return values;
}

/** Decodes a manufacturer: three letters in fifteen bits. */
function manufacturer(code: number): string {
	return [10, 5, 0].map((shift) => String.fromCharCode(((code >> shift) & 0x1f) + 0x40)).join("");
}

/** Formats the identity in a header or a selection; F and FFFF match any. */
function identity(data: Uint8Array): string {
	const number = hexadecimal([...data.subarray(0, 4)].reverse()).replaceAll(" ", "");
	const code = data[4] | (data[5] << 8);
	return code === 0xffff ? number : `${number} ${manufacturer(code)}`;
}

function describeUserData({ information, data }: Frame): {
	text: string;
	values: readonly Value[];
} {
	if (CI_SELECT.includes(information)) return { text: `select ${identity(data)}`, values: [] };
	if (information === CI_RESET) return { text: "reset the application", values: [] };
	const baud = CI_BAUD_RATES[information - CI_BAUD];
	if (baud) return { text: `switch to ${baud} Bd`, values: [] };
	if (!CI_DATA.includes(information))
		return { text: `CI-field ${hexadecimal([information])}`, values: [] };
	const values = records(data, "mbusWrite", HEAD_BYTES);
	return {
		text: values.map(({ name, value }) => `${name} = ${value}`).join(", ") || hexadecimal(data),
		values,
	};
}

function describeRequest(frame: Frame): { text: string; values: readonly Value[] } {
	switch (frame.control) {
		case Control.SND_NKE:
			return { text: "SND_NKE: reset the link", values: [] };
		case Control.REQ_UD2:
			return { text: "REQ_UD2: send your data", values: [] };
		case REQ_UD1:
			return { text: "REQ_UD1: send your alarms", values: [] };
		case Control.SND_UD: {
			const { text, values } = describeUserData(frame);
			return { text: `SND_UD: ${text}`, values };
		}
		default:
			return { text: `C-field ${hexadecimal([frame.control])}`, values: [] };
	}
}

/** Describes an exchange of M-Bus frames. */
export function describeMBus(request: Uint8Array, answer: Uint8Array): Description {
	const frame = frameOf(request);
	if (!frame) return describeBroken(request, answer, faultOf(request));
	const { text, values } = describeRequest(frame);
	const base = {
		to: ADDRESSES[frame.address] ?? `address ${frame.address}`,
		request: text,
		values,
	};
	if (answer.length === 0) return { ...base, answer: "no answer", outcome: "silent" };
	if (answer.length === 1 && answer[0] === Character.ACKNOWLEDGE)
		return { ...base, answer: "E5: acknowledged", outcome: "done" };
	const response = frameOf(answer);
	if (!response)
		return {
			...base,
			answer: `garbled: ${hexadecimal(answer)}`,
			outcome: "broken",
			fault: `answer: ${faultOf(answer)}`,
		};
	if (response.information !== CI_RESPONSE)
		return { ...base, answer: hexadecimal(answer), outcome: "done" };
	const head = RESPONSE_HEAD_BYTES;
	const found = records(response.data.subarray(head), "mbus", HEAD_BYTES + head);
	const summary = `RSP_UD: ${identity(response.data)}, ${found.length} records`;
	return { ...base, answer: summary, outcome: "done", values: found };
}
