/** Modbus RTU frames (Modbus Application Protocol V1.1b3) in plain words, by the meter's register table. */
import { EXCEPTION_FLAG, EXCEPTION_NAMES, FunctionCode } from "../../../../client/pdu.ts";
import { isWhole } from "../../../bus/crc16.ts";
import { decodeRow, rowsIn } from "../rows.ts";
import { rowText } from "./row-text.ts";
import { hexadecimal, type Value, type Words } from "./words.ts";

const READS: Readonly<Record<number, string>> = {
	[FunctionCode.READ_HOLDING_REGISTERS]: "read",
	[FunctionCode.READ_INPUT_REGISTERS]: "read input",
};

/** Bytes before the registers: of an answer to a read, and of a write of several. */
const READ_HEAD = 3;
const WRITE_HEAD = 7;

/** Bytes before the objects of a device identification, and of each of them. */
const IDENTIFICATION_HEAD = 8;
const OBJECT_HEAD = 2;

const BROADCAST = 0;

interface Said {
	readonly text: string;
	readonly values: readonly Value[];
}

interface Asked extends Said {
	/** What a normal answer says; without it, that it is done. */
	answer?(bytes: Uint8Array): Said;
}

function address(number: number): string {
	return number.toString(16).toUpperCase().padStart(4, "0");
}

/** "5002–5037" or "5002", and its name where one row fills it. */
function registers(first: number, count: number): string {
	const [row, ...others] = rowsIn(first, count);
	const whole =
		row !== undefined && others.length === 0 && row.address === first && row.length === count;
	const span = count > 1 ? `${address(first)}–${address(first + count - 1)}` : address(first);
	return whole ? `${span} ${row.title}` : span;
}

/** Registers' values from `offset` on; none if the frame is too short. */
function valuesIn(
	bytes: Uint8Array,
	offset: number,
	first: number,
	count: number,
	integers: boolean,
): Value[] {
	if (bytes.length < offset + 2 * count) return [];
	const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
	return rowsIn(first, count).map((row) => ({
		place: address(row.address),
		name: row.title,
		value: rowText(row, decodeRow(row, view, 2 * (row.address - first), integers)),
	}));
}

/** The one value, or how many registers there are. */
function summary(values: readonly Value[], count: number): string {
	const [only, ...others] = values;
	if (only && others.length === 0) return only.value;
	return count === 1 ? "1 register" : `${count} registers`;
}

/** Vendor, product and the like: each a number, a length and text. */
function identification(bytes: Uint8Array): Said {
	const values: Value[] = [];
	for (
		let at = IDENTIFICATION_HEAD;
		at + OBJECT_HEAD <= bytes.length;
		at += OBJECT_HEAD + bytes[at + 1]
	) {
		const text = String.fromCharCode(
			...bytes.subarray(at + OBJECT_HEAD, at + OBJECT_HEAD + bytes[at + 1]),
		);
		values.push({ place: String(bytes[at]), name: "object", value: text });
	}
	return { text: values.map(({ value }) => value).join(" · "), values };
}

function asked(bytes: Uint8Array, integers: boolean): Asked {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const code = bytes[1];
	const word = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at) : 0);
	const [first, count] = [word(2), word(4)];
	if (READS[code])
		return {
			text: `${READS[code]} ${registers(first, count)}`,
			values: [],
			answer: (answer) => {
				const values = valuesIn(answer, READ_HEAD, first, count, integers);
				return { text: summary(values, count), values };
			},
		};
	switch (code) {
		case FunctionCode.WRITE_SINGLE_REGISTER: {
			const values = valuesIn(bytes, 4, first, 1, integers);
			return { text: `write ${registers(first, 1)} = ${values[0]?.value ?? count}`, values };
		}
		case FunctionCode.WRITE_MULTIPLE_REGISTERS: {
			const values = valuesIn(bytes, WRITE_HEAD, first, count, integers);
			return { text: `write ${registers(first, count)} = ${summary(values, count)}`, values };
		}
		case FunctionCode.DIAGNOSTICS:
			return { text: "diagnostics: echo", values: [] };
		case FunctionCode.ENCAPSULATED_INTERFACE:
			return { text: "read device identification", values: [], answer: identification };
		default:
			return { text: `function ${code}`, values: [] };
	}
}

/**
 * An exchange of RTU frames in words.
 * @param integers whether the meter's data type (4026) is integer
 */
export function modbusWords(request: Uint8Array, answer: Uint8Array, integers: boolean): Words {
	if (!isWhole(request))
		return { to: "?", request: hexadecimal(request), answer: "", outcome: "broken", values: [] };
	const unit = request[0];
	const { text, values, answer: says } = asked(request.subarray(0, -2), integers);
	const said = { to: unit === BROADCAST ? "all" : `unit ${unit}`, request: text, values };
	if (answer.length === 0) {
		if (unit === BROADCAST) return { ...said, answer: "not to be answered", outcome: "done" };
		return { ...said, answer: "no answer", outcome: "silent" };
	}
	if (!isWhole(answer) || answer[0] !== unit)
		return { ...said, answer: `garbled: ${hexadecimal(answer)}`, outcome: "broken" };
	if (answer[1] & EXCEPTION_FLAG)
		return {
			...said,
			answer: `refused: ${EXCEPTION_NAMES[answer[2]] ?? answer[2]}`,
			outcome: "refused",
		};
	const done = says?.(answer.subarray(0, -2));
	return { ...said, answer: done?.text ?? "done", outcome: "done", values: done?.values ?? values };
}
