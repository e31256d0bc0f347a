/** docs/http-api.md, from the OpenAPI description of the bench's routes. */
import { propertyLines, type Schema, typeOf } from "./schema-text.ts";

interface Parameter {
	readonly name?: string;
	readonly required?: boolean;
	readonly schema?: Schema;
}

interface Operation {
	readonly summary: string;
	readonly parameters?: readonly Parameter[];
	readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: Schema }>> };
	readonly responses: {
		readonly 200?: { readonly content: Readonly<Record<string, { schema?: { $ref?: string } }>> };
	};
}

interface Description {
	readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const HEAD = `# HTTP API

Made by \`npm run generate\` from the routes of the bench; a test fails when it is stale. The same
for programs is [openapi.json](openapi.json) (OpenAPI 3.1).

Each route of a meter is also at \`/api/meters/K/…\`, K from 0. Bodies and answers are JSON unless
a content type is named. A refusal is \`{"error": "…"}\`, which names the field: 400 for a bad
value, 409 for a request that is not possible in the present state. [bench.md](bench.md) says
more.
`;

const NUMBERED = "/api/meters/{meter}";

/** The sentence of an answer; the schemas have a chapter of their own. */
function answerOf({ responses }: Operation): string {
	const [[type, { schema }] = ["", {}]] = Object.entries(responses[200]?.content ?? {});
	if (type === "") return "Answer: a WebSocket.";
	const name = schema?.$ref?.split("/").at(-1);
	return name === undefined ? `Answer: \`${type}\`.` : `Answer: [${name}](#${name.toLowerCase()}).`;
}

function answerSection([name, schema]: readonly [string, Schema]): string {
	const { type, items } = schema;
	const one = type === "array" && items ? items : schema;
	return [
		`### ${name}`,
		...(type === "array" ? ["A list of:"] : []),
		["| field | value | always | |", "|---|---|---|---|", ...propertyLines(one)].join("\n"),
	].join("\n\n");
}

function section(path: string, method: string, operation: Operation): string {
	const { summary, parameters = [], requestBody } = operation;
	const queries = parameters.flatMap(({ name, required = false, schema = {} }) =>
		name === undefined
			? []
			: [`\`?${name}=\`${required ? ", required" : ""}: ${schema.description ?? typeOf(schema)}.`],
	);
	const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) =>
		type === "application/json"
			? [
					"| field of the body | value | required | |",
					"|---|---|---|---|",
					...propertyLines(schema),
				].join("\n")
			: `Body: \`${type}\`.`,
	);
	return [
		`### ${method.toUpperCase()} ${path}`,
		`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
		...queries,
		...bodies,
		answerOf(operation),
	].join("\n\n");
}

/** The whole document. */
export function httpApiDocument(description: object): string {
	const { paths, components } = description as Description;
	const own = Object.entries(paths).filter(([path]) => !path.startsWith(NUMBERED));
	const ofMeter = own.filter(([path]) => `${NUMBERED}${path.slice("/api".length)}` in paths);
	const ofBench = own.filter((entry) => !ofMeter.includes(entry));
	const sections = (entries: typeof own): string[] =>
		entries.flatMap(([path, operations]) =>
			Object.entries(operations).map(([method, operation]) => section(path, method, operation)),
		);
	return `${[
		HEAD.trimEnd(),
		"## A meter",
		...sections(ofMeter),
		"## The bench",
		...sections(ofBench),
		"## Answers",
		...Object.entries(components.schemas).map(answerSection),
	].join("\n\n")}\n`;
}
