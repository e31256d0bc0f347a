/** `ambit export WHAT`: configurations for clients, from the register table. */
import { Argument, Command, CommanderError } from "commander";
import { usageReasonOf } from "../fault.ts";
import { integer, named } from "../option-values.ts";
import { print } from "../print.ts";
import { evcc, homeAssistant } from "./home-automation.ts";
import { cHeader, csv, markdown, wmbusmeters } from "./maps.ts";
import { collectd, nodeRed, telegraf, zabbix } from "./monitoring.ts";
import type { Target } from "./rows.ts";

/** By what the user types. */
const EXPORTS: Readonly<Record<string, (target: Target) => string>> = {
	"home-assistant": homeAssistant,
	evcc,
	"node-red": nodeRed,
	collectd,
	telegraf,
	zabbix,
	wmbusmeters,
	"c-header": cHeader,
	csv,
	markdown,
};

/**
 * Prints an export; returns the exit code.
 * @param command that the user types
 */
export async function exportFor(command: string, arguments_: readonly string[]): Promise<number> {
	const program = new Command(command)
		.description("Prints a configuration for a client, or the register map.")
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.allowExcessArguments(false)
		.addArgument(new Argument("<what>").choices(Object.keys(EXPORTS)))
		.option("--host <address>", "where the meter answers by Modbus TCP", named, "127.0.0.1")
		.option("--port <port>", "its port", integer(1, 65_535), 5021)
		.option("--unit <id>", "its Modbus ID", integer(1, 247), 1);
	try {
		program.parse(arguments_, { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return 0;
		process.stderr.write(`export: ${usageReasonOf(error)}\n`);
		return 2;
	}
	const [what = ""] = program.args;
	return print("export", EXPORTS[what]?.(program.opts<Target>()) ?? "");
}
