/** collectd with its modbus plugin reads once and writes CSV files. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, run, type Setting, tried, type Values, versionIn } from "./client.ts";

const PLUGIN = "/usr/lib/collectd/modbus.so";

function configuration({ folder, exported }: Setting): string {
	return `BaseDir "${folder}"
PluginDir "/usr/lib/collectd"
TypesDB "/usr/share/collectd/types.db"
LoadPlugin csv
<Plugin csv>
  DataDir "${folder}"
  StoreRates false
</Plugin>
${exported("collectd")}`;
}

/** The last value of each file `TYPE-REGISTER-DATE`. */
function valuesIn(folder: string): Values {
	return new Map(
		readdirSync(folder).map((file) => {
			const [, name = ""] = file.split("-");
			const [last = ""] = readFileSync(join(folder, file), "utf8").trim().split("\n").slice(-1);
			return [name, Number(last.split(",")[1])];
		}),
	);
}

export const collectd: Client = {
	name: "collectd, plugin modbus",
	reads: "collectd",
	source: "Debian: collectd-core",
	version: () => (existsSync(PLUGIN) ? versionIn(tried("collectd", ["-h"])) : undefined),
	async read(setting) {
		const file = join(setting.folder, "collectd.conf");
		writeFileSync(file, configuration(setting));
		run("collectd", ["-T", "-C", file]);
		return valuesIn(join(setting.folder, "ambit/modbus-meter"));
	},
};
