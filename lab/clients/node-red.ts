/** Node-RED without a screen runs the flow; a node after it prints what the flow gives. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE, type Client, type Setting, type Values } from "./client.ts";

/** The last one for Node 20. */
const VERSION = "4.1.8";
/** The same of its Modbus nodes. */
const NODES_VERSION = "5.45.2";

const FOLDER = join(CACHE, `node-red-${VERSION}`);
const PROGRAM = join(FOLDER, "node_modules/node-red/red.js");

const LIMIT_MS = 120_000;

/** Not in npm's registry: the nodes' own copy of modbus-serial is replaced by the original. */
const OVERRIDES = { "@openp4nr/modbus-serial": "npm:modbus-serial@8.0.25" };

function install(): void {
	if (existsSync(PROGRAM)) return;
	mkdirSync(FOLDER, { recursive: true });
	const dependencies = { "node-red": VERSION, "node-red-contrib-modbus": NODES_VERSION };
	const own = { name: "clients", private: true, dependencies, overrides: OVERRIDES };
	writeFileSync(join(FOLDER, "package.json"), JSON.stringify(own));
	const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
	execFileSync("npm", args, { cwd: FOLDER, stdio: "ignore" });
}

const SETTINGS = `module.exports = {
	uiHost: "127.0.0.1",
	uiPort: 0,
	httpAdminRoot: false,
	credentialSecret: false,
};`;

/** Marks the values among Node-RED's other lines. */
const MARK = "values=";

/** The exported flow, and after its function another one that prints. */
function flowOf({ exported }: Setting): object[] {
	const flow: Record<string, unknown>[] = JSON.parse(exported("node-red"));
	const decode = flow.find(({ type }) => type === "function");
	if (!decode) throw new Error("the flow has no function");
	(decode.wires as string[][])[0]?.push("printer");
	const func = `node.warn(${JSON.stringify(MARK)} + JSON.stringify(msg.payload));`;
	const place = { z: decode.z, x: 520, y: 140, wires: [] };
	return [...flow, { id: "printer", type: "function", func, outputs: 0, ...place }];
}

/** Runs Node-RED until it has printed values. */
function printed(folder: string): Promise<string> {
	const child = spawn(process.execPath, [PROGRAM, "--userDir", folder, "flows.json"], {
		cwd: folder,
		stdio: ["ignore", "pipe", "inherit"],
		timeout: LIMIT_MS,
	});
	return new Promise((resolve, reject) => {
		let said = "";
		let values: string | undefined;
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			said += text;
			values = new RegExp(`${MARK}(.*)\n`).exec(said)?.[1];
			if (values !== undefined) child.kill("SIGTERM");
		});
		child.once("error", reject);
		child.once("close", () =>
			values === undefined ? reject(new Error(said.slice(-300))) : resolve(values),
		);
	});
}

export const nodeRed: Client = {
	name: "Node-RED, node-red-contrib-modbus",
	reads: "node-red",
	source: `npm: node-red ${VERSION}, node-red-contrib-modbus ${NODES_VERSION}`,
	version: () =>
		existsSync(PROGRAM)
			? JSON.parse(readFileSync(join(FOLDER, "node_modules/node-red/package.json"), "utf8")).version
			: undefined,
	install,
	async read(setting): Promise<Values> {
		const { folder } = setting;
		symlinkSync(join(FOLDER, "node_modules"), join(folder, "node_modules"));
		writeFileSync(join(folder, "package.json"), readFileSync(join(FOLDER, "package.json")));
		writeFileSync(join(folder, "settings.js"), SETTINGS);
		writeFileSync(join(folder, "flows.json"), JSON.stringify(flowOf(setting)));
		return new Map(Object.entries<number>(JSON.parse(await printed(folder))));
	},
};
