/**
 * The files that are generated, as they should be: from spec/, and from the tables of the firmware.
 * `npm run generate` writes them; a test compares them with those in the repository.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../engine/root.ts";
import { bundleForNode, bundleOfFirmware, bundleWithFirmware } from "./bundle.ts";
import { configuration } from "./generate/configuration.ts";
import { httpApiDocument } from "./generate/http-api-document.ts";
import { linkHeader, linkModule } from "./generate/link.ts";
import { scenarioDocument } from "./generate/scenario-document.ts";
import { load } from "./load.ts";

/** A file's path from the root and its text. */
export type Generated = readonly [path: string, text: string];

/** A text in the project's format. */
function formatted([path, text]: Generated): Generated {
	const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[biome, "format", `--stdin-file-path=${path}`],
		{ cwd: ROOT, input: text, encoding: "utf8" },
	);
	if (status !== 0) throw new Error(`generate: ${path}: ${stderr.trim().split("\n")[0]}`);
	return [path, stdout];
}

/** Configuration of TypeScript and Moddable. */
const configurationFiles = (): Generated[] => configuration().map(formatted);

/** The numbers of the link. */
const linkFiles = (): Generated[] => [
	formatted(["boards/virtual/link.ts", linkModule()]),
	["engine/xs/link.h", linkHeader()],
];

/** docs/registers.md, from the register table. */
export async function registerFiles(): Promise<Generated[]> {
	const entry = "scripts/generate/registers-document.ts";
	const module = await bundleOfFirmware(entry, "build/run/registers.mjs");
	const { registersDocument } = await load<{ registersDocument(): string }>(module);
	return [["docs/registers.md", registersDocument()]];
}

/** bench/registers, from the register table. */
async function benchRegisterFiles(): Promise<Generated[]> {
	const entry = "scripts/generate/bench-registers.ts";
	const module = await bundleOfFirmware(entry, "build/run/bench-registers.mjs");
	const { registersData, nameModule } = await load<{
		registersData(): string;
		nameModule(): string;
	}>(module);
	return [
		["bench/registers/registers.json", registersData()],
		formatted(["bench/registers/name.ts", nameModule()]),
	];
}

/** docs/scenario.schema.json, with which the bench checks scenarios. */
async function scenarioSchemaFiles(): Promise<Generated[]> {
	const module = await bundleForNode("bench/scenario/schema.ts", "build/run/scenario-schema.mjs");
	const { SCENARIO_SCHEMA } = await load<{ SCENARIO_SCHEMA: object }>(module);
	return [
		formatted(["docs/scenario.schema.json", JSON.stringify(SCENARIO_SCHEMA)]),
		["docs/scenario-schema.md", scenarioDocument(SCENARIO_SCHEMA)],
	];
}

/** docs/openapi.json and docs/http-api.md, from the bench's routes. */
async function httpApiFiles(): Promise<Generated[]> {
	const module = await bundleForNode("bench/http/openapi.ts", "build/run/openapi.mjs");
	const { openApi } = await load<{ openApi(version: string): object }>(module);
	const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
		version: string;
	};
	const description = openApi(version);
	return [
		formatted(["docs/openapi.json", JSON.stringify(description)]),
		["docs/http-api.md", httpApiDocument(description)],
	];
}

/** The sensors of the containers' Home Assistant, from the register table. */
async function containerFiles(): Promise<Generated[]> {
	const module = await bundleForNode("bench/export/home-automation.ts", "build/run/containers.mjs");
	const { homeAssistant } = await load<{ homeAssistant(target: object): string }>(module);
	const sensors = homeAssistant({ host: "meter", port: 5021, unit: 1 });
	return [["containers/home-assistant/modbus.yaml", sensors]];
}

/** docs/ble.md, its table from the definition of the GATT services. */
async function gattFiles(): Promise<Generated[]> {
	const module = await bundleOfFirmware("scripts/generate/gatt-document.ts", "build/run/gatt.mjs");
	const { gattDocument } = await load<{ gattDocument(text: string): string }>(module);
	const path = "docs/ble.md";
	return [[path, gattDocument(readFileSync(join(ROOT, path), "utf8"))]];
}

/** boards/bleservices, from the definition of the GATT services. */
export async function serviceFiles(): Promise<Generated[]> {
	const entry = "scripts/generate/services.ts";
	const module = await bundleOfFirmware(entry, "build/run/services.mjs");
	const { serviceFiles } = await load<{ serviceFiles(): [string, string][] }>(module);
	return serviceFiles().map(([name, text]) => [`boards/bleservices/${name}`, text]);
}

/** docs/mbus.md, its tables from the register table and measured answer times; and these. */
export async function mbusFiles(): Promise<{ files: Generated[]; times: string }> {
	const entry = "scripts/generate/mbus-document.ts";
	const module = await bundleWithFirmware(entry, "build/run/mbus.mjs");
	const { mbusDocument, times } = await load<{
		mbusDocument(text: string): string;
		times(): string;
	}>(module);
	const path = "docs/mbus.md";
	const text = mbusDocument(readFileSync(join(ROOT, path), "utf8"));
	return { files: [[path, text]], times: times() };
}

/** All of them. */
export async function generatedFiles(): Promise<Generated[]> {
	return [
		...configurationFiles(),
		...linkFiles(),
		...(await registerFiles()),
		...(await benchRegisterFiles()),
		...(await scenarioSchemaFiles()),
		...(await httpApiFiles()),
		...(await containerFiles()),
		...(await serviceFiles()),
		...(await gattFiles()),
		...(await mbusFiles()).files,
	];
}
