/** wmbusmeters polls the M-Bus pty with the exported driver. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, camel, run, tried, type Values, versionIn } from "./client.ts";

/** wmbusmeters prints kilowatts and kilowatt-hours; the readings are in watts and watt-hours. */
const KILO = 1000;

export const wmbusmeters: Client = {
	name: "wmbusmeters",
	reads: "wmbusmeters",
	source: "github.com/wmbusmeters/wmbusmeters, from source: not in Debian 12",
	version: () => versionIn(tried("wmbusmeters", ["--version"])),
	async read({ bench, folder, exported }): Promise<Values> {
		if (bench.mbusPty === undefined) throw new Error("the bench has no M-Bus pty: no socat");
		const driver = join(folder, "ambit.xmq");
		writeFileSync(driver, exported("wmbusmeters"));
		const once = ["--format=json", "--oneshot", "--exitafter=60s", "--pollinterval=3s"];
		const device = `MAIN=${bench.mbusPty}:mbus:2400`;
		const meter = ["meter", "ambit:MAIN:mbus:2400", "12345678", "NOKEY"];
		const said = run("wmbusmeters", [`--driver=${driver}`, ...once, device, ...meter]);
		const [telegram] = said.split("\n").filter((line) => line.startsWith("{"));
		if (telegram === undefined) throw new Error(said.trim());
		const values = Object.entries<unknown>(JSON.parse(telegram)).flatMap(([field, value]) => {
			const [, name, unit = ""] = /^(\w+)_(v|a|kw|kwh)$/.exec(field) ?? [];
			if (name === undefined || typeof value !== "number") return [];
			return [[camel(name), unit.startsWith("k") ? KILO * value : value] as const];
		});
		return new Map(values);
	},
};
