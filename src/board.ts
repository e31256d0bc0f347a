/**
 * What the firmware needs of a board.
 *
 * Every board (`boards/<name>/device.ts`) gives one object of this shape as the default export of the
 * specifier `device`; `main` hands it to the meter. Nothing else in `src/` knows where it runs.
 */
import type { PinSpecifier, PortSpecifier } from "embedded:io/_common";

/** Frames (one simultaneous sample of all six channels) a second. */
export const FRAME_RATE = 4000;

/** Words a frame: one a phase. */
export const WORDS_PER_FRAME = 3;

/** Right shift that takes a 24-bit voltage sample to the 13 bits kept in a word. */
export const VOLTAGE_SHIFT = 11;

/** Right shift that takes a 24-bit current sample to the 18 bits kept in a word. */
export const CURRENT_SHIFT = 6;

/** Width in bits of the current's field, the low end of a word. */
export const CURRENT_BITS = 18;

/**
 * The six-channel analog front end (an ADS131M08 or what stands for it).
 *
 * The board packs voltage and current of a phase into one word, so that the sample path reads half as many:
 * `word = (voltage >> 11) << 18 | (current >> 6) & 0x3FFFF`, voltage and current being the signed 24-bit
 * samples. Truncation is harmless: the noise of the converter is larger than the step that is left
 * (81 µA and 195 mV of peak full scale).
 */
export interface FrontEnd {
	/** Peak voltage at the meter's terminals that drives the converter to 2^23, in V. */
	readonly fullScaleVoltage: number;
	/** Peak current at the meter's terminals that drives the converter to 2^23, in A. */
	readonly fullScaleCurrent: number;
	/** Frames since the start that are known to have been converted and never delivered. */
	readonly lost: number;
	/**
	 * Starts conversion.
	 * @param words plain array that the board fills, {@link WORDS_PER_FRAME} words a frame, phases in order
	 * @param onReadable called with the number of words that are valid from the front of `words` on; returns
	 *   how many it has not taken and moved to the front, for the board to append to
	 */
	start(words: number[], onReadable: (length: number) => number): void;
}

/** What the ECMA-419 class is constructed with; `parity` is ours, the standard has none. */
export interface SerialOptions {
	port: PortSpecifier;
	receive: PinSpecifier;
	transmit: PinSpecifier;
	/** Bits a second; 8 data bits and 1 stop bit always. */
	baud: number;
	parity: "even" | "none" | "odd";
	format: "buffer";
	/** Characters that have become readable. */
	onReadable: (count: number) => void;
	target?: unknown;
}

/** What the firmware uses of an open port: part of ECMA-419 `Serial`. */
export interface SerialIO {
	/** Moves received characters into `buffer`; how many, or undefined for none. */
	read(buffer: Uint8Array): number | ArrayBuffer | undefined;
	/** Sends all of `bytes`; a board whose hardware takes less at a time sends the rest by itself. */
	write(bytes: Uint8Array): void;
	close(): void;
}

/** An asynchronous serial port: the board's class and its pins. */
export interface SerialPort {
	readonly io: new (options: SerialOptions) => SerialIO;
	readonly port: PortSpecifier;
	readonly receive: PinSpecifier;
	readonly transmit: PinSpecifier;
}

/** What the ECMA-419 class of a pin is constructed with. */
export interface DigitalOptions {
	pin: PinSpecifier;
	/** `Input` or `Output` of the class. */
	mode: number;
	/** `Rising`, `Falling` or both, of an input with `onReadable`. */
	edge?: number;
	onReadable?: () => void;
	target?: unknown;
}

/** What the firmware uses of a pin: part of ECMA-419 `Digital`. */
export interface DigitalIO {
	read(): 0 | 1;
	write(value: 0 | 1): void;
	close(): void;
}

/** The board's class for pins, and the numbers of the pins. */
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
	/** Calibration seal: 1 while it is open. */
	readonly seal: PinSpecifier;
	/** Red consumption LED: 1 lights it. */
	readonly led: PinSpecifier;
	/** S0 outputs 1 and 2: 1 closes the transistor. */
	readonly s0: readonly [PinSpecifier, PinSpecifier];
	/** 1 once the supply fails: from then on it lasts for the hold-up time ({@link HOLD_UP_TIME}). */
	readonly powerFail: PinSpecifier;
}

/** Milliseconds that the supply lasts at least after `powerFail` has gone to 1. */
export const HOLD_UP_TIME = 50;

/** Longest run of bytes that is programmed at once: it must not cross a multiple of this. */
export const FLASH_PAGE = 256;

/**
 * A serial NOR flash: bytes are 0xFF after an erase, programming only clears bits, and each sector takes 100 000
 * erases. Reading and programming wait for the chip; an erase takes too long for that and goes on beside the
 * program.
 */
export interface Flash {
	readonly byteLength: number;
	/** Bytes that are erased at once. */
	readonly sectorLength: number;
	/** Fills `buffer` with what stands from `offset` on. */
	read(offset: number, buffer: Uint8Array): void;
	/**
	 * Clears bits: what stands there afterwards is what stood there, and `bytes`. Allowed during the erase of another
	 * sector, which the board suspends.
	 * @param bytes within one page (see {@link FLASH_PAGE})
	 * @returns false: the chip says that it has failed. A chip that cannot tell says true: who needs to know reads back
	 */
	program(offset: number, bytes: Uint8Array): boolean;
	/** Begins to erase a sector; not while another is being erased. */
	startErase(sector: number): void;
	/** Of the erase that was begun last: undefined while it goes on, then whether it has succeeded. */
	readonly erased: boolean | undefined;
	/** Waits for the end of the erase that was begun last. @returns whether it has succeeded */
	waitForErase(): boolean;
}

/** Meter time, for what is shorter than the milliseconds of `timer`. */
export interface Clock {
	/** Microseconds since the start. */
	readonly microseconds: number;
	/** Step in which the board's `timer` runs, in milliseconds; a time-out is rounded up to it. */
	readonly timerResolution: number;
}

/** Pixels of the LCD. */
export const LCD_WIDTH = 240;
export const LCD_HEIGHT = 128;

/** The LCD: {@link LCD_WIDTH} × {@link LCD_HEIGHT} pixels of one bit (a UC1608 or what stands for it). */
export interface Lcd {
	/**
	 * Writes part of a page: 8 rows of pixels, a byte a column, the least significant bit on top.
	 * @param page 0..15, from the top
	 * @param column 0..239, the first of those written
	 * @param bytes holds one a column from index `first` on; they are taken before this returns
	 * @param count how many columns are written, 1..240
	 */
	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void;
	/** Switches the blue backlight. */
	backlight(on: boolean): void;
}

/** The capacitive buttons, as their pads are numbered. */
export const Button = Object.freeze({ LEFT: 0, MIDDLE: 1, RIGHT: 2 } as const);

/** The three pads of the buttons. */
export interface TouchPads {
	/**
	 * Starts watching them.
	 * @param onTouch called when a pad ({@link Button}) is touched or let go; it may bounce
	 */
	start(onTouch: (pad: number, down: boolean) => void): void;
}

/** What was written into the meter when it was made. */
export interface Identity {
	/** Eight decimal digits, 0..99999999. */
	readonly serialNumber: number;
	/** Modbus ID that a new meter starts with, 1..247. */
	readonly modbusId: number;
	/** Primary address on M-Bus that a new meter starts with, 0..250. */
	readonly mbusAddress: number;
}

/** What a radio says about itself to everybody around; UUIDs as text with dashes. */
export interface Advertising {
	readonly advertisingData: { readonly flags: number; readonly completeName: string };
	readonly scanResponseData: { readonly completeUUID128List: readonly string[] };
}

/**
 * What a radio tells the firmware: the callbacks of Moddable's `BLEServer`, with the connection in front, 0 up to
 * `connections` − 1. Characteristics are named as in `bleservices`.
 */
export interface BluetoothOptions {
	/** The stack is up; nothing may be asked of it before. */
	onReady(): void;
	/** A client has connected; advertising has ended by that. */
	onConnected(connection: number): void;
	onDisconnected(connection: number): void;
	/** Client and stack have agreed upon an ATT_MTU; 23 until then. */
	onMTUExchanged(connection: number, mtu: number): void;
	/** The value is sent before anything else is asked. Undefined: there is none, the stack refuses. */
	onCharacteristicRead(connection: number, name: string): Uint8Array | undefined;
	/** `value` is valid during the call only. */
	onCharacteristicWritten(connection: number, name: string, value: Uint8Array): void;
	onCharacteristicNotifyEnabled(connection: number, name: string): void;
	onCharacteristicNotifyDisabled(connection: number, name: string): void;
}

/** What the firmware uses of a radio: part of Moddable's `BLEServer`. */
export interface BluetoothIO {
	/** Device name of the Generic Access service. */
	deviceName: string;
	startAdvertising(advertising: Advertising): void;
	stopAdvertising(): void;
	/** Sends `value`, at most ATT_MTU − 3 bytes; it is copied. */
	notifyValue(connection: number, name: string, value: Uint8Array): void;
	disconnect(connection: number): void;
}

/** The radio: the board's class, how many clients it holds, and its source of random bytes. */
export interface Bluetooth {
	readonly io: new (options: BluetoothOptions) => BluetoothIO;
	/** Clients at a time, at least 1. */
	readonly connections: number;
	/** Fills `target`, at most 32 bytes, with bytes that nobody can foresee. */
	random(target: Uint8Array): void;
}

/** A board. */
export interface Board {
	readonly identity: Identity;
	readonly frontEnd: FrontEnd;
	readonly clock: Clock;
	readonly rs485: SerialPort;
	readonly mbus: SerialPort;
	readonly pins: DigitalPins;
	/** Where the meter keeps what a power cut must not take; undefined: a board without, whose meter forgets. */
	readonly flash: Flash | undefined;
	readonly lcd: Lcd;
	readonly touch: TouchPads;
	/** The radio, of a board that has one. */
	readonly bluetooth?: Bluetooth;
	/**
	 * Why the board has restarted by itself: `enum fault` of `engine/xs/board.h` (80: heap full); 0 or undefined: it has
	 * not, the supply has come up.
	 */
	readonly restartReason?: number;
}
