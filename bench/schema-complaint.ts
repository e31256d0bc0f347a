/** Words for a value that its JSON schema refuses; they follow the name of its field. */

/** An error of ajv, as far as it is used here. */
export interface SchemaError {
	readonly keyword: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly message?: string;
	/** The schema that has the keyword; ajv tells it if it is `verbose`. */
	readonly parentSchema?: Readonly<Record<string, unknown>>;
}

/** Errors of these keywords say less than another one at the same place. */
const VAGUE: readonly string[] = ["type", "anyOf"];

/**
 * The error that says most. Where a value may be one of several kinds, ajv has an error for each;
 * the value is meant to be the kind that it follows furthest.
 * @param errors each with the pointer to its place, such as `/phases/1`
 */
export function tellingError<E extends SchemaError & { readonly instancePath: string }>(
	errors: readonly E[],
): E | undefined {
	const depth = ({ instancePath }: E): number => instancePath.split("/").length;
	const vagueness = ({ keyword }: E): number => VAGUE.indexOf(keyword);
	return errors.toSorted((a, b) => depth(b) - depth(a) || vagueness(a) - vagueness(b))[0];
}

const TYPES: Readonly<Record<string, string>> = {
	array: "an array",
	boolean: "true or false",
	integer: "a whole number",
	number: "a number",
	object: "an object",
	string: "a string",
};

/** Says how the value must be, such as `must be one of even, none, odd`. */
export function complaintOf({ keyword, params, message, parentSchema }: SchemaError): string {
	const { allowedValues, allowedValue, limit, type } = params;
	if (keyword === "enum" && Array.isArray(allowedValues))
		return `must be ${allowedValues.length > 1 ? "one of " : ""}${allowedValues.join(", ")}`;
	if (keyword === "const") return `must be ${allowedValue}`;
	if (keyword === "minProperties") return `must have ${limit} field at least`;
	if (keyword === "maxProperties") return `must have ${limit} field at most`;
	if (keyword === "type" && TYPES[String(type)]) return `must be ${TYPES[String(type)]}`;
	const description = parentSchema?.description;
	// A person does not read regular expressions.
	if (keyword === "pattern" && typeof description === "string")
		return `must be ${phrase(description)}`;
	return message ?? "is not valid";
}

/** A sentence as the end of another one. */
function phrase(sentence: string): string {
	return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, "");
}
