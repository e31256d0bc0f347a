/** The description of the API (OpenAPI 3.1), made of its routes. */
import { BenchCore } from "../core.ts";
import { Chip } from "../flash/chip.ts";
import { Mains } from "../mains/model.ts";
import { placeOf } from "../place.ts";
import { Terminals } from "../terminals.ts";
import { ANSWER_SCHEMAS, answerOf } from "./answers.ts";
import { type Mount, mountMeters } from "./mount.ts";
import { pictureRoute } from "./picture-route.ts";
import type { RouteSchema, Routes } from "./routes.ts";

/** Prefix of the routes of the bench's meter 0 by its number. */
const NUMBERED = "/api/meters/0";

interface Route {
	readonly method: string;
	readonly path: string;
	readonly schema: RouteSchema;
	/** True: a WebSocket alone. */
	readonly socket?: boolean;
}

/** Routes of a bench whose meter never runs. */
function routesOfBench(): Route[] {
	const found: Route[] = [];
	const mount: Mount = (prefix, add) => add(noting(prefix, found));
	const voice = { note: () => {}, fail: () => {}, end: () => {} };
	const core = new BenchCore({
		name: { engine: "", version: "", speed: 1 },
		speed: 1,
		voice,
		directory: "",
		places: (onTouch) => [
			placeOf(0, {
				serialNumber: 0,
				meters: 1,
				speed: 1,
				voice,
				onTouch,
				flashOf: () => ({ chip: new Chip(), keep: () => {}, close: () => {} }),
				powerUp: () => {
					throw new Error("a description has no engine");
				},
				source: () => new Terminals(new Mains()),
			}),
		],
	});
	mountMeters(mount, core.meters, core.name, [], core.lines);
	core.mount(mount, []);
	for (const meter of core.meters)
		for (const prefix of ["/api", NUMBERED]) mount(prefix, (routes) => pictureRoute(routes, meter));
	return found;
}

function noting(prefix: string, found: Route[]): Routes {
	const add = (method: string) => (path: string, schema: RouteSchema) => {
		found.push({ method, path: `${prefix}${path}`, schema });
	};
	return {
		get: add("get"),
		put: add("put"),
		post: add("post"),
		patch: add("patch"),
		delete: add("delete"),
		socket: (path, schema, _open, handler) => {
			found.push({ method: "get", path: `${prefix}${path}`, schema, socket: !handler });
		},
	};
}

/** A schema's parameters, each of them a text. */
function queryOf({ querystring = {} }: RouteSchema): object[] {
	const { properties = {}, required = [] } = querystring as {
		properties?: Readonly<Record<string, object>>;
		required?: readonly string[];
	};
	return Object.entries(properties).map(([name, schema]) => ({
		name,
		in: "query",
		required: required.includes(name),
		schema,
	}));
}

function bodyOf({ body, describedBody = body, takes }: RouteSchema): object | undefined {
	if (takes !== undefined) {
		const binary = takes === "application/octet-stream";
		return { required: true, content: { [takes]: binary ? {} : { schema: { type: "string" } } } };
	}
	if (!describedBody) return undefined;
	return { required: true, content: { "application/json": { schema: describedBody } } };
}

const REFUSED = { $ref: "#/components/responses/Refused" };

const JSON_TYPE = "application/json";

/** The answer to a request that was done. */
function doneOf({ path, schema: { gives = JSON_TYPE }, socket }: Route): object {
	if (socket) return { 101: { description: "a WebSocket" } };
	if (gives !== JSON_TYPE) return { 200: { description: "done", content: { [gives]: {} } } };
	const own = path.replace(NUMBERED, "").replace(/^\/api/, "");
	const schema = { $ref: `#/components/schemas/${answerOf(own)}` };
	return { 200: { description: "done", content: { [JSON_TYPE]: { schema } } } };
}

function operationOf(route: Route): object {
	const { path, schema } = route;
	const { summary } = schema;
	const meter = { $ref: "#/components/parameters/Meter" };
	const parameters = [...(path.startsWith(NUMBERED) ? [meter] : []), ...queryOf(schema)];
	const requestBody = bodyOf(schema);
	return {
		summary,
		...(parameters.length > 0 && { parameters }),
		...(requestBody && { requestBody }),
		responses: {
			...doneOf(route),
			"4XX": REFUSED,
		},
	};
}

const COMPONENTS = {
	schemas: ANSWER_SCHEMAS,
	parameters: {
		Meter: {
			name: "meter",
			in: "path",
			required: true,
			description: "Number of the meter, from 0.",
			schema: { type: "integer", minimum: 0, maximum: 246 },
		},
	},
	responses: {
		Refused: {
			description:
				"400: malformed, the field is named; 404: no such route; 409: not possible in the " +
				"present state",
			content: {
				"application/json": {
					schema: {
						type: "object",
						required: ["error"],
						properties: { error: { type: "string" } },
					},
				},
			},
		},
	},
};

/**
 * The description.
 * @param version of Ambit
 */
export function openApi(version: string): object {
	const paths: Record<string, Record<string, object>> = {};
	for (const route of routesOfBench()) {
		const path = route.path.replace(NUMBERED, "/api/meters/{meter}");
		paths[path] = { ...paths[path], [route.method]: operationOf(route) };
	}
	return {
		openapi: "3.1.0",
		info: {
			title: "Ambit's bench",
			version,
			summary: "The API of the virtual meter and its test bench",
			license: { name: "Apache-2.0", identifier: "Apache-2.0" },
		},
		servers: [{ url: "http://127.0.0.1:8080" }],
		paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
		components: COMPONENTS,
	};
}
