/**
 * The simulator's `screen`: the window of a program in Moddable's simulators. The meter draws its
 * LCD on it and exchanges JSON messages with its panel (`panel/ambit.js`).
 */

/** The global `screen` that the simulator provides. */
export interface Screen {
	readonly width: number;
	readonly height: number;
	/** Called with each message from the panel. */
	onMessage?: (message: string) => void;
	postMessage(message: string): void;
	/** Begins to draw a rectangle, row by row from the top. */
	begin(x: number, y: number, width: number, height: number): void;
	/** Draws the next pixels. */
	send(pixels: ArrayBufferLike, offset: number, count: number): void;
	end(): void;
}

declare const screen: Screen;

/**
 * The mains that the panel's sliders set.
 *
 * - `3P4W`: L1, L2, L3 against N.
 * - `3P3W`: no neutral; L2 on the terminal N. The voltages are those of the star, the terminals see
 *   V12 and V32 with I1 and I3.
 * - `2P3W`: split phase, L1 and L2 against N, 180° apart.
 * - `1P2W`: L1 against N.
 *
 * Other terminals have nothing.
 */
export interface Mains {
	readonly wiring: "3P4W" | "3P3W" | "2P3W" | "1P2W";
	/** Frequency (Hz). */
	readonly frequency: number;
	/** Phase sequence. */
	readonly sequence: "123" | "132";
	/** Angles (degrees) by which the currents of L1, L2, L3 lag their voltages. */
	readonly angles: readonly number[];
	/** RMS voltages (V) of L1, L2, L3. */
	readonly voltages: readonly number[];
	/** RMS currents (A) of L1, L2, L3. */
	readonly currents: readonly number[];
}

/** A message from the panel, with the values that have changed. */
export interface FromPanel {
	readonly mains?: Mains;
	/** Level of an input; `name` is one of `PIN_NAMES`. */
	readonly input?: { readonly name: string; readonly level: 0 | 1 };
	/** Touched pads: bit 0 left, 1 middle, 2 right. */
	readonly touched?: number;
}

/** A message to the panel. */
export interface ToPanel {
	/** Level of an output. */
	readonly output?: { readonly name: string; readonly level: 0 | 1 };
	readonly backlight?: boolean;
}

/** Adds a listener for the panel's messages; earlier listeners are called first. */
export function onPanel(listener: (message: FromPanel) => void): void {
	const previous = screen.onMessage;
	screen.onMessage = (message) => {
		previous?.(message);
		listener(JSON.parse(message));
	};
}

/** Sends a message to the panel. */
export function tellPanel(message: ToPanel): void {
	screen.postMessage(JSON.stringify(message));
}
