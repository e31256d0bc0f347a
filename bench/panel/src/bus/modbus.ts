/** Describes Modbus RTU frames (Application Protocol V1.1b3) with the register table. */
import { EXCEPTION_FLAG, EXCEPTION_NAMES, FunctionCode } from "../../../../client/pdu.ts";
import { crc16, isWhole } from "../../../bus/rtu.ts";
import { decodeRow, rowsIn } from "../rows.ts";
import { type Description, describeBroken, hexadecimal, type Value } from "./description.ts";
import { rowText } from "./row-text.ts";

const READS: Readonly<Record<number, string>> = {
	[FunctionCode.READ_HOLDING_REGISTERS]: "read",
	[FunctionCode.READ_INPUT_REGISTERS]: "read input",
};

/** Bytes before the registers in a response to a read, and in a request that writes several. */
const READ_HEAD_BYTES = 3;
const WRITE_HEAD_BYTES = 7;

/** Bytes before the objects of a device identification, and before the text of each object. */
const IDENTIFICATION_HEAD_BYTES = 8;
const OBJECT_HEAD_BYTES = 2;

const BROADCAST = 0;

/** Bytes of the shortest frame: unit ID, function code, CRC. */
const SHORTEST_BYTES = 4;
const CRC_BYTES = 2;

interface Part {
	readonly text: string;
	readonly values: readonly Value[];
}

interface Request extends Part {
	/** Describes a normal response; if absent, the response means "done". */
	answer?(bytes: Uint8Array): Part;
}

function address(number: number): string {
	return number.toString(16).toUpperCase().padStart(4, "0");
}

/** Formats a range of registers as "5002–5037" or "5002", with the name if it is one row. */
function registers(first: number, count: number): string {
	const [row, ...others] = rowsIn(first, count);
	const whole =
		row !== undefined && others.length === 0 && row.address === first && row.length === count;
	const span = count > 1 ? `${address(first)}–${address(first + count - 1)}` : address(first);
	return whole ? `${span} ${row.title}` : span;
}

/** Registers in a frame. */
interface Registers {
	readonly frame: Value["frame"];
	readonly bytes: Uint8Array;
	/** Byte of the first register. */
	readonly offset: number;
	readonly first: number;
	readonly count: number;
}

/** Decodes registers of a frame; none if the frame is too short. */
function valuesIn(
	{ frame, bytes, offset, first, count }: Registers,
	integers: boolean | undefined,
): Value[] {
	if (bytes.length < offset + 2 * count) return [];
	const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
	return rowsIn(first, count).map((row) => {
		const from = 2 * (row.address - first);
		const doubt = row.step !== 0 && integers === undefined ? " if float" : "";
		return {
			place: address(row.address),
			name: row.title,
			value: rowText(row, decodeRow(row, view, from, integers ?? false)) + doubt,
			frame,
			from: offset + from,
			to: offset + from + 2 * row.length,
		};
	});
}

/** Returns a single value, or the number of registers. */
function summary(values: readonly Value[], count: number): string {
	const [only, ...others] = values;
	if (only && others.length === 0) return only.value;
	return count === 1 ? "1 register" : `${count} registers`;
}

/** Decodes a device identification: objects of a number, a length and text. */
function identification(bytes: Uint8Array): Part {
	const values: Value[] = [];
	for (
		let at = IDENTIFICATION_HEAD_BYTES;
		at + OBJECT_HEAD_BYTES <= bytes.length;
		at += OBJECT_HEAD_BYTES + bytes[at + 1]
	) {
		const text = String.fromCharCode(
			...bytes.subarray(at + OBJECT_HEAD_BYTES, at + OBJECT_HEAD_BYTES + bytes[at + 1]),
		);
		values.push({
			place: String(bytes[at]),
			name: "object",
			value: text,
			frame: "answer",
			from: at,
			to: at + OBJECT_HEAD_BYTES + bytes[at + 1],
		});
	}
	return { text: values.map(({ value }) => value).join(" · "), values };
}

function describeRequest(bytes: Uint8Array, integers: boolean | undefined): Request {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const code = bytes[1];
	const word = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at) : 0);
	const [first, count] = [word(2), word(4)];
	const written = (offset: number, count: number): Value[] =>
		valuesIn({ frame: "request", bytes, offset, first, count }, integers);
	if (READS[code])
		return {
			text: `${READS[code]} ${registers(first, count)}`,
			values: [],
			answer: (answer) => {
				const values = valuesIn(
					{ frame: "answer", bytes: answer, offset: READ_HEAD_BYTES, first, count },
					integers,
				);
				return { text: summary(values, count), values };
			},
		};
	switch (code) {
		case FunctionCode.WRITE_SINGLE_REGISTER: {
			const values = written(4, 1);
			return { text: `write ${registers(first, 1)} = ${values[0]?.value ?? count}`, values };
		}
		case FunctionCode.WRITE_MULTIPLE_REGISTERS: {
			const values = written(WRITE_HEAD_BYTES, count);
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

/** Says what is wrong with a frame that is not whole. */
function faultOf(bytes: Uint8Array): string {
	if (bytes.length < SHORTEST_BYTES) return `${bytes.length} bytes are too few for a frame`;
	const found = hexadecimal(bytes.subarray(-2));
	const crc = crc16(bytes.subarray(0, -2));
	return `CRC is ${found}, right would be ${hexadecimal([crc & 0xff, crc >> 8])}`;
}

/** Says what is wrong with an answer of `unit`. */
function answerFaultOf(bytes: Uint8Array, unit: number): string {
	if (isWhole(bytes)) return `from unit ${bytes[0]}, not ${unit}`;
	const wholeBytes = READS[bytes[1]] ? READ_HEAD_BYTES + (bytes[2] ?? 0) + CRC_BYTES : 0;
	const short = bytes.length < wholeBytes ? `; ${bytes.length} of ${wholeBytes} bytes` : "";
	return `${faultOf(bytes)}${short}`;
}

/**
 * Describes an exchange of RTU frames.
 * @param integers true if the meter's data type (4026) is integer; undefined: not known
 */
export function describeModbus(
	request: Uint8Array,
	answer: Uint8Array,
	integers: boolean | undefined,
): Description {
	if (!isWhole(request)) return describeBroken(request, answer, faultOf(request));
	const unit = request[0];
	const {
		text,
		values,
		answer: describeAnswer,
	} = describeRequest(request.subarray(0, -2), integers);
	const base = { to: unit === BROADCAST ? "all" : `unit ${unit}`, request: text, values };
	if (answer.length === 0) {
		if (unit === BROADCAST) return { ...base, answer: "broadcast, not answered", outcome: "done" };
		return { ...base, answer: "no answer", outcome: "silent" };
	}
	if (!isWhole(answer) || answer[0] !== unit)
		return {
			...base,
			answer: `garbled: ${hexadecimal(answer)}`,
			outcome: "broken",
			fault: `answer: ${answerFaultOf(answer, unit)}`,
		};
	if (answer[1] & EXCEPTION_FLAG)
		return {
			...base,
			answer: `refused: ${EXCEPTION_NAMES[answer[2]] ?? answer[2]}`,
			outcome: "refused",
		};
	const done = describeAnswer?.(answer.subarray(0, -2));
	return { ...base, answer: done?.text ?? "done", outcome: "done", values: done?.values ?? values };
}
