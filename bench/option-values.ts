/** Parsers of the command line's values. */
import { InvalidArgumentError } from "commander";
import { Fault, reasonOf } from "./fault.ts";
import { TEMPERATURE } from "./front-end/temperature.ts";

/** Meter seconds per second. */
const HIGHEST_SPEED = 1000;

/** A whole number, of up to nine digits. */
export function integer(minimum: number, maximum: number): (text: string) => number {
	return (text) => {
		const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
		if (!(value >= minimum && value <= maximum))
			throw new InvalidArgumentError(`It must be a whole number, ${minimum} to ${maximum}.`);
		return value;
	};
}

/**
 * A name that must not be empty, as a shell's variable that is not set: no address would be all
 * addresses, and no folder the present one.
 */
export function named(text: string): string {
	if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
	return text;
}

/** A CT ratio; the meter judges its numbers. */
export function ratio(text: string): string {
	if (/^\d{1,4}\/[15]$/.test(text)) return text;
	throw new Error(`--ct ${text}: must be like 100/5, the secondary 1 or 5`);
}

/** True: yes. */
export function yesOrNo(text: string): boolean {
	if (text !== "yes" && text !== "no") throw new InvalidArgumentError("It must be yes or no.");
	return text === "yes";
}

/** Of the front ends, °C. */
export function temperature(text: string): number {
	const { minimum, maximum } = TEMPERATURE;
	const value = /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (!(value >= minimum && value <= maximum))
		throw new InvalidArgumentError(`It must be a number of °C, ${minimum} to ${maximum}.`);
	return value;
}

/** Meter seconds per second; Infinity: as fast as possible. */
export function speed(text: string): number {
	if (text === "max") return Number.POSITIVE_INFINITY;
	const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
	if (!(value > 0 && value <= HIGHEST_SPEED))
		throw new InvalidArgumentError(`It must be max or a number above 0, up to ${HIGHEST_SPEED}.`);
	return value;
}

/** A parser whose errors become commander's. */
export function said<T>(parse: (text: string) => T): (text: string) => T {
	return (text) => {
		try {
			return parse(text);
		} catch (error) {
			throw new Fault(reasonOf(error), 2);
		}
	};
}
