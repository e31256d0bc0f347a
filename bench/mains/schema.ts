/**
 * JSON schema of a part of the mains, for scenarios and editors. It cannot express everything (an
 * order given twice, the lower voltage of 3P3W), so `validation.ts` has the last word.
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

function within({ minimum, maximum }: Range): { type: string; minimum: number; maximum: number } {
	return { type: "number", minimum, maximum };
}
