/**
 * The contract between the firmware and a board. Each board (`boards/<name>/device.ts`) exports one
 * object of type {@link Board} as the default of the specifier `device`; `main` passes it to the
 * meter. Nothing else in `src/` depends on the platform.
 */
import type { PinSpecifier, PortSpecifier } from "embedded:io/_common";
import type { QualityAnalyser } from "quality-analyser";

/**
 * The sample path: a six-channel converter (an ADS131M08 or a substitute) and the kernel
 * (metrology/kernel) that sums its frames. Frames do not cross into JavaScript, only a window's
 * results do, five times a second.
 */
export interface FrontEnd {
	/** Peak voltage (V) at the meter's terminals that drives the converter to 2^23. */
	readonly fullScaleVolts: number;
	/** Peak current (A) at the meter's terminals that drives the converter to 2^23. */
	readonly fullScaleAmps: number;
	/**
	 * Frames since the start that were converted but not summed, as far as known. The window in
	 * which they are missing is discarded.
	 */
	readonly lostFrames: number;
	/**
	 * Temperature (°C) at the transformers and dividers; NaN if the sensor fails, undefined if the
	 * board has none. Corrections then go by 23 °C.
	 */
	readonly temperatureCelsius?: number;
	/**
	 * Starts conversion.
	 * @param onReadable called when frames have arrived, or windows; at least once a second
	 */
	start(onReadable: () => void): void;
	/**
	 * Sums the frames that have arrived until a window closes.
	 * @param results takes the window's results (metrology/results), a plain array of RESULTS numbers
	 * @returns false if there are too few frames to close one; they are kept
	 */
	take(results: number[]): boolean;
	/** Discards the window in progress. */
	restart(): void;
	/** Has the voltage of a phase, 0..2, pace the windows, L1 until then. */
	setReference(phase: number): void;
	/** The analyser of the same frames; undefined if the board has none. */
	readonly quality?: QualityAnalyser;
}

/** Parity of a serial line. */
export type Parity = "even" | "none" | "odd";

/** Constructor options of the ECMA-419 `Serial` class; `parity` is our addition. */
export interface SerialOptions {
	port: PortSpecifier;
	receive: PinSpecifier;
	transmit: PinSpecifier;
	/** Bits per second; always 8 data bits and 1 stop bit. */
	baud: number;
	parity: Parity;
	format: "buffer";
	/**
	 * Called with the number of characters that have become readable. A board that knows when they
	 * came, however late this is, adds the time (µs) since the last of them: our addition too.
	 */
	onReadable: (count: number, ageUs?: number) => void;
	target?: unknown;
}

/** The part of ECMA-419 `Serial` that the firmware uses. */
export interface SerialIO {
	/** Moves received characters into `buffer`; returns their number, undefined if there are none. */
	read(buffer: Uint8Array): number | ArrayBuffer | undefined;
	/** Sends all of `bytes`; a board whose hardware takes fewer at a time sends the rest later. */
	write(bytes: Uint8Array): void;
	/**
	 * True while characters have come of which `onReadable` has not told yet, so that the line is not
	 * as silent as it seems. A board that tells of each character in time leaves it out.
	 */
	readonly receiving?: boolean;
	close(): void;
}

/** An asynchronous serial port: the board's class and the port's pins. */
export interface SerialPort {
	readonly io: new (options: SerialOptions) => SerialIO;
	readonly port: PortSpecifier;
	readonly receive: PinSpecifier;
	readonly transmit: PinSpecifier;
}

/** Constructor options of the ECMA-419 `Digital` class. */
export interface DigitalOptions {
	pin: PinSpecifier;
	/** The class's `Input` or `Output`. */
	mode: number;
	/** `Rising`, `Falling` or both, for an input with `onReadable`. */
	edge?: number;
	onReadable?: () => void;
	target?: unknown;
}

/** The part of ECMA-419 `Digital` that the firmware uses. */
export interface DigitalIO {
	read(): 0 | 1;
	write(value: 0 | 1): void;
	close(): void;
}

/** The board's class for pins, and the pins' numbers. */
export interface DigitalPins {
	readonly io: {
		new (options: DigitalOptions): DigitalIO;
		readonly Input: number;
		readonly Output: number;
		readonly Rising: number;
		readonly Falling: number;
	};
	/** Terminals 10/11: 1 while 230 V is present. */
	readonly tariffInput: PinSpecifier;
	/** Calibration seal: 1 while open. */
	readonly seal: PinSpecifier;
	/** Red consumption LED: 1 lights it. */
	readonly led: PinSpecifier;
	/** S0 outputs 1 and 2: 1 closes the transistor. */
	readonly s0: readonly [PinSpecifier, PinSpecifier];
	/** 1 once the supply has failed; power then lasts for at least {@link HOLD_UP_MS}. */
	readonly powerFail: PinSpecifier;
}

/** Least time (ms) that the supply lasts after `powerFail` has gone to 1 (docs/storage.md). */
export const HOLD_UP_MS = 80;

/** Flash page: the most bytes programmed at once, which must not cross a multiple of this. */
export const FLASH_PAGE_BYTES = 256;

/**
 * A serial NOR flash: bytes are 0xFF after an erase, programming only clears bits, and each sector
 * endures 100 000 erases. Reading and programming wait for the chip; an erase takes too long for
 * that and runs in the background.
 */
export interface Flash {
	readonly byteLength: number;
	/** Size of a sector, the unit of erasing. */
	readonly sectorBytes: number;
	/** Fills `buffer` with the bytes at `offset`. */
	read(offset: number, buffer: Uint8Array): void;
	/**
	 * Clears bits: each byte becomes its old value AND the new one. Allowed during the erase of
	 * another sector, which the board suspends.
	 * @param bytes within one page ({@link FLASH_PAGE_BYTES})
	 * @returns false if the chip reports failure. True if it cannot; read back to be sure.
	 */
	program(offset: number, bytes: Uint8Array): boolean;
	/** Begins to erase a sector. Not allowed while another erase is running. */
	startErase(sector: number): void;
	/** Result of the last erase: undefined while it is running, then true if it succeeded. */
	readonly erased: boolean | undefined;
	/** Waits for the last erase to end and returns true if it succeeded. */
	waitForErase(): boolean;
}

/** Meter time at a finer resolution than the milliseconds of `timer`. */
export interface Clock {
	/** Time (µs) since the start. */
	readonly microseconds: number;
	/** Resolution (ms) of the board's `timer`; timeouts are rounded up to it. */
	readonly timerResolutionMs: number;
}

/** Size of the LCD in pixels. */
export const LCD_WIDTH = 240;
export const LCD_HEIGHT = 128;

/** The LCD: {@link LCD_WIDTH} × {@link LCD_HEIGHT} pixels of one bit (a UC1608 or a substitute). */
export interface Lcd {
	/**
	 * Writes part of a page: 8 rows of pixels, one byte per column, least significant bit on top.
	 * @param page 0..15, from the top
	 * @param column the first column written, 0..239
	 * @param bytes one byte per column, starting at index `first`; read before this returns
	 * @param count number of columns written, 1..240
	 */
	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void;
	/** Turns the blue backlight on or off. */
	backlight(on: boolean): void;
}

/** The capacitive buttons by the numbers of their pads. */
export const Button = Object.freeze({ LEFT: 0, MIDDLE: 1, RIGHT: 2 } as const);

/** The pads of the three buttons. */
export interface TouchPads {
	/**
	 * Starts watching the pads.
	 * @param onTouch called when a pad ({@link Button}) is touched or released; it may bounce
	 */
	start(onTouch: (pad: number, down: boolean) => void): void;
}

/** Identity given to the meter in production. */
export interface Identity {
	/** Eight decimal digits, 0..99999999. */
	readonly serialNumber: number;
	/** Modbus unit ID of a new meter, 1..247. */
	readonly modbusId: number;
	/** M-Bus primary address of a new meter, 0..250. */
	readonly mbusAddress: number;
}

/** Bluetooth advertisement; UUIDs are text with dashes. */
export interface Advertising {
	readonly advertisingData: { readonly flags: number; readonly completeName: string };
	readonly scanResponseData: { readonly completeUUID128List: readonly string[] };
}

/**
 * Events of a radio: the callbacks of Moddable's `BLEServer`, with the connection (0..`connections`
 * − 1) as an additional first argument. Characteristics have their names of `bleservices`.
 */
export interface BluetoothOptions {
	/** The stack is up. It must not be used before. */
	onReady(): void;
	/** A client has connected, which ended advertising. */
	onConnected(connection: number): void;
	onDisconnected(connection: number): void;
	/** A client pairs: whoever is at the meter enters these six digits there, 0..999999. */
	onPasskeyDisplay(connection: number, passkey: number): void;
	/** The link is encrypted with a key that the six digits have proved, now or in an earlier one. */
	onAuthenticated(connection: number): void;
	/** Client and stack have agreed on an ATT_MTU in bytes; it is 23 until then. */
	onMTUExchanged(connection: number, mtu: number): void;
	/** Returns the value, which is sent before the next event; undefined to refuse the request. */
	onCharacteristicRead(connection: number, name: string): Uint8Array | undefined;
	/** `value` is valid only during the call. */
	onCharacteristicWritten(connection: number, name: string, value: Uint8Array): void;
	onCharacteristicNotifyEnabled(connection: number, name: string): void;
	onCharacteristicNotifyDisabled(connection: number, name: string): void;
}

/** The part of Moddable's `BLEServer` that the firmware uses. */
export interface BluetoothIO {
	/** Device name of the Generic Access service. */
	deviceName: string;
	startAdvertising(advertising: Advertising): void;
	stopAdvertising(): void;
	/** Sends a copy of `value`, at most ATT_MTU − 3 bytes. */
	notifyValue(connection: number, name: string, value: Uint8Array): void;
	disconnect(connection: number): void;
	/** True: keeps the keys of clients that prove the digits, as bonds; false: forgets all. */
	keepBonds(keep: boolean): void;
}

/** The radio. It pairs by LE Secure Connections with a new passkey each time. */
export interface Bluetooth {
	readonly io: new (options: BluetoothOptions) => BluetoothIO;
	/** Most simultaneous connections, at least 1. */
	readonly connections: number;
}

/** Why a board restarted without a power cut: numbers that ports report and the log keeps. */
export const RestartReason = Object.freeze({
	/** It did not: the supply came up. */
	NONE: 0,
	/** Malformed data on the link to the bench. */
	LINK: 65,
	/** The firmware's byte code could not be read or is for another engine. */
	NO_BUNDLE: 66,
	/** Uncaught exception. */
	EXCEPTION: 70,
	/** The heap is full. */
	HEAP: 80,
	/** Stack overflow. */
	STACK: 81,
	/** An event took more byte codes than the engine allows. */
	BYTE_CODES: 82,
	/** Processor fault or any other failure of the engine. */
	ENGINE: 83,
	/** The watchdog: the firmware no longer ran. */
	WATCHDOG: 84,
} as const);

export type RestartReason = (typeof RestartReason)[keyof typeof RestartReason];

/** A board. */
export interface Board {
	readonly identity: Identity;
	readonly frontEnd: FrontEnd;
	readonly clock: Clock;
	readonly rs485: SerialPort;
	readonly mbus: SerialPort;
	readonly pins: DigitalPins;
	/** Non-volatile memory; undefined if the board has none, and the meter forgets at power-down. */
	readonly flash: Flash | undefined;
	readonly lcd: Lcd;
	readonly touch: TouchPads;
	/** The radio; undefined if the board has none. */
	readonly bluetooth?: Bluetooth;
	/** Why the board restarted by itself; undefined or NONE after a power cut. */
	readonly restartReason?: RestartReason;
}
