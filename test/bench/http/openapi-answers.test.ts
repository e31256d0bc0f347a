/** The answers of a running bench are those that docs/openapi.json describes. */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";
import { root } from "../../manifest/manifest.ts";
import { bytesOf } from "../comtrade/waveforms.ts";

interface Answer {
	readonly content: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Description {
	readonly paths: Readonly<
		Record<
			string,
			Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>
		>
	>;
}

const description: Description = JSON.parse(readFileSync(`${root}/docs/openapi.json`, "utf8"));

const JSON_TYPE = "application/json";

const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(description, "openapi");

/** The part of a path in a JSON pointer. */
const escaped = (path: string): string =>
	encodeURIComponent(path.replaceAll("~", "~0").replaceAll("/", "~1"));

/** Judges an answer by the description. */
function schemaOf(method: string, path: string): ValidateFunction {
	const at = `paths/${escaped(path)}/${method}/responses/200/content/${escaped(JSON_TYPE)}/schema`;
	return ajv.compile({ $ref: `openapi#/${at}` });
}

let bench: RunningBench;

beforeAll(async () => {
	bench = await startBench(["--engine", "node", "--meters", "2", "--speed", "20"]);
	// A dip, so that there is a waveform to be had.
	for (const meter of ["/api/meters/0", "/api/meters/1"])
		for (const voltage of [161, 230]) {
			await bench.call("PATCH", `${meter}/mains`, { phases: [{ voltage }] });
			await bench.call("POST", `${meter}/advance`, { seconds: 1 });
		}
});

afterAll(() => bench?.stop());

/** Asserts that a call succeeds with an answer as described. */
async function expectDescribed(
	method: string,
	path: string,
	body?: unknown,
	query = "",
): Promise<void> {
	const { status, body: answer } = await bench.call(
		method.toUpperCase(),
		path.replace("{meter}", "1") + query,
		body,
	);
	expect(status, JSON.stringify(answer)).toBe(200);
	const validate = schemaOf(method, path);
	expect(validate(answer), JSON.stringify([validate.errors, answer])).toBe(true);
}

const gets = Object.entries(description.paths).flatMap(([path, { get }]) =>
	get?.responses[200] ? [[path, get.responses[200]] as const] : [],
);

const QUERIES: Readonly<Record<string, string>> = {
	energy: "?minutes=1&count=3",
	readings: "?harmonics=true",
};

const queryOf = (path: string): string => QUERIES[path.split("/").at(-1) ?? ""] ?? "";

describe("GET", () => {
	it.each(gets.filter(([, { content }]) => JSON_TYPE in content))(
		"%s answers as described",
		async (path) => {
			await expectDescribed("get", path, undefined, queryOf(path));
		},
	);

	it.each(gets.filter(([, { content }]) => !(JSON_TYPE in content)))(
		"%s answers with its type",
		async (path, { content }) => {
			const { status, headers } = await fetch(bench.http + path.replace("{meter}", "1"));
			expect(status).toBe(200);
			expect([headers.get("content-type")]).toEqual(Object.keys(content));
		},
	);
});

it.each([
	["/api/advance", { seconds: 60 }],
	["/api/power", { on: false }],
	["/api/power", { on: true }],
	["/api/seal", { open: false }],
	["/api/buttons", { button: "right" }],
	["/api/flash/faults", { cutAfterOperations: 1e9, tornBytes: 3, badSectors: [79] }],
	["/api/ble/loss", {}],
	["/api/rs485/request", { request: "01035002000274cb" }],
	["/api/write", { register: "combinationCode", value: 2 }],
])("POST %s with %j answers as described", async (path, body) => {
	await expectDescribed("post", path, body);
});

it("the answers about faults, energy and the settings that are made are as described", async () => {
	await expectDescribed("patch", "/api/front-end", { temperature: 40 });
	await expectDescribed("patch", "/api/mains", {
		phases: [{ harmonics: [{ order: 3, currentPercent: 10 }] }],
	});
	await expectDescribed("put", "/api/rs485", { follow: true });
	for (const path of ["/api/flash/faults", "/api/energy", "/api/mains"])
		await expectDescribed("get", path, undefined, queryOf(path));
});

it("a playing scenario and a playing waveform are as described", async () => {
	const headers = { "content-type": "application/yaml" };
	const scenario = "version: 1\nduration: 1 h\nevents: []\n";
	const put = await fetch(`${bench.http}/api/scenario`, { method: "PUT", headers, body: scenario });
	expect(put.status, await put.text()).toBe(200);
	await expectDescribed("get", "/api/scenario");
	await expectDescribed("delete", "/api/scenario");
	const data = bytesOf("building-60hz.dat");
	const choice = `dataBytes=${data.length}&channels=5,6,7:1,2,3&scale=1:0.025`;
	const played = await fetch(`${bench.http}/api/waveform?${choice}`, {
		method: "PUT",
		headers: { "content-type": "application/octet-stream" },
		body: Buffer.concat([bytesOf("building-60hz.cfg"), data]),
	});
	expect(played.status, await played.text()).toBe(200);
	await expectDescribed("get", "/api/waveform");
	await expectDescribed("delete", "/api/waveform");
});

it("an answer with a field more or less is not as described", () => {
	const validate = schemaOf("get", "/api/seal");
	expect(validate({ open: true })).toBe(true);
	expect(validate({ open: true, more: 1 })).toBe(false);
	expect(validate({})).toBe(false);
});
