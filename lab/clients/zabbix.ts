/** Zabbix: its validator of imports judges the template, its agent 2 reads each item. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { registers } from "../../client/register-table.ts";
import { ROOT } from "../../testkit/bench.ts";
import { CACHE, type Client, run, tried, type Values, versionIn } from "./client.ts";

/** Agents that read at the same time; each run of one takes a second, of which it waits most. */
const AT_ONCE = 8;

/** The part of the template that is read. */
interface Item {
	readonly name: string;
	readonly key: string;
	readonly preprocessing?: readonly {
		readonly type: string;
		readonly parameters: readonly string[];
	}[];
}

/** Zabbix' web pages, unpacked and not installed: the package would bring a web server. */
const UNPACKED = join(CACHE, "zabbix-frontend-php");
const FRONTEND = join(UNPACKED, "usr/share/zabbix");

function unpackFrontend(): void {
	if (existsSync(FRONTEND)) return;
	mkdirSync(UNPACKED, { recursive: true });
	execFileSync("apt-get", ["download", "zabbix-frontend-php"], { cwd: UNPACKED, stdio: "ignore" });
	for (const file of readdirSync(UNPACKED).filter((name) => name.endsWith(".deb")))
		execFileSync("dpkg", ["-x", file, "."], { cwd: UNPACKED });
}

async function askAgent(key: string): Promise<number> {
	const args = ["-c", "/dev/null", "-t", key];
	const { stdout } = await promisify(execFile)("zabbix_agent2", args);
	const [, value] = /\[s\|([^\]]*)\]\s*$/.exec(stdout) ?? [];
	if (value === undefined) throw new Error(stdout.trim());
	return Number(value);
}

async function readItem({ name, key, preprocessing }: Item): Promise<[string, number]> {
	const address = Number(key.split(",")[3]);
	const register = registers.find((each) => each.address === address && each.title === name);
	if (!register) throw new Error(`${name} is no register at ${address}`);
	const multiplier = preprocessing?.find(({ type }) => type === "MULTIPLIER");
	const factor = Number(multiplier?.parameters[0] ?? 1);
	return [register.name, (await askAgent(key)) * factor];
}

export const zabbix: Client = {
	name: "Zabbix: import, agent 2",
	reads: "zabbix",
	source: "Debian: zabbix-agent2, php-cli; zabbix-frontend-php, unpacked",
	version: () =>
		existsSync(FRONTEND) && tried("php", ["-v"])
			? versionIn(tried("zabbix_agent2", ["-V"]))
			: undefined,
	install: unpackFrontend,
	async read({ exported }): Promise<Values> {
		const template = parse(exported("zabbix"));
		const items: Item[] = template.zabbix_export.templates[0].items;
		const script = join(ROOT, "lab/clients/zabbix-import.php");
		const imported = Number(run("php", [script, FRONTEND], JSON.stringify(template)));
		if (imported !== items.length) throw new Error(`imports ${imported} of ${items.length} items`);
		const values = new Map<string, number>();
		for (let first = 0; first < items.length; first += AT_ONCE)
			for (const [name, value] of await Promise.all(
				items.slice(first, first + AT_ONCE).map(readItem),
			))
				values.set(name, value);
		return values;
	},
};
