/** Prometheus scrapes the bench's /metrics and is asked for what it has stored. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Client, camel, tried, type Values, versionIn } from "./client.ts";

const LIMIT_MS = 60_000;

/** A metric's name: kind, two phases, unit, counter. */
const UNITS = "percent|volts|amperes|hertz|watts|vars|volt_amperes|watt_hours|var_hours";
const METRIC = new RegExp(`^ambit_(.*?)(?:_line_to_line)?(?:_(?:${UNITS}))?(?:_total)?$`);

type Answer = {
	readonly data: {
		readonly result: readonly {
			readonly metric: Readonly<Record<string, string>>;
			readonly value: readonly [number, string];
		}[];
	};
};

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise<void>((resolve) => server.close(() => resolve()));
	return port;
}

/** Asks until there is an answer that has values. */
async function stored(port: number): Promise<Answer["data"]["result"]> {
	const query = encodeURIComponent('{__name__=~"ambit_.*"}');
	for (const began = Date.now(); Date.now() - began < LIMIT_MS; await wait(200)) {
		const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${query}`).catch(
			() => undefined,
		);
		const { data } = answer?.ok ? ((await answer.json()) as Answer) : { data: { result: [] } };
		if (data.result.length > 1) return data.result;
	}
	throw new Error("Prometheus has stored nothing");
}

export const prometheus: Client = {
	name: "Prometheus",
	reads: "GET /metrics",
	source: "Debian: prometheus",
	version: () => versionIn(tried("prometheus", ["--version"])),
	async read({ bench, folder }): Promise<Values> {
		const target = new URL(bench.http).host;
		const file = join(folder, "prometheus.yml");
		writeFileSync(
			file,
			`scrape_configs:
  - job_name: ambit
    scrape_interval: 5s
    static_configs: [{ targets: ["${target}"] }]
`,
		);
		const port = await freePort();
		const options = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, "data")}`];
		const child = spawn("prometheus", [...options, `--web.listen-address=127.0.0.1:${port}`], {
			stdio: "ignore",
		});
		try {
			const values = (await stored(port)).map(({ metric, value: [, value] }) => {
				const { __name__ = "", phase = "", tariff = "" } = metric;
				const [, kind = ""] = METRIC.exec(__name__) ?? [];
				return [`${camel(kind)}${phase.replace("-", "")}${tariff}`, Number(value)] as const;
			});
			return new Map(values.filter(([name]) => name !== "up"));
		} finally {
			const ended = new Promise((resolve) => child.once("close", resolve));
			child.kill("SIGTERM");
			await ended;
		}
	},
};
