/**
 * What `WS /api/live` carries, JSON both ways. The bench sends what has changed since it last sent it, whole: a
 * message has any of the fields of {@link LiveState}, all of them at first, and the exchanges that have passed.
 */
import type { Truth } from "../http/truth.ts";
import type { MainsSettings } from "../mains/settings.ts";

/** What stays the same while the bench runs. */
export interface BenchIdentity {
	/** Of Ambit. */
	readonly version: string;
	/** As in `--engine`. */
	readonly engine: string;
	/** As in `--speed`. */
	readonly speed: number | "max";
	/** Meters on the bench, and which of them this is, from 0. */
	readonly meters: number;
	readonly meter: number;
	readonly serialNumber: number;
	/** Frames of the front end a second. */
	readonly frameRate: number;
}

/** An output and what hangs on it; see `bench/meter/outputs.ts`. */
export interface LiveOutput {
	readonly pulses: number;
	readonly widthMs: number;
	readonly high: boolean;
}

/** The LCD: 240 × 128, a bit a pixel. */
export interface LiveDisplay {
	/** Base64: row by row, 8 pixels a byte, the most significant bit leftmost, 1 where a pixel is on. */
	readonly pixels: string;
	readonly backlight: boolean;
}

/** Registers as the bench, one of the masters on the line, has just read them. */
export interface LiveRegisters {
	/** Meter time. */
	readonly meterSeconds: number;
	readonly blocks: readonly {
		/** Of the first register. */
		readonly address: number;
		/** Hexadecimal, four digits a register. */
		readonly words: string;
	}[];
}

/** The last frames at the meter's terminals. */
export interface LiveScope {
	/** Hz. */
	readonly frequency: number;
	/** V1 I1 V2 I2 V3 I3, each from the oldest frame to the newest, V and A. */
	readonly channels: readonly (readonly number[])[];
}

/** Everything that the front panel shows; a field is sent when it has changed. */
export interface LiveState {
	readonly bench: BenchIdentity;
	readonly powered: boolean;
	readonly sealOpen: boolean;
	readonly meterSeconds: number;
	/** Null: a recorded waveform stands at the terminals. */
	readonly mains: MainsSettings | null;
	readonly truth: Truth;
	/** Red LED, S0 1, S0 2. */
	readonly outputs: readonly LiveOutput[];
	readonly display: LiveDisplay;
	/** Null: the meter has not answered lately. */
	readonly registers: LiveRegisters | null;
	readonly scope: LiveScope | null;
}

/** A turn of a master on one of the two lines, when it is over. */
export interface LiveExchange {
	/** Counts up from 1, so that a list of them has keys. */
	readonly number: number;
	readonly bus: "modbus" | "mbus";
	/** Whether it is the front panel's own. */
	readonly own: boolean;
	/** Meter time. */
	readonly meterSeconds: number;
	/** Hexadecimal. */
	readonly request: string;
	/** Hexadecimal; empty: nobody has answered. */
	readonly answer: string;
}

export type LiveMessage = Partial<LiveState> & { readonly exchanges?: readonly LiveExchange[] };

/** The meter's buttons. */
export type ButtonName = "left" | "middle" | "right";

/** What a client may say. */
export interface LiveWish {
	/** Whether it wants to be sent anything: not while nobody looks. */
	readonly watch?: boolean;
	/** Whether the bench is to read the meter's registers for it, once a second. */
	readonly poll?: boolean;
	/** Modbus ID to ask for them. */
	readonly unit?: number;
	/** A button that is touched or let go; a client that leaves lets go of all. */
	readonly touch?: ButtonName;
	readonly down?: boolean;
}
