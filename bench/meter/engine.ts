/** What the bench needs of an engine that runs the firmware; one lives from power-up to power cut. */

/** What was written into a meter when it was made. */
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
	/** Most heap ever in use, bytes. */
	peakHeapBytes: number;
}

/** Figures of a meter's engine, as the API gives them. */
export interface EngineFigures {
	heapBytes: number;
	peakHeapBytes: number;
	/** Byte codes per meter second since the firmware ran. */
	bytecodesPerSecond: number;
}

/** What an engine tells. */
export interface EngineEvents {
	/** The firmware runs. @param frames that starting took it, for what it has waited for its flash */
	onReady(frames: number): void;
	/** The oldest message sent was dealt with. `clock` in frames since the start; `next` frames to the next timer. */
	onDone(clock: number, next: number): void;
	/** The firmware sends characters on a port, at `clock`. */
	onTransmit(clock: number, port: number, bytes: Uint8Array): void;
	/** The firmware puts a level on an output pin, at `clock`. */
	onOutput(clock: number, pin: number, level: 0 | 1): void;
	/** The firmware writes part of a page of the LCD's picture, a byte a column. */
	onLcd(page: number, column: number, bytes: Uint8Array): void;
	/** The firmware switches the LCD's backlight. */
	onBacklight(on: boolean): void;
	/** The firmware opened a port. */
	onSerial(port: number, parity: number, baudRate: number): void;
	/** The firmware's radio: a message of the link, BLE_ADVERTISING to BLE_DISCONNECT. */
	onRadio(type: number, payload: Uint8Array): void;
	/** A line of the firmware's trace. */
	onTrace(line: string): void;
	/** The supply has gone in an operation of the flash chip, and the engine with it. */
	onSupplyLost(): void;
	/** The board has restarted by itself, for `reason`, and waits; `words` say more. The engine must be killed. */
	onRestart(reason: number, words: string): void;
	/** The engine has ended and nobody asked it to; `reason` is a clause that completes "the engine ...". */
	onEnd(reason: string): void;
}

/** An engine. Each of the messages but STATS is answered with one onDone, in order. */
export interface Engine {
	/** Messages that were sent and not yet dealt with. */
	readonly outstanding: number;
	/**
	 * Gives converted frames, at most MAXIMUM_FRAMES; the bytes are copied.
	 * @param sequence number of this block since power-up, from 0 on; wrapped here
	 */
	frames(sequence: number, bytes: Uint8Array): void;
	/** Lets so many frames of meter time pass without a frame. */
	pass(frames: number): void;
	/** Gives characters received on a port, any number. */
	received(port: number, bytes: Uint8Array): void;
	/** Puts a level on an input pin. */
	input(pin: number, level: 0 | 1): void;
	/** A button's pad is touched or let go. */
	touch(pad: number, down: boolean): void;
	/** Gives the radio a message of the link, BLE_CONNECTION to BLE_SUBSCRIBE. */
	radio(type: number, payload: Uint8Array): void;
	/** Asks for the figures. Rejects when the engine ends before it answers. */
	stats(): Promise<EngineStats>;
	/** Takes the supply away at once. Nothing is told afterwards; done when nothing is left of the engine. */
	kill(): Promise<void>;
}

/**
 * Starts an engine: power-up of the meter.
 * @param highInputs input pins that are high already; none unless given
 */
export type PowerUp = (
	identity: Identity,
	events: EngineEvents,
	highInputs?: readonly number[],
) => Engine;
