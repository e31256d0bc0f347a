/**
 * JSON schemas of the mains and of a part of them, for scenarios, editors and the description of
 * the API. They cannot express everything (an order given twice, the lower voltage of 3P3W), so
 * `validation.ts` has the last word.
 */
import { RANGES, type Range, SEQUENCES, WIRINGS } from "./settings.ts";

const HARMONIC_SCHEMA = {
	type: "object",
	additionalProperties: false,
	required: ["order"],
	properties: {
		order: { ...within(RANGES.order), type: "integer" },
		voltagePercent: within(RANGES.percent),
		currentPercent: within(RANGES.percent),
		voltageAngle: within(RANGES.angle),
		currentAngle: within(RANGES.angle),
	},
};

const PHASE_PROPERTIES = {
	voltage: within(RANGES.voltage),
	current: within(RANGES.current),
	angle: within(RANGES.angle),
	harmonics: { type: "array", items: HARMONIC_SCHEMA },
};

const TOP_PROPERTIES = {
	wiring: { type: "string", enum: WIRINGS },
	frequency: within(RANGES.frequency),
	sequence: { type: "string", enum: SEQUENCES },
	tariffInput: { type: "boolean" },
};

/** Body of `PATCH /api/mains`: any part. */
export const MAINS_PATCH_SCHEMA = {
	type: "object",
	additionalProperties: false,
	properties: {
		...TOP_PROPERTIES,
		phases: {
			type: "array",
			maxItems: 3,
			items: {
				type: ["object", "null"],
				additionalProperties: false,
				properties: PHASE_PROPERTIES,
			},
		},
	},
};

const { phases } = MAINS_PATCH_SCHEMA.properties;

/** Body of `PUT /api/mains`: the parts of a patch, all of them but the harmonics. */
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

function within({ minimum, maximum }: Range): { type: string; minimum: number; maximum: number } {
	return { type: "number", minimum, maximum };
}
