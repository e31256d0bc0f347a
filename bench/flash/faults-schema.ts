/** JSON schema of the flash chip's faults. */
import { LENGTH, SECTOR } from "./chip.ts";

export const FAULTS_SCHEMA = {
	type: "object",
	additionalProperties: false,
	properties: {
		cutAfterOperations: { type: "integer", minimum: 0, maximum: 1e9 },
		tornBytes: { type: "integer", minimum: 0, maximum: SECTOR },
		flipBits: {
			type: "array",
			maxItems: 100_000,
			items: { type: "integer", minimum: 0, maximum: 8 * LENGTH - 1 },
		},
		badSectors: {
			type: "array",
			items: { type: "integer", minimum: 0, maximum: LENGTH / SECTOR - 1 },
		},
	},
};
