/** Options of `npm run calibrate`. */
import { Command, CommanderError, InvalidArgumentError } from "commander";

/** A meter that runs already. */
export interface Running {
	/** Address of the bench's API, without a path. */
	readonly http: string;
	/** Modbus TCP, on the API's host. */
	readonly modbusTcp: number;
}

/** See the file's head. */
export interface Options {
	/** undefined: a new virtual meter. */
	readonly running: Running | undefined;
	/** Modbus ID that the bench gave the meter. */
	readonly unit: number;
	/** Of the new virtual meter. */
	readonly serialNumber: string;
}

/**
 * Understands the command line.
 * @returns undefined when only help was wanted, which has then been printed
 * @throws Error, one line that names the option
 */
export function parseOptions(args: readonly string[]): Options | undefined {
	const command = new Command("npm run calibrate --")
		.description("Calibrates a new virtual meter, or one that runs.")
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.allowExcessArguments(false)
		.option("--http <url>", "API of a bench that runs", address)
		.option("--modbus-tcp <port>", "its Modbus TCP", integer(1, 65_535))
		.option("--unit <id>", "Modbus ID that it gave its meter", integer(1, 247), 1)
		.option("--serial-number <digits>", "of the new virtual meter", digits, "12345678");
	try {
		command.parse(args, { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return undefined;
		throw new Error(error.message.replace(/^error: /, "").replace(/\s+/g, " "));
	}
	const { http, modbusTcp, unit, serialNumber } = command.opts<{
		http?: string;
		modbusTcp?: number;
		unit: number;
		serialNumber: string;
	}>();
	if (http === undefined && modbusTcp === undefined)
		return { running: undefined, unit: 1, serialNumber };
	if (http === undefined) throw new Error("--modbus-tcp: --http is needed with it");
	if (modbusTcp === undefined) throw new Error("--http: --modbus-tcp is needed with it");
	return { running: { http, modbusTcp }, unit, serialNumber };
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
