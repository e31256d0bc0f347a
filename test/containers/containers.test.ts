/** The files of containers/ agree with the bench, the package and one another. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { type BenchOptions, parseCommandLine } from "../../bench/command-line.ts";
import { root } from "../manifest/manifest.ts";

const folder = join(root, "containers");
const text = (name: string): string => readFileSync(join(folder, name), "utf8");

/** Instructions of the Containerfile, their continued lines joined. */
const instructions = text("Containerfile")
	.replaceAll(/^#.*\n/gm, "")
	.replaceAll("\\\n", "")
	.split("\n")
	.filter((line) => line !== "");

/** Arguments of an instruction. */
const argumentsOf = (name: string): string =>
	instructions.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";

const compose = parse(text("compose.yaml"));

/** The package's options of the bench. */
function optionsOf(args: readonly string[]): BenchOptions {
	const installation = {
		command: "ambit",
		engines: ["node", "xs"],
		kernels: ["compiled"],
	} as const;
	const options = parseCommandLine(args, { ...installation, directory: "/" });
	if (!options) throw new Error("only help was wanted");
	return options;
}

/** The ports that the bench has unless told otherwise. */
const { http, modbusRtu, modbusTcp, mbus } = optionsOf([]);
const PORTS = [http, modbusRtu, modbusTcp, mbus].map(String);

it("the image exposes the bench's own ports", () => {
	expect(argumentsOf("EXPOSE").split(" ")).toEqual(PORTS);
});

it("the bench takes the entry point's options, and compose's", () => {
	const [program, ...options] = JSON.parse(argumentsOf("ENTRYPOINT"));
	expect(program).toBe("ambit");
	const taken = optionsOf([...options, ...compose.services.meter.command]);
	expect(taken).toMatchObject({ host: "0.0.0.0", state: "/var/lib/ambit" });
	expect(argumentsOf("VOLUME")).toBe(taken.state);
});

it("the health check is content with a meter that answers, and with nothing else", () => {
	const [, json = ""] = argumentsOf("HEALTHCHECK").split(/ CMD\s+/);
	const [program, ...args]: string[] = JSON.parse(json);
	expect(program).toBe("node");
	const answering = (ok: boolean) =>
		`globalThis.fetch = async (url) => (process.stdout.write(url), { ok: ${ok} });`;
	const check = (before: string) => {
		const [flag = "", script = ""] = args;
		const { status, stdout } = spawnSync(process.execPath, [flag, before + script]);
		return [status, stdout.toString()];
	};
	const url = `http://127.0.0.1:${http}/api/readings`;
	expect(check(answering(true))).toEqual([0, url]);
	expect(check(answering(false))).toEqual([1, url]);
	expect(check("globalThis.fetch = async () => { throw new Error(); };")).toEqual([1, ""]);
});

it("compose publishes the meter's ports on this machine alone", () => {
	expect(compose.services.meter.ports).toEqual(PORTS.map((port) => `127.0.0.1:${port}:${port}`));
	for (const { ports } of Object.values<{ ports: string[] }>(compose.services))
		for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

it("the files that compose mounts are there, and its volumes and services are declared", () => {
	const { services, volumes } = compose;
	for (const service of Object.values<{ volumes: string[]; depends_on?: object }>(services)) {
		for (const [from = ""] of service.volumes.map((volume) => volume.split(":")))
			expect(from.startsWith("./") ? existsSync(join(folder, from)) : from in volumes, from).toBe(
				true,
			);
		for (const other of Object.keys(service.depends_on ?? {}))
			expect(services).toHaveProperty(other);
	}
	const { context, dockerfile } = services.meter.build;
	expect(existsSync(join(folder, context, dockerfile))).toBe(true);
});

it("Prometheus and Home Assistant ask the meter's service, at its ports", () => {
	const [{ static_configs }] = parse(text("prometheus.yml")).scrape_configs;
	expect(static_configs[0].targets).toEqual([`meter:${http}`]);
	expect(text("home-assistant/configuration.yaml")).toContain("!include modbus.yaml");
	const [hub] = parse(text("home-assistant/modbus.yaml")).modbus;
	expect(hub).toMatchObject({ host: "meter", port: modbusTcp });
});
