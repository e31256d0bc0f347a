/**
 * The JSON schema of a scenario, published for editors. The bench checks with it, and then what it
 * cannot express: times that go back, registers that do not exist, currents that are too large.
 */
import { BUS_FAULTS } from "../bus/disturbance.ts";
import { BUTTON_NAMES } from "../display/buttons.ts";
import { FAULTS_SCHEMA } from "../flash/faults-schema.ts";
import { CT_CLASSES } from "../front-end/current-transformer.ts";
import { TEMPERATURE } from "../front-end/temperature.ts";
import { MAINS_PATCH_SCHEMA } from "../mains/schema.ts";
import { DAYS, RADIO_STATES } from "./scenario.ts";

const TIME = {
	description: 'Seconds, or a text such as "90 s", "1 h 30 min", "2 d" or "7:30".',
	anyOf: [{ type: "number", minimum: 0 }, { type: "string" }],
};

const RATIO = {
	description: "Primary and secondary current of the current transformers, such as 100/5.",
	type: "string",
	pattern: "^[0-9]{1,4}/[15]$",
};

const CELSIUS = {
	description: "Temperature of the front end in °C.",
	type: "number",
	...TEMPERATURE,
};

/** An object of which every key is known. */
function object(properties: object, required: readonly string[] = [], description?: string) {
	return {
		...(description !== undefined && { description }),
		type: "object",
		additionalProperties: false,
		required,
		properties,
	};
}

const LOAD = object(
	{
		day: { enum: DAYS },
		csv: { description: "File with the columns time, L1, L2, L3 in W.", type: "string" },
		profile: { description: "The text of such a file.", type: "string" },
		scale: { type: "number", minimum: -1000, maximum: 1000 },
		phases: { type: "array", minItems: 1, uniqueItems: true, items: { enum: ["L1", "L2", "L3"] } },
		repeat: { type: "boolean" },
	},
	[],
	"A built-in day or a file; powers in W on the primary side, positive = consumed.",
);

const METER = object({
	ct: RATIO,
	temperature: CELSIUS,
	ctClass: { enum: CT_CLASSES },
	mains: MAINS_PATCH_SCHEMA,
	load: { anyOf: [LOAD, { type: "array", items: LOAD }] },
});

const BUS = object(
	{
		line: { enum: ["rs485", "mbus"] },
		fault: { enum: BUS_FAULTS },
		share: { type: "number", exclusiveMinimum: 0, maximum: 1 },
		delay: TIME,
		code: { type: "integer", minimum: 1, maximum: 255 },
	},
	["fault"],
);

const EVENT = object(
	{
		at: TIME,
		meter: { type: "integer", minimum: 0, maximum: 246 },
		for: TIME,
		mains: MAINS_PATCH_SCHEMA,
		tariffInput: { type: "boolean" },
		press: object({ button: { enum: BUTTON_NAMES }, hold: TIME }, ["button"]),
		write: {
			type: "object",
			minProperties: 1,
			additionalProperties: { anyOf: [{ type: "number" }, { type: "string" }] },
		},
		power: { enum: ["on", "off", "cut"] },
		seal: { enum: ["open", "closed"] },
		flash: FAULTS_SCHEMA,
		frames: { enum: ["once", "twice", "lost", "stopped", "late"] },
		temperature: CELSIUS,
		bus: BUS,
		radio: { enum: RADIO_STATES },
	},
	["at"],
	"Its time, and one of the other keys but for and meter: what happens.",
);

const POLL = object(
	{
		every: TIME,
		from: TIME,
		unit: { type: "integer", minimum: 1, maximum: 247 },
		read: {
			anyOf: [
				{ type: "array", minItems: 1, items: { type: "string" } },
				object(
					{
						address: { type: "integer", minimum: 0, maximum: 65_535 },
						count: { type: "integer", minimum: 1, maximum: 125 },
					},
					["address", "count"],
				),
			],
		},
		mbus: { type: "integer", minimum: 0, maximum: 250 },
	},
	["every"],
	"A client that asks again and again: `unit` and `read` on RS-485, or `mbus`.",
);

export const SCENARIO_SCHEMA = {
	$schema: "http://json-schema.org/draft-07/schema#",
	title: "Ambit scenario",
	...object(
		{
			version: { const: 1 },
			title: { type: "string" },
			seed: { type: "integer", minimum: 0, maximum: 4_294_967_295 },
			clock: TIME,
			duration: TIME,
			end: { enum: ["continue", "stop"] },
			fastForward: { type: "boolean" },
			meters: { type: "array", minItems: 1, maxItems: 247, items: METER },
			events: { type: "array", items: EVENT },
			polls: { type: "array", items: POLL },
		},
		["version"],
	),
};
