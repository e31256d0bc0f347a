/**
 * JSON schema of `PUT /api/mains`: says in another way what `validation.ts` takes. It cannot
 * express everything (an order given twice, the lower voltage of 3P3W), so it takes more. A server
 * must check with Ajv's `coerceTypes` and `removeAdditional` off, or wrong types are converted
 * instead of refused.
 */
import { MAINS_PATCH_SCHEMA } from "../../../bench/mains/schema.ts";

const { phases } = MAINS_PATCH_SCHEMA.properties;

/** Whole settings: the parts of a patch, all of them. */
export const MAINS_SCHEMA = {
	...MAINS_PATCH_SCHEMA,
	required: ["wiring", "frequency", "sequence", "tariffInput", "phases"],
	properties: {
		...MAINS_PATCH_SCHEMA.properties,
		phases: {
			...phases,
			minItems: 3,
			items: { ...phases.items, type: "object", required: ["voltage", "current", "angle"] },
		},
	},
};
