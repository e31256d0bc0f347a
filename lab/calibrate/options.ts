/** Options of `npm run calibrate`. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { HIGHEST_UNIT_ID } from "serial/line-settings";
import { usageReasonOf } from "../../bench/fault.ts";
import { CT_CLASSES, type CtClass } from "../../bench/front-end/current-transformer.ts";

/** A meter that is already running. */
export interface Running {
	/** Address of the bench's API, without a path. */
	readonly http: string;
	/** Port of Modbus TCP, on the API's host. */
	readonly modbusTcp: number;
}

export interface Options {
	/** The running meter to calibrate; undefined: a new virtual meter. */
	readonly running: Running | undefined;
	/** Modbus ID that the bench gave the meter. */
	readonly unit: number;
	/** Serial number of the new virtual meter. */
	readonly serialNumber: string;
	/** Class of its current transformers; undefined: as the bench has it by default. */
	readonly ctClass: CtClass | undefined;
}

/**
 * Parses the command line.
 * @returns undefined if help was printed
 * @throws Error of one line that names the option
 */
export function parseOptions(args: readonly string[]): Options | undefined {
	const command = new Command("npm run calibrate --")
		.description("Calibrates a new virtual meter, or a running one.")
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.allowExcessArguments(false)
		.option("--http <url>", "API of a running bench", address)
		.option("--modbus-tcp <port>", "its port of Modbus TCP", integer(1, 65_535))
		.option("--unit <id>", "Modbus ID of its meter", integer(1, HIGHEST_UNIT_ID), 1)
		.option(
			"--serial-number <digits>",
			"serial number of the new virtual meter",
			digits,
			"12345678",
		)
		.addOption(new Option("--ct-class <class>", "its current transformers").choices(CT_CLASSES));
	try {
		command.parse(args, { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return undefined;
		throw new Error(usageReasonOf(error));
	}
	const { http, modbusTcp, unit, serialNumber, ctClass } = command.opts<{
		http?: string;
		modbusTcp?: number;
		unit: number;
		serialNumber: string;
		ctClass?: CtClass;
	}>();
	if (http === undefined && modbusTcp === undefined)
		return { running: undefined, unit: 1, serialNumber, ctClass };
	if (http === undefined) throw new Error("--modbus-tcp: needs --http");
	if (modbusTcp === undefined) throw new Error("--http: needs --modbus-tcp");
	if (ctClass !== undefined) throw new Error("--ct-class: a running meter has its transformers");
	return { running: { http, modbusTcp }, unit, serialNumber, ctClass };
}

function address(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol !== "http:")
		throw new InvalidArgumentError("It must be like http://127.0.0.1:8080.");
	return url.origin;
}

function integer(minimum: number, maximum: number): (text: string) => number {
	return (text) => {
		const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
		if (!(value >= minimum && value <= maximum))
			throw new InvalidArgumentError(`It must be a whole number, ${minimum} to ${maximum}.`);
		return value;
	};
}

function digits(text: string): string {
	if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError("It must be up to eight digits.");
	return text;
}
