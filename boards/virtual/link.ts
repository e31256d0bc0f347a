/**
 * The byte link between a virtual board and the bench: messages of one type byte, a 16-bit length
 * and that many bytes of payload, least significant byte first throughout. It carries what a real
 * board has on its pins; the same messages pass over a pipe (desktop engines) and over a UART (the
 * emulated Cortex-M).
 *
 * The bench speaks first, with START (only INPUT may come before it), and every message of the
 * bench except STATS, START and the answers of the flash chip is answered with DONE when the
 * firmware has dealt with it, so the bench paces the meter and the meter's time is the number of
 * frames it was given, and of those that it was told to live through without (TIME).
 */

/** Length in bytes of a message's header: type (1), length of the payload (2). */
export const HEADER_LENGTH = 3;

/** Longest payload of one message. */
export const MAXIMUM_PAYLOAD = 4096;

/** Bytes a frame in FRAMES: six signed 24-bit samples V1 I1 V2 I2 V3 I3. */
export const BYTES_PER_FRAME = 18;

/** Bytes of the sequence number in front of the frames in FRAMES. */
export const SEQUENCE_LENGTH = 2;

/** Most frames in one FRAMES message. */
export const MAXIMUM_FRAMES = 200;

/** Messages from the bench to the board. */
export const ToBoard = Object.freeze({
	/**
	 * The supply comes up. serial number u32, Modbus ID u8, M-Bus primary address u8, flash chip
	 * fitted u8, why the board has restarted u8 (0: it has not). Answered with READY.
	 */
	START: 0x01,
	/**
	 * Converted frames: sequence u16, then {@link BYTES_PER_FRAME} bytes each; the meter's clock
	 * advances by their number. The sequence counts these messages from 0 at START on and wraps;
	 * where one does not go on from the last, the board says in `boards/virtual/sequence.ts` what
	 * that means.
	 */
	FRAMES: 0x02,
	/** Characters that were received by now: port u8, bytes. */
	RECEIVED: 0x03,
	/** An input changed: pin u8, level u8. */
	INPUT: 0x04,
	/**
	 * Asks for the engine's figures; answered by the engine itself with STATS, the firmware does not
	 * see it.
	 */
	STATS: 0x05,
	/**
	 * Meter time passes while the front end delivers nothing: frames u32, by which the clock
	 * advances.
	 */
	TIME: 0x06,
	/**
	 * A radio's client: connection u8, ATT_MTU u16. One that was not there has connected, 32 random
	 * bytes follow; of one that is there the MTU has changed; MTU 0: it has gone.
	 */
	BLE_CONNECTION: 0x18,
	/**
	 * A client has written: connection u8, characteristic u8 (its place in `ble/services`), bytes.
	 */
	BLE_WRITE: 0x19,
	/** A client reads: connection u8, characteristic u8. Answered with BLE_VALUE before DONE. */
	BLE_READ: 0x1a,
	/** A client wants notifications, or no more: connection u8, characteristic u8, 1 or 0 u8. */
	BLE_SUBSCRIBE: 0x1b,
	/**
	 * In place of RECEIVED, to a board with UARTs of its own: port u8, number u16 of characters that
	 * have come by that UART, or are about to, and count as received now.
	 */
	WIRED: 0x07,
	/**
	 * Asks a board with a processor of its own for its figures; the firmware does not see it. u8: 1
	 * collects garbage first.
	 */
	LOAD: 0x0f,
	/** Answers FLASH_READ: the bytes. */
	FLASH_DATA: 0x08,
	/**
	 * Answers FLASH_PROGRAM and FLASH_ERASE: success u8. There is no answer when the supply has gone
	 * meanwhile.
	 */
	FLASH_STATUS: 0x09,
	/** A button's pad was touched or let go: pad u8, down u8. */
	TOUCH: 0x10,
} as const);

/** Messages from the board to the bench. */
export const ToBench = Object.freeze({
	/** The firmware runs: frames u32 that it took, counted from START. */
	READY: 0x81,
	/**
	 * A message was dealt with: clock u32 in frames, frames to the next timer u32 (0xFFFFFFFF: none).
	 */
	DONE: 0x82,
	/** Characters to be sent: clock u32, port u8, bytes. */
	TRANSMIT: 0x83,
	/** An output changed: clock u32, pin u8, level u8. */
	OUTPUT: 0x84,
	/** A serial port was opened: port u8, parity u8 (0 none, 1 even, 2 odd), baud rate u32. */
	SERIAL: 0x85,
	/** A line of the firmware's trace, UTF-8. */
	TRACE: 0x86,
	/**
	 * Five float64: byte codes so far, heap in use after a collection of garbage, peak heap, slots in
	 * use, chunk bytes in use (bytes each but the first and fourth).
	 */
	STATS: 0x87,
	/**
	 * The radio advertises: length of the advertising data u8, advertising data, scan response data;
	 * nothing: no more.
	 */
	BLE_ADVERTISING: 0x98,
	/** A notification: connection u8, characteristic u8, bytes. */
	BLE_NOTIFICATION: 0x99,
	/**
	 * The value that was read: connection u8, characteristic u8, 1 or 0 u8 (there is none), bytes.
	 */
	BLE_VALUE: 0x9a,
	/** The meter ends a connection: connection u8. */
	BLE_DISCONNECT: 0x9b,
	/**
	 * In place of TRANSMIT, from such a board: clock u32, port u8, number u16 of characters that
	 * leave by the UART.
	 */
	WIRED: 0x8f,
	/**
	 * Such a board has restarted by itself and waits for START: why u8 (`enum fault`), a line of
	 * text.
	 */
	RESTARTED: 0x8d,
	/** Answers LOAD: float64 each, `bench/emulator/load.ts` names them. */
	LOAD: 0x8e,
	/** Asks the flash chip for bytes: offset u32, length u16. */
	FLASH_READ: 0x88,
	/** Programs the flash chip: clock u32 when that is over, offset u32, bytes. */
	FLASH_PROGRAM: 0x89,
	/**
	 * Erases a sector of the flash chip: clock u32, sector u16, u8 0 begins, 1 ends what was begun.
	 */
	FLASH_ERASE: 0x8a,
	/**
	 * Part of the LCD's picture: clock u32, page u8, column u8, bytes (a column of 8 pixels each).
	 */
	LCD: 0x90,
	/** The LCD's backlight: clock u32, 0 u8, on u8. */
	BACKLIGHT: 0x91,
} as const);

/** No timer is set, in DONE. */
export const NO_TIMER = 0xffffffff;

/** Ports of the serial messages. */
export const Port = Object.freeze({ RS485: 0, MBUS: 1 } as const);

/** Size in bytes of the flash chip and of its sectors. */
export const FLASH_LENGTH = 256 * 1024;
export const FLASH_SECTOR = 4096;

/** Pins of INPUT and OUTPUT. */
export const Pin = Object.freeze({
	TARIFF_INPUT: 0,
	SEAL: 1,
	POWER_FAIL: 2,
	LED: 8,
	S0_1: 9,
	S0_2: 10,
} as const);
