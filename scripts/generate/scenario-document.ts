/** docs/scenario-schema.md, from the JSON schema of a scenario. */
import { propertyLines, type Schema } from "./schema-text.ts";

const HEAD = `# Scenario schema

Made by \`npm run generate\` from the schema that the bench checks scenarios with; a test fails
when it is stale. Editors take [scenario.schema.json](scenario.schema.json).
[scenarios.md](scenarios.md) has examples, and the rules that a schema cannot express.

| key | value | required | |
|---|---|---|---|
`;

/** The whole document. */
export function scenarioDocument(schema: object): string {
	return `${HEAD}${propertyLines(schema as Schema).join("\n")}\n`;
}
