/** A scenario: what happens to the meters of a bench, and when (docs/scenarios.md). */
import type { BUS_FAULTS } from "../bus/disturbance.ts";
import type { ButtonName } from "../display/buttons.ts";
import type { Faults } from "../flash/chip.ts";
import type { CtClass } from "../front-end/current-transformer.ts";
import type { Delivery } from "../meter/feed.ts";

/** Seconds, or as in `1 h 30 min` and `7:30`. */
export type Time = string | number;

/** Built-in days. */
export const DAYS = ["house", "charger", "solar", "heat pump"] as const;

/** Of the radio: every connection is dropped once; it is out of range; it is back. */
export const RADIO_STATES = ["dropped", "lost", "back"] as const;

/** A part of what is connected to a meter. */
export interface LoadSetup {
	readonly day?: (typeof DAYS)[number];
	/** File with power per phase over time; relative to the scenario's. */
	readonly csv?: string;
	/** The text of such a file. */
	readonly profile?: string;
	/** Factor of all powers, 1 by default. */
	readonly scale?: number;
	/** Phases that a built-in day is on, all by default. */
	readonly phases?: readonly ("L1" | "L2" | "L3")[];
	/** True: a file or its text starts again at its end. */
	readonly repeat?: boolean;
}

/** A meter and its surroundings at the start. */
export interface MeterSetup {
	/** Ratio of its current transformers, such as "100/5". */
	readonly ct?: string;
	/** Of its front end, °C. */
	readonly temperature?: number;
	/** Class of its current transformers. */
	readonly ctClass?: CtClass;
	/** Part of the mains, as in `PATCH /api/mains`. */
	readonly mains?: object;
	/** Loads that add up; they set the current and angle of each phase. */
	readonly load?: LoadSetup | readonly LoadSetup[];
}

/** A disturbance of a line for a time. */
export interface BusSetup {
	readonly line?: "rs485" | "mbus";
	readonly fault: (typeof BUS_FAULTS)[number];
	readonly share?: number;
	readonly delay?: Time;
	readonly code?: number;
}

/** The keys of an event that say what happens; it has exactly one of them. */
export interface Happening {
	readonly mains?: object;
	readonly tariffInput?: boolean;
	readonly press?: { readonly button: ButtonName; readonly hold?: Time };
	readonly write?: Readonly<Record<string, number | string>>;
	/** `cut`: without a warning. */
	readonly power?: "on" | "off" | "cut";
	readonly seal?: "open" | "closed";
	readonly flash?: Faults & { readonly flipBits?: readonly number[] };
	readonly frames?: Delivery;
	/** Of the front end from this time onwards, °C. */
	readonly temperature?: number;
	readonly bus?: BusSetup;
	readonly radio?: (typeof RADIO_STATES)[number];
}

export interface Event extends Happening {
	/** Time since the start; not before that of the event before it. */
	readonly at: Time;
	/** Index of the meter, 0 by default. */
	readonly meter?: number;
	/** Length of what ends by itself: `frames`, `bus`, a lost `radio`; and of a power cut. */
	readonly for?: Time;
}

/** A client on a bus that asks again and again. */
export interface Poll {
	readonly every: Time;
	/** Time of the first; `every` by default. */
	readonly from?: Time;
	/** Modbus ID that is read, and what: names of registers, or a range. */
	readonly unit?: number;
	readonly read?: readonly string[] | { readonly address: number; readonly count: number };
	/** Primary address that is asked on M-Bus. */
	readonly mbus?: number;
}

export interface Scenario {
	readonly version: 1;
	readonly title?: string;
	/** Of chance: of the bus faults and the built-in days. 1 by default. */
	readonly seed?: number;
	/** Time of day at the start, for the built-in days; midnight by default. */
	readonly clock?: Time;
	/** Without it the scenario never ends. */
	readonly duration?: Time;
	/** `stop` ends the bench after it, with exit code 0; `continue` by default. */
	readonly end?: "continue" | "stop";
	/** True: time in which nothing changes passes by windows, as fast as possible. */
	readonly fastForward?: boolean;
	readonly meters?: readonly MeterSetup[];
	readonly events?: readonly Event[];
	readonly polls?: readonly Poll[];
}
