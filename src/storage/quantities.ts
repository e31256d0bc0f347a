/**
 * Quantities of storage: error code, power-down counter, and the event log, eight events at a time
 * (docs/storage.md).
 */
import { freezeRows, quantities } from "registers/quantity";

/** Events that are shown at once. */
export const EVENTS_SHOWN = 8;

/** Fields of an event, in the order of its quantities. */
export const EVENT_FIELDS = freezeRows([
	{ name: "number", title: "number", unit: "" },
	{ name: "seconds", title: "operating time", unit: "s" },
	{ name: "code", title: "code", unit: "" },
	{ name: "detail", title: "detail", unit: "" },
] as const);

const PLACES = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8] as const);

export const storageQuantities = quantities([
	{ name: "errorCode", title: "Error code", unit: "", initial: 0, step: 0 },
	{
		name: "powerDownCounter",
		title: "Power down counter",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 0 },
	},
	{ name: "latestEvent", title: "Number of the latest event", unit: "", initial: 0, step: 0 },
	{
		name: "firstEventShown",
		title: "Number of the first event shown; 0: the latest first",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 0xffffffff },
	},
	...PLACES.flatMap((place) =>
		EVENT_FIELDS.map(({ name, title, unit }) => ({
			name: `event${place}${name}` as const,
			title: `Event ${place}, ${title}`,
			unit,
			initial: 0,
			step: 0,
		})),
	),
]);
