/** The description of the API is valid and says what the server takes. */
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { root } from "../../manifest/manifest.ts";
import { api } from "./set-up.ts";

interface Operation {
	readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: object }>> };
}

const text = readFileSync(`${root}/docs/openapi.json`, "utf8");
const { paths } = JSON.parse(text) as {
	paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

it("docs/openapi.json is valid OpenAPI", async () => {
	expect(await new Validator().validate(text)).toMatchObject({ valid: true });
});

it("a description with a mistake is not valid", async () => {
	const wrong = { ...JSON.parse(text), paths: { "/api/mains": { get: { responses: 7 } } } };
	expect(await new Validator().validate(wrong)).toMatchObject({ valid: false });
});

it("each path is that of a route, and meters are addressed by number as well", async () => {
	const { app } = await api();
	await app.ready();
	// Lines, live data, readings and scenarios come with a whole bench.
	const later =
		/\/(metrics|live|energy|(event-)?waveform\.\w+|rs485|mbus|readings|write|scenario|recording)/;
	for (const [path, operations] of Object.entries(paths)) {
		if (later.test(path)) continue;
		const url = path.replace("{meter}", "1");
		for (const method of Object.keys(operations))
			expect(app.hasRoute({ url, method: method.toUpperCase() as "GET" }), `${method} ${url}`).toBe(
				true,
			);
	}
	expect(Object.keys(paths)).toContain("/api/meters/{meter}/mains");
});

it("a body that the description refuses is refused by the server", async () => {
	const { call } = await api();
	const refuses = (path: string, method: string, body: object): boolean => {
		const { schema = {} } = paths[path]?.[method]?.requestBody?.content["application/json"] ?? {};
		return !new Ajv({ strict: false }).validate(schema, body);
	};
	for (const [method, path, body] of [
		["post", "/api/power", { on: 1 }],
		["post", "/api/buttons", { button: "up" }],
		["patch", "/api/mains", { frequency: 400 }],
		["put", "/api/mains", { wiring: "3P4W" }],
		["post", "/api/flash/faults", { tornBytes: -1 }],
	] as const) {
		expect(refuses(path, method, body), path).toBe(true);
		expect((await call(method.toUpperCase() as "PUT", path, body)).status, path).toBe(400);
	}
});
