/**
 * `npm run clients [-- --install]`: each client that is on this machine reads a running meter with
 * its export; what it has read is compared with `GET /api/readings`. Prints a table; exit code 1 if
 * a client fails or reads anything else.
 */
import { startBench } from "../../testkit/bench.ts";
import type { Client } from "./client.ts";
import { collectd } from "./collectd.ts";
import { judge } from "./judge.ts";
import { libmodbus } from "./libmodbus.ts";
import { nodeRed } from "./node-red.ts";
import { prometheus } from "./prometheus.ts";
import { pymodbus } from "./pymodbus.ts";
import { wmbusmeters } from "./wmbusmeters.ts";
import { zabbix } from "./zabbix.ts";

const CLIENTS: readonly Client[] = [
	pymodbus,
	nodeRed,
	collectd,
	zabbix,
	libmodbus,
	wmbusmeters,
	prometheus,
];

/** Programs that neither Debian nor npm has. */
const ELSEWHERE = [
	["Home Assistant", "home-assistant", "https://www.home-assistant.io/installation/"],
	["evcc", "evcc", "https://docs.evcc.io/en/docs/installation/linux"],
	["Telegraf", "telegraf", "https://docs.influxdata.com/telegraf/v1/install/"],
] as const;

/** Everything differs from everything else, so that nothing can be taken for another. */
const MAINS = {
	phases: [
		{ voltage: 228, current: 1, angle: 10 },
		{ voltage: 231, current: 2, angle: 25 },
		{ voltage: 234, current: 3, angle: -40 },
	],
};

const row = (name: string, version: string, reads: string, what: string): void =>
	console.log(`${name.padEnd(36)}${version.padEnd(9)}${reads.padEnd(16)}${what}`);

/** Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
	if (args.includes("--install")) for (const { install } of CLIENTS) install?.();
	const bench = await startBench(["--engine", "node", "--ct", "100/5"]);
	let isRight = true;
	try {
		await bench.call("PATCH", "/api/mains", MAINS);
		await bench.call("POST", "/api/advance", { seconds: 3600 });
		row("client", "version", "reads", "");
		for (const client of CLIENTS) {
			const version = client.version();
			if (version === undefined) {
				row(client.name, "-", client.reads, `not on this machine; ${client.source}`);
				continue;
			}
			const [what, right] = await judge(client, bench);
			row(client.name, version, client.reads, what);
			isRight &&= right;
		}
	} finally {
		await bench.stop();
	}
	for (const [name, reads, source] of ELSEWHERE)
		row(name, "-", reads, `not tried: in neither Debian 12 nor npm; ${source}`);
	return isRight ? 0 : 1;
}
