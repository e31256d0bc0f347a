/**
 * The byte link between a virtual board and the bench, made by `npm run generate` from
 * spec/link.ts.
 *
 * Messages of one type byte, a 16-bit length and that many bytes of payload, least significant
 * byte first. The link carries what a real board has on its pins; the same messages pass over a
 * pipe (desktop engines) and through memory that the emulated Cortex-M shares.
 *
 * The bench speaks first, with START (only INPUT may come before it). When the firmware has
 * handled a message of the bench, it answers with DONE; not so for STATS, START and the answers
 * of the flash chip. So the bench paces the meter, and the meter's time is the number of frames
 * that it was given and of those that it was told to live without (TIME).
 */

/** Length in bytes of a message's header: type (1), length of the payload (2). */
export const HEADER_LENGTH = 3;

/** Longest payload of one message, in bytes. */
export const MAXIMUM_PAYLOAD = 4096;

/** Bytes of a frame in FRAMES: six signed 24-bit samples V1 I1 V2 I2 V3 I3. */
export const BYTES_PER_FRAME = 18;

/** Bytes of the sequence number before the frames in FRAMES. */
export const SEQUENCE_LENGTH = 2;

/** Most frames in one FRAMES message. */
export const MAXIMUM_FRAMES = 200;

/** No timer is set, in DONE. */
export const NO_TIMER = 0xffffffff;

/** Size of the flash chip in bytes. */
export const FLASH_LENGTH = 360448;

/** Size of a sector of the flash chip in bytes. */
export const FLASH_SECTOR = 4096;

/** Messages from the bench to the board. */
export const ToBoard = Object.freeze({
	/**
	 * The supply comes up. restartReason is 0 if the board has not restarted by itself. Answered
	 * with READY. Fields: serialNumber u32, modbusId u8, mbusAddress u8, flashFitted u8,
	 * restartReason u8.
	 */
	START: 0x01,
	/**
	 * Converted frames, BYTES_PER_FRAME bytes each; the meter's clock advances by their number. The
	 * sequence counts these messages from 0 at START and wraps; boards/virtual/front-end.ts handles
	 * gaps. Fields: sequence u16, frames bytes.
	 */
	FRAMES: 0x02,
	/** Characters that were received by now. Fields: port u8, characters bytes. */
	RECEIVED: 0x03,
	/** An input changed. Fields: pin u8, level u8. */
	INPUT: 0x04,
	/**
	 * Asks for the engine's figures. The engine itself answers with STATS; the firmware does not
	 * see it.
	 */
	STATS: 0x05,
	/**
	 * Meter time passes while the front end delivers nothing: the clock advances. Fields: frames
	 * u32.
	 */
	TIME: 0x06,
	/**
	 * In place of RECEIVED, to a board with UARTs of its own: the number of characters that have
	 * come by that UART, or are about to, and count as received now. Fields: port u8, count u16.
	 */
	WIRED: 0x07,
	/** Answers FLASH_READ. Fields: contents bytes. */
	FLASH_DATA: 0x08,
	/**
	 * Answers FLASH_PROGRAM and FLASH_ERASE. There is no answer if the supply has gone meanwhile.
	 * Fields: succeeded u8.
	 */
	FLASH_STATUS: 0x09,
	/**
	 * In place of FRAMES: `count` equal windows, one after the other. Each takes that many frames,
	 * and its results are RESULTS float64 as in metrology/results, of which the board sets
	 * REFERENCE. The frames before and after count as if there were nothing in between. Fields:
	 * count u32, frames u32, results bytes.
	 */
	WINDOWS: 0x0a,
	/**
	 * Asks a board with a processor of its own for its figures; the firmware does not see it.
	 * Fields: collectFirst u8.
	 */
	LOAD: 0x0f,
	/** A button's pad was touched or released. Fields: pad u8, down u8. */
	TOUCH: 0x10,
	/** The reading of the board's temperature sensor, °C; NaN: it fails. Fields: celsius f64. */
	TEMPERATURE: 0x11,
	/**
	 * A radio's client. One that was not there has connected; of one that is there the ATT_MTU has
	 * changed; MTU 0: it has gone. Fields: connection u8, mtu u16.
	 */
	BLE_CONNECTION: 0x18,
	/**
	 * A client has written. A characteristic's number is its place in ble/services. Fields:
	 * connection u8, characteristic u8, value bytes.
	 */
	BLE_WRITE: 0x19,
	/**
	 * A client reads. Answered with BLE_VALUE before DONE. Fields: connection u8, characteristic
	 * u8.
	 */
	BLE_READ: 0x1a,
	/**
	 * A client turns notifications on or off. Fields: connection u8, characteristic u8, enabled u8.
	 */
	BLE_SUBSCRIBE: 0x1b,
	/**
	 * A client pairs: its owner enters these six digits, which the meter shows. Fields: connection
	 * u8, passkey u32.
	 */
	BLE_PASSKEY: 0x1c,
	/**
	 * A client's link is encrypted with a key that the six digits have proved. Fields: connection
	 * u8.
	 */
	BLE_AUTHENTICATED: 0x1d,
} as const);

/** Messages from the board to the bench. */
export const ToBench = Object.freeze({
	/**
	 * The firmware runs; frames is the time that it took, counted from START. Fields: frames u32.
	 */
	READY: 0x81,
	/**
	 * A message was handled. framesToTimer is NO_TIMER if none is set. Fields: clock u32,
	 * framesToTimer u32.
	 */
	DONE: 0x82,
	/** Characters to send. Fields: clock u32, port u8, characters bytes. */
	TRANSMIT: 0x83,
	/** An output changed. Fields: clock u32, pin u8, level u8. */
	OUTPUT: 0x84,
	/**
	 * A serial port was opened; parity is 0 for none, 1 for even, 2 for odd. Fields: port u8,
	 * parity u8, baud u32.
	 */
	SERIAL: 0x85,
	/** A line of the firmware's trace, UTF-8. Fields: text bytes. */
	TRACE: 0x86,
	/**
	 * Figures of the engine: byte codes so far, heap in use after a collection of garbage and peak
	 * heap (bytes), slots in use, chunks in use (bytes). Fields: byteCodes f64, heapBytes f64,
	 * peakHeapBytes f64, slots f64, chunkBytes f64.
	 */
	STATS: 0x87,
	/** Asks the flash chip for bytes. Fields: offset u32, length u16. */
	FLASH_READ: 0x88,
	/**
	 * Programs the flash chip; clock is the time when that is over. Fields: clock u32, offset u32,
	 * contents bytes.
	 */
	FLASH_PROGRAM: 0x89,
	/**
	 * Erases a sector of the flash chip; end is 0 to begin, 1 to end. Fields: clock u32, sector
	 * u16, end u8.
	 */
	FLASH_ERASE: 0x8a,
	/**
	 * A board with a processor of its own has restarted by itself and waits for START; the reason
	 * is one of RestartReason in src/board.ts, with a line of text. Fields: reason u8, text bytes.
	 */
	RESTARTED: 0x8d,
	/** Answers LOAD: float64 each, bench/emulator/load.ts names them. Fields: figures bytes. */
	LOAD: 0x8e,
	/**
	 * In place of TRANSMIT, from a board with UARTs of its own: the number of characters that leave
	 * by the UART. Fields: clock u32, port u8, count u16.
	 */
	WIRED: 0x8f,
	/**
	 * Part of the LCD's picture, a byte for each column of 8 pixels. Fields: clock u32, page u8,
	 * column u8, pixels bytes.
	 */
	LCD: 0x90,
	/** The LCD's backlight. Fields: clock u32, zero u8, on u8. */
	BACKLIGHT: 0x91,
	/**
	 * The radio advertises: the advertising data of the given length, then the scan response data.
	 * Empty: it no longer advertises. Fields: length u8, packets bytes.
	 */
	BLE_ADVERTISING: 0x98,
	/** A notification. Fields: connection u8, characteristic u8, value bytes. */
	BLE_NOTIFICATION: 0x99,
	/**
	 * The value that was read, or found is 0. Fields: connection u8, characteristic u8, found u8,
	 * value bytes.
	 */
	BLE_VALUE: 0x9a,
	/** The meter ends a connection. Fields: connection u8. */
	BLE_DISCONNECT: 0x9b,
	/** 1: keep bonds; 0: forget all. Fields: keep u8. */
	BLE_BONDS: 0x9c,
} as const);

/** Ports of the serial messages. */
export const Port = Object.freeze({ RS485: 0, MBUS: 1 } as const);

/** Pins of INPUT and OUTPUT. */
export const Pin = Object.freeze({
	TARIFF_INPUT: 0,
	SEAL: 1,
	POWER_FAIL: 2,
	LED: 8,
	S0_1: 9,
	S0_2: 10,
} as const);
