/** Values in 16-bit registers, as a client has them; most significant word first. */
import type { Format } from "modbus/entry";
import { type ByteReader, ByteWriter } from "./bytes.ts";

/** How registers carry a value. */
export interface RegisterForm {
	readonly format: Format;
	/** Registers that it takes. */
	readonly length: 1 | 2;
	/** The registers carry the model's value / divisor. */
	readonly divisor: number;
	/**
	 * Step of the integers that carry it while the data type (4026) is integer, in the model's unit;
	 * 0: the data type does not concern it.
	 */
	readonly step: number;
}

/** Decimal digits that a float of 32 bits carries. */
const FLOAT_DIGITS = 7;

/** A float of 32 bits as people write it: 230.01 and not 230.00999450683594. */
export const floatDigits = (value: number): number => Number(value.toPrecision(FLOAT_DIGITS));

/** Converts steps of the model's unit, which is the `divisor`-th part of the register's unit. */
export function fromSteps(
	{ step, divisor }: Pick<RegisterForm, "step" | "divisor">,
	steps: number,
): number {
	if (step === 0) return steps;
	// Divides whole numbers, to get 230.01 and not 230.01000000000002.
	return steps / Math.round(divisor / step);
}

/** Decodes a value in the register's unit; `integers` is true if register 4026 selects integers. */
export function decodeRegister(form: RegisterForm, words: ByteReader, integers: boolean): number {
	if (integers && form.step !== 0) return fromSteps(form, words.int32());
	if (form.format === "float") return words.float32();
	if (form.format === "integer") return form.length === 1 ? words.int16() : words.int32();
	const bits = form.length === 1 ? words.uint16() : words.uint32();
	return form.format === "bcd" ? fromDigits(bits) : bits;
}

/**
 * Encodes a value in the register's unit as the register's words, as the data type "float" has it.
 * @throws RangeError if the format has no such value
 */
export function encodeRegister(form: RegisterForm, value: number): number[] {
	const { format, length } = form;
	if (format === "float") {
		const [high = 0, low = 0] = wordsOf(new ByteWriter(4).float32(value).written);
		return [high, low];
	}
	const bits = format === "bcd" ? toDigits(value, length) : value;
	const limit = 2 ** (16 * length);
	const lowest = format === "integer" ? -limit / 2 : 0;
	if (!Number.isInteger(bits) || bits < lowest || bits >= lowest + limit)
		throw new RangeError(`${value} does not fit into ${length === 1 ? "a register" : "registers"}`);
	const unsigned = bits < 0 ? bits + limit : bits;
	return length === 1 ? [unsigned] : [Math.floor(unsigned / 65536), unsigned % 65536];
}

function wordsOf(bytes: Uint8Array): number[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Array.from({ length: bytes.length / 2 }, (_, index) => view.getUint16(2 * index));
}

/** Number of packed BCD; NaN if a digit is above 9. */
function fromDigits(bits: number): number {
	const digits = bits.toString(16);
	return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}

/** Packed BCD. @throws RangeError unless the value has at most four decimal digits a register */
function toDigits(value: number, length: number): number {
	const digits = `${value}`;
	if (!/^\d+$/.test(digits) || digits.length > 4 * length)
		throw new RangeError(`${value} is not a whole number of at most ${4 * length} digits`);
	return Number.parseInt(digits, 16);
}
