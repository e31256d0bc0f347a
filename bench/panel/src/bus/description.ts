/** Description of an exchange on a bus in plain words. */

/** A value in a frame. */
export interface Value {
	/** A register's address or a record's number. */
	readonly place: string;
	readonly name: string;
	readonly value: string;
	/** The frame that carries it, its first byte there, and the byte after its last. */
	readonly frame: "request" | "answer";
	readonly from: number;
	readonly to: number;
}

/** An exchange. */
export interface Description {
	/** Server that the request is addressed to. */
	readonly to: string;
	/** The request. */
	readonly request: string;
	/** The answer. */
	readonly answer: string;
	readonly outcome: "done" | "refused" | "silent" | "broken";
	/** Reason why the broken frame is none. */
	readonly fault?: string;
	readonly values: readonly Value[];
}

/** Formats bytes as two hexadecimal digits each. */
export function hexadecimal(bytes: Iterable<number>): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");
}

/** Describes an exchange whose request is no frame. */
export function describeBroken(
	request: Uint8Array,
	answer: Uint8Array,
	fault: string | undefined,
): Description {
	return {
		to: "?",
		request: hexadecimal(request),
		answer: answer.length > 0 ? hexadecimal(answer) : "no answer",
		outcome: "broken",
		fault: `request: ${fault}`,
		values: [],
	};
}

/** Largest relative difference between a number and the single that it was read from. */
const SAME_SINGLE = 2 ** -48;

/** Digits that tell every single apart; fewer do for most. */
const SINGLE_DIGITS = [6, 7, 8, 9];

/** Digits of other numbers, which come from whole steps: enough for 32 bits. */
const STEP_DIGITS = 12;

/** Formats a number with all the digits that its source had, and no others. */
export function allDigits(value: number): string {
	const single = Math.fround(value);
	const isSingle = Math.abs(single - value) <= SAME_SINGLE * Math.abs(value);
	const digits = isSingle
		? SINGLE_DIGITS.find((count) => Math.fround(Number(value.toPrecision(count))) === single)
		: STEP_DIGITS;
	return String(Number(value.toPrecision(digits ?? STEP_DIGITS))).replace("-", "−");
}
