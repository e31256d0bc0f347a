/** Vendor block 7100–71FF: the event log, eight events at a time (docs/storage.md). */
import { row } from "registers/row";

/** Events that the block shows at once, and registers from one to the next. */
export const EVENTS_SHOWN = 8;
const STEP = 8;

/** Fields of an event, in the order of its registers. */
export const EVENT_FIELDS = [
	{ name: "number", title: "number", offset: 0, length: 2, unit: "" },
	{ name: "seconds", title: "operating time", offset: 2, length: 2, unit: "s" },
	{ name: "code", title: "code", offset: 4, length: 1, unit: "" },
	{ name: "detail", title: "detail", offset: 6, length: 2, unit: "" },
] as const;
for (const field of EVENT_FIELDS) Object.freeze(field);
Object.freeze(EVENT_FIELDS);

const PLACES = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8] as const);

export const eventRows = Object.freeze([
	row("latestEvent", "Number of the latest event", 0x7100, "binary", 2),
	row(
		"firstEventShown",
		"Number of the first event shown; 0: the latest first",
		0x7102,
		"binary",
		2,
		{
			range: { minimum: 0, maximum: 0xffffffff },
		},
	),
	...PLACES.flatMap((place) =>
		EVENT_FIELDS.map(({ name, title, offset, length, unit }) =>
			row(
				`event${place}${name}`,
				`Event ${place}, ${title}`,
				0x7110 + STEP * (place - 1) + offset,
				"binary",
				length,
				{ unit },
			),
		),
	),
]);
