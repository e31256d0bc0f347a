/** pymodbus, Home Assistant's Modbus library, reads each exported sensor as it does. */
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../testkit/bench.ts";
import { type Client, run, tried, type Values, versionIn } from "./client.ts";

const PYTHON = "/usr/bin/python3";

export const pymodbus: Client = {
	name: "pymodbus, Home Assistant's library",
	reads: "home-assistant",
	source: "Debian: python3-pymodbus",
	version: () => {
		const script = "import pymodbus; print(pymodbus.version.version.short())";
		return versionIn(tried(PYTHON, ["-c", script]));
	},
	async read({ exported }): Promise<Values> {
		const { modbus } = parse(exported("home-assistant"));
		const script = join(ROOT, "lab/clients/home-assistant.py");
		return new Map(
			Object.entries<number>(JSON.parse(run(PYTHON, [script], JSON.stringify(modbus)))),
		);
	},
};
