/**
 * Quantities of storage: error code, power-down counter, and the event log and the audit trail,
 * eight events at a time (docs/storage.md).
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

/** The logs that are shown, by the beginning of their quantities' names. */
export const LOGS = freezeRows([
	{ name: "event", title: "Event" },
	{ name: "entry", title: "Audit trail, entry" },
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
	{
		name: "latestEntry",
		title: "Audit trail, number of the latest entry",
		unit: "",
		initial: 0,
		step: 0,
	},
	{
		name: "firstEntryShown",
		title: "Audit trail, number of the first entry shown; 0: the latest first",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 0xffffffff },
	},
	{
		name: "entryChecksum",
		title: "Audit trail, checksum of the latest entry",
		unit: "",
		initial: 0,
		step: 0,
	},
	{
		name: "changesLeft",
		title: "Audit trail, changes left until the calibration seal must be opened",
		unit: "",
		initial: 0,
		step: 0,
	},
	...LOGS.flatMap((log) =>
		PLACES.flatMap((place) =>
			EVENT_FIELDS.map(({ name, title, unit }) => ({
				name: `${log.name}${place}${name}` as const,
				title: `${log.title} ${place}, ${title}`,
				unit,
				initial: 0,
				step: 0,
			})),
		),
	),
]);
