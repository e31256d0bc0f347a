/** Command lines of the programs of lab/. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { reasonOf } from "../bench/fault.ts";

/**
 * Reads a command line as Node's `parseArgs` does.
 * @throws RangeError of one line that names what is wrong, and the options that there are
 */
export function parsed<const Config extends ParseArgsConfig>(
	config: Config,
): ReturnType<typeof parseArgs<Config>> {
	try {
		return parseArgs(config);
	} catch (error) {
		const names = Object.keys(config.options ?? {}).map((name) => `--${name}`);
		throw new RangeError(`${reasonOf(error)}; the options are ${names.join(", ")}`);
	}
}
