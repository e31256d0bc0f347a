/** An engine of the firmware, which lives from power-up to power cut. */

/** Identity written into a meter when it is made. */
export interface Identity {
	/** 0..99999999. */
	serialNumber: number;
	/** Modbus ID of the new meter, 1..247. */
	modbusId: number;
	/** M-Bus primary address of the new meter, 0..250. */
	mbusAddress: number;
	/** Why the board has restarted by itself; undefined: it has not. */
	restartReason?: number;
}

/** Figures of an engine since its start. */
export interface EngineStats {
	/** Byte codes run; 0 where the engine does not count them. */
	byteCodes: number;
	/** Heap in use after a collection of garbage, bytes. */
	heapBytes: number;
	/** Largest heap in use ever, bytes. */
	peakHeapBytes: number;
}

/** Figures of a meter's engine, as in the API. */
export interface EngineFigures {
	heapBytes: number;
	peakHeapBytes: number;
	/** Byte codes per meter second since the firmware ran. */
	bytecodesPerSecond: number;
}

/** Events of an engine. Frames count from power-up. */
export interface EngineEvents {
	/**
	 * The firmware runs.
	 * @param frames that it took to start, waiting for its flash
	 */
	onReady(frames: number): void;
	/**
	 * The engine has dealt with the oldest message.
	 * @param next frames to the next timer
	 */
	onDone(clock: number, next: number): void;
	/** The firmware sends characters on a port, at `clock`. */
	onTransmit(clock: number, port: number, bytes: Uint8Array): void;
	/** The firmware puts a level on an output pin, at `clock`. */
	onOutput(clock: number, pin: number, level: 0 | 1): void;
	/** The firmware writes part of a page of the LCD's picture, a byte per column. */
	onLcd(page: number, column: number, bytes: Uint8Array): void;
	/** The firmware switches the LCD's backlight. */
	onBacklight(on: boolean): void;
	/** The firmware opened a port. */
	onSerial(port: number, parity: number, baudRate: number): void;
	/** The firmware's radio sends a message of the link, BLE_ADVERTISING to BLE_BONDS. */
	onRadio(type: number, payload: Uint8Array): void;
	/** The firmware traces a line. */
	onTrace(line: string): void;
	/** The supply has failed in an operation of the flash chip, and the engine with it. */
	onSupplyLost(): void;
	/**
	 * The board has restarted by itself and waits; the engine must be killed.
	 * @param reason of the restart, see RestartReason in src/board.ts
	 * @param words that say more
	 */
	onRestart(reason: number, words: string): void;
	/**
	 * The engine has ended, and nobody asked it to.
	 * @param reason a clause that completes "the engine ..."
	 */
	onEnd(reason: string): void;
}

/** An engine. It answers each message but STATS with one onDone, in order. */
export interface Engine {
	/** Messages sent and not yet dealt with. */
	readonly outstanding: number;
	/**
	 * Gives converted frames, at most MAXIMUM_FRAMES; the bytes are copied.
	 * @param sequence number of this block since power-up, from 0; wrapped here
	 */
	frames(sequence: number, bytes: Uint8Array): void;
	/** Gives `count` equal windows in place of frames, `frames` long, with these results. */
	windows(count: number, frames: number, results: Float64Array): void;
	/** Lets that many frames of meter time pass without a frame. */
	pass(frames: number): void;
	/** Gives received characters, any number. */
	received(port: number, bytes: Uint8Array): void;
	/** Puts a level on an input pin. */
	input(pin: number, level: 0 | 1): void;
	/** Touches a button's pad or lets it go. */
	touch(pad: number, down: boolean): void;
	/** Sets the reading of the temperature sensor, °C; NaN: it fails. There is none before. */
	temperature(celsius: number): void;
	/** Gives the radio a message of the link, BLE_CONNECTION to BLE_SUBSCRIBE. */
	radio(type: number, payload: Uint8Array): void;
	/**
	 * Asks for the figures; who asks before the answer shares it. Rejects when the engine ends
	 * before it answers.
	 */
	stats(): Promise<EngineStats>;
	/**
	 * Takes the supply away at once. No event follows; done when nothing is left of the engine.
	 */
	kill(): Promise<void>;
}

/**
 * Starts an engine: the meter powers up.
 * @param highInputs input pins that are high already; none by default
 */
export type PowerUp = (
	identity: Identity,
	events: EngineEvents,
	highInputs?: readonly number[],
) => Engine;
