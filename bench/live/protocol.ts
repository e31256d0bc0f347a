/**
 * Messages of `WS /api/live`, JSON both ways. The bench sends whole fields that have changed: a
 * message has any of the fields of {@link LiveState}, at first all of them, and new exchanges.
 */
import type { Truth } from "../http/truth.ts";
import type { MainsSettings } from "../mains/settings.ts";
import type { Played } from "../terminals.ts";

/** Facts that do not change while the bench runs. */
export interface BenchIdentity {
	/** Version of Ambit. */
	readonly version: string;
	/** As in `--engine`. */
	readonly engine: string;
	/** As in `--speed`. */
	readonly speed: number | "max";
	/** Number of meters on the bench, and index of this one, from 0. */
	readonly meters: number;
	readonly meter: number;
	readonly serialNumber: number;
	/** Frames of the front end per second. */
	readonly frameRate: number;
	/** Where programs reach the meters, as printed at the start. */
	readonly services: readonly Service[];
}

/** A service of the bench. */
export interface Service {
	readonly name: string;
	/** `host:port`, a path or a URL. */
	readonly at: string;
}

/** An output and its detector; see `bench/meter/outputs.ts`. */
export interface LiveOutput {
	readonly pulses: number;
	readonly widthMs: number;
	readonly high: boolean;
}

/** The LCD: 240 × 128, a bit per pixel. */
export interface LiveDisplay {
	/**
	 * Base64: row by row, 8 pixels per byte, the most significant bit on the left, 1 if a pixel is
	 * on.
	 */
	readonly pixels: string;
	readonly backlight: boolean;
}

/** The words on the LCD. */
export interface LiveWords {
	readonly rows: readonly string[];
	/** Number of the page, "3/16"; null where the page has none. */
	readonly page: string | null;
}

/** Registers that the bench has read in one request. */
export interface LiveBlock {
	/** Address of the first register. */
	readonly address: number;
	/** Meter time at which the block was read: some are read less often. */
	readonly meterSeconds: number;
	/** True if the data type (4026) of measurements and energies was integer then. */
	readonly integers: boolean;
	/** Hexadecimal, four digits per register; empty: a meter that has stopped gives none. */
	readonly words: string;
}

/** Registers as last read by the bench, which is one of the clients on the line. */
export interface LiveRegisters {
	/** Meter time. */
	readonly meterSeconds: number;
	/** True if the meter has stopped for good: it gives no measurements and no energies. */
	readonly stopped: boolean;
	readonly blocks: readonly LiveBlock[];
}

/** The last frames at the meter's terminals. */
export interface LiveScope {
	/** Hz. */
	readonly frequency: number;
	/** V1 I1 V2 I2 V3 I3, each from the oldest frame to the newest, V and A. */
	readonly channels: readonly (readonly number[])[];
}

export interface LiveWaveform extends Played {
	/** True if it was given to the running bench, and can be taken off. */
	readonly isGuest: boolean;
}

/** The scenario that the bench plays, or has played last. */
export interface LiveScenario {
	readonly state: "playing" | "over" | "stopped";
	readonly title: string;
	/** Where it is, in whole seconds. */
	readonly seconds: number;
	/** Null: it has no end. */
	readonly durationSeconds: number | null;
	/** Time of day at its start (s); null: it says none. */
	readonly clockSeconds: number | null;
}

/** Everything that the front panel shows; a field is sent when it has changed. */
export interface LiveState {
	readonly bench: BenchIdentity;
	readonly powered: boolean;
	readonly sealOpen: boolean;
	readonly meterSeconds: number;
	/** Null: the quantities come from a recorded waveform. */
	readonly mains: MainsSettings | null;
	/** The recording at the terminals; null: there is none. */
	readonly waveform: LiveWaveform | null;
	readonly truth: Truth;
	/** Red LED, S0 1, S0 2. */
	readonly outputs: readonly LiveOutput[];
	readonly display: LiveDisplay;
	/** Words on the LCD when it was drawn last; null: none. */
	readonly words: LiveWords | null;
	/** Seconds of meter time that are left to run as fast as possible (`/api/advance`). */
	readonly leapSeconds: number;
	/** Null: none was played. */
	readonly scenario: LiveScenario | null;
	/** Of the Modbus ID that the client reads; null: not read yet, or no answer lately. */
	readonly registers: LiveRegisters | null;
	/** True if no meter answers at that Modbus ID. */
	readonly silent: boolean;
	/** Code of the exception by which the meter there refuses to be read; null: it does not. */
	readonly refusal: number | null;
	readonly scope: LiveScope | null;
}

/** A client's turn on one of the two lines, sent when it is over. */
export interface LiveExchange {
	/** Counts up from 1, so that list entries have keys. */
	readonly number: number;
	readonly bus: "modbus" | "mbus";
	/** True if it is the front panel's own. */
	readonly own: boolean;
	/** Meter time. */
	readonly meterSeconds: number;
	/** Hexadecimal. */
	readonly request: string;
	/** Hexadecimal; empty: no meter has answered. */
	readonly answer: string;
}

export type LiveMessage = Partial<LiveState> & { readonly exchanges?: readonly LiveExchange[] };

/** The meter's buttons. */
export type ButtonName = "left" | "middle" | "right";

/** A request of a client. */
export interface LiveWish {
	/** True if it wants to be sent changes: not while nobody looks. */
	readonly watch?: boolean;
	/** True if the bench is to read the meter's registers for it, once a second. */
	readonly poll?: boolean;
	/** Modbus ID whose registers are read for this client; by default that of a new meter. */
	readonly unit?: number;
	/** A button to touch or let go; a client that leaves lets go of all. */
	readonly touch?: ButtonName;
	readonly down?: boolean;
}
