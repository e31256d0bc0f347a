import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, expect, it, vi } from "vitest";
import { Api, MeterError } from "../../../bench/library/api.ts";
import { Meter } from "../../../bench/library/meter.ts";
import { argumentsOf, type StartOptions } from "../../../bench/library/options.ts";
import { root } from "../../manifest/manifest.ts";

const run = promisify(execFile);

const undone: (() => void)[] = [];

afterEach(() => {
	vi.unstubAllGlobals();
	for (const undo of undone.splice(0)) undo();
});

/** In the place of the bench: says that it is ready, and needs a while to end. */
const BENCH = `
process.stdout.write("HTTP  http://127.0.0.1:1\\n");
const life = setInterval(() => {}, 1000);
process.on("SIGTERM", () => setTimeout(() => process.exit(0), 100));
process.on("disconnect", () => process.exit(0));
`;

const PROGRAM = `
const { startMeter } = await import(process.argv[2]);
const meter = await startMeter();
await meter.stop();
process.stdout.write("stopped\\n");
`;

it("a program that only waits for stop() comes to the line after it", async () => {
	const folder = mkdtempSync(join(tmpdir(), "ambit-library-"));
	undone.push(() => rmSync(folder, { recursive: true }));
	const library = join(folder, "index.mjs");
	await build({
		entryPoints: [join(root, "bench/library/index.ts")],
		outfile: library,
		tsconfig: join(root, "bench/tsconfig.json"),
		bundle: true,
		platform: "node",
		format: "esm",
	});
	writeFileSync(join(folder, "ambit.mjs"), BENCH);
	writeFileSync(join(folder, "program.mjs"), PROGRAM);
	// Exit code 13, an unsettled await, would reject.
	const { stdout } = await run(process.execPath, [join(folder, "program.mjs"), library]);
	expect(stdout).toBe("stopped\n");
});

it("waits for answers without fetch, which gives up after five minutes", async () => {
	vi.stubGlobal("fetch", () => Promise.reject(new Error("fetch")));
	const asked: string[] = [];
	const server = createServer(async (request, reply) => {
		const body = (await request.setEncoding("utf8").toArray()).join("");
		asked.push(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
		reply.statusCode = body === "" ? 409 : 200;
		reply.end(body === "" ? '{"error":"the meter\'s supply is off"}' : '{"meterSeconds":60}');
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	undone.push(() => server.close());
	const api = new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	expect(await api.call("POST", "/advance", { seconds: 60 })).toEqual({ meterSeconds: 60 });
	const refused = await api.call("GET", "/readings").catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(MeterError);
	expect(refused).toMatchObject({ status: 409, message: "the meter's supply is off" });
	expect(asked).toEqual([
		'POST /api/advance application/json {"seconds":60}',
		"GET /api/readings undefined ",
	]);
});

it.each(["ten", -1])("advance(%j) is refused without a question to the bench", async (duration) => {
	const refused = await new Meter(new Api("http://127.0.0.1:1"))
		.advance(duration)
		.catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(MeterError);
	expect(refused).toMatchObject({
		status: 400,
		message: `seconds: ${duration} is not a duration`,
	});
});

it.each<[StartOptions, string]>([
	[{}, "--http 0 --modbus-rtu 0 --modbus-tcp 0 --mbus 0"],
	[
		{ serialNumber: 7, ctClass: "ordinary", calibrated: false, ports: { modbusTcp: 502 } },
		"--serial-number 7 --ct-class ordinary --calibrated no " +
			"--http 0 --modbus-rtu 0 --modbus-tcp 502 --mbus 0",
	],
	[
		{ speed: "max", fastForward: true, arguments: ["--kernel", "bytecode"] },
		"--speed max --http 0 --modbus-rtu 0 --modbus-tcp 0 --mbus 0 --fast-forward --kernel bytecode",
	],
	[
		{ calibrated: "no" } as object,
		"--calibrated no --http 0 --modbus-rtu 0 --modbus-tcp 0 --mbus 0",
	],
	[{ ports: { http: undefined } } as object, "--http 0 --modbus-rtu 0 --modbus-tcp 0 --mbus 0"],
	[
		{ metres: 2, ports: { bluetooth: 1 } } as object,
		"--metres 2 --bluetooth 1 --http 0 --modbus-rtu 0 --modbus-tcp 0 --mbus 0",
	],
])("the options %j are the command line %s", (options, line) => {
	expect(argumentsOf(options).join(" ")).toBe(line);
});
