/**
 * The simulator's `screen`: what a program of Moddable's simulators has of the window it runs in. The meter talks
 * with its panel (`panel/ambit.js`) over it in JSON, and draws its LCD on it.
 */

/** The global that the simulator gives each program. */
export interface Screen {
	readonly width: number;
	readonly height: number;
	/** Called with each message of the panel. */
	onMessage?: (message: string) => void;
	postMessage(message: string): void;
	/** Begins drawing a rectangle, row by row from its top. */
	begin(x: number, y: number, width: number, height: number): void;
	/** Draws the next pixels. */
	send(pixels: ArrayBufferLike, offset: number, count: number): void;
	end(): void;
}

declare const screen: Screen;

/** The mains at the meter's terminals, as the panel's sliders have it. */
export interface Mains {
	/** Hz. */
	readonly frequency: number;
	/** Order in which the phases pass. */
	readonly sequence: "123" | "132";
	/** Degrees by which every current lags its voltage. */
	readonly angle: number;
	/** V and A RMS of L1, L2, L3. */
	readonly voltages: readonly number[];
	readonly currents: readonly number[];
}

/** A message of the panel: what has changed. */
export interface FromPanel {
	readonly mains?: Mains;
	/** A pin's level from outside; the name is one of `pins`. */
	readonly input?: { readonly name: string; readonly level: 0 | 1 };
	/** Touch pads that are touched: bits 0 left, 1 middle, 2 right. */
	readonly touched?: number;
}

/** A message to the panel. */
export interface ToPanel {
	/** A pin's level from the firmware. */
	readonly output?: { readonly name: string; readonly level: 0 | 1 };
	readonly backlight?: boolean;
}

/** Calls `listener` with every message of the panel from now on, after those who asked before. */
export function onPanel(listener: (message: FromPanel) => void): void {
	const before = screen.onMessage;
	screen.onMessage = (message) => {
		before?.(message);
		listener(JSON.parse(message));
	};
}

/** Tells the panel. */
export function tellPanel(message: ToPanel): void {
	screen.postMessage(JSON.stringify(message));
}
