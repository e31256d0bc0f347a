/** The error code of the meter's memory (manual 8.1, register 4015) in words. */
import { ErrorCode } from "storage/error-code";

const STOPPED = "The meter has stopped for good and gives no readings.";

const WORDS: readonly (readonly [number, string])[] = [
	[ErrorCode.LOST, "Energy lost: the meter has stopped"],
	[ErrorCode.MANTISSA_FAILED, "The mantissa area of the memory cannot be operated"],
	[ErrorCode.BACKUP_FAILED, "The backup area of the memory cannot be operated"],
	[ErrorCode.MAIN_FAILED, "The main area of the memory cannot be operated"],
	[ErrorCode.MANTISSA_WRONG, "Data error in the mantissa area of the memory"],
	[ErrorCode.BACKUP_WRONG, "Data error in the backup area of the memory"],
	[ErrorCode.MAIN_WRONG, "Data error in the main area of the memory"],
	[ErrorCode.NOT_INITIALISED, "The memory could not be fully initialised"],
];

/** Returns a line for each error of a code; none for 0. */
export function errorTexts(code: number): string[] {
	const known = WORDS.filter(([bit]) => code & bit).map(([, text]) => text);
	const rest = WORDS.reduce((left, [bit]) => left & ~bit, code);
	return rest === 0 ? known : [...known, `Unknown error ${rest.toString(16).toUpperCase()}h`];
}

/** An error code as the display shows it: two hexadecimal digits. */
export function errorCodeText(code: number): string {
	return `${code.toString(16).toUpperCase().padStart(2, "0")}h`;
}

/** True if the error of this code stops the meter for good. */
export function stopsMeter(code: number): boolean {
	return (code & ErrorCode.LOST) !== 0;
}

/**
 * Says that a meter has stopped, and why.
 * @param code undefined, or one without its reason: the error code is not known yet
 */
export function stopText(code: number | undefined): string {
	if (code === undefined || !stopsMeter(code)) return STOPPED;
	return `${STOPPED} Error code ${errorCodeText(code)}: ${errorTexts(code).join("; ")}.`;
}
