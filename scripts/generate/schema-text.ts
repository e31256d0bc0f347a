/** JSON schemas in the words of a table. */

/** The part of JSON Schema that the bench uses. */
export interface Schema {
	readonly type?: string | readonly string[];
	readonly description?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly exclusiveMinimum?: number;
	readonly pattern?: string;
	readonly required?: readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly additionalProperties?: boolean | Schema;
	readonly items?: Schema;
	readonly anyOf?: readonly Schema[];
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

/** Limits of a number, as "0 to 5". */
function limits({ minimum, maximum, exclusiveMinimum }: Schema): string {
	if (exclusiveMinimum !== undefined)
		return maximum === undefined
			? ` above ${exclusiveMinimum}`
			: ` above ${exclusiveMinimum}, to ${maximum}`;
	if (minimum === undefined) return "";
	return maximum === undefined ? `, ${minimum} or more` : `, ${minimum} to ${maximum}`;
}

/** Values that a schema takes. */
export function typeOf(schema: Schema): string {
	if (schema.enum) return schema.enum.map(code).join(", ");
	if (schema.const !== undefined) return code(schema.const);
	if (schema.anyOf) return schema.anyOf.map(typeOf).join(", or ");
	const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
	if (types.length > 1) return types.map((type) => typeOf({ ...schema, type })).join(", or ");
	const [type = "anything"] = types;
	if (type === "array") return `list of ${typeOf(schema.items ?? {}).replaceAll(", or ", " or ")}`;
	// A description says it better than a regular expression.
	if (type === "string" && schema.pattern !== undefined && schema.description === undefined)
		return `text like \`${schema.pattern}\``;
	const words = { integer: "whole number", string: "text", boolean: "true or false" };
	return `${words[type as keyof typeof words] ?? type}${limits(schema)}`;
}

/** The lines of a table for the properties of an object, and of those within it. */
export function propertyLines(schema: Schema, path = ""): string[] {
	return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
		const full = path === "" ? name : `${path}.${name}`;
		const needed = schema.required?.includes(name) ? "yes" : "";
		const text = property.description ?? "";
		const line = `| \`${full}\` | ${escaped(typeOf(property))} | ${needed} | ${escaped(text)} |`;
		return [line, ...inner(property, full)];
	});
}

function inner(schema: Schema, path: string): string[] {
	const { items, anyOf = [] } = schema;
	if (schema.properties) return propertyLines(schema, path);
	if (items) return inner(items, `${path}[]`);
	const [object] = anyOf.filter(({ properties }) => properties);
	return object ? propertyLines(object, path) : [];
}

/** A text in a cell of a table. */
const escaped = (text: string): string => text.replaceAll("|", "\\|");
