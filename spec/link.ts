/**
 * The byte link between a virtual board and the bench: messages of one type byte, a 16-bit length
 * and that many bytes of payload, least significant byte first. `npm run generate` writes
 * boards/virtual/link.ts and engine/xs/link.h from this file; the bench encodes and decodes by it
 * (bench/meter/link.ts). The board's own code, on its hot path, reads and writes by hand.
 */

/** A field: an unsigned number of 1, 2 or 4 bytes, a float64, or all the bytes that are left. */
export type FieldType = "u8" | "u16" | "u32" | "f64" | "bytes";

/** A message: its type byte, its meaning, and its fields in order. */
export interface Message {
	readonly type: number;
	readonly about: string;
	readonly fields: Readonly<Record<string, FieldType>>;
	/** The engine or the port in C handles it: engine/xs/link.h has its number. */
	readonly inC?: boolean;
}

/** Numbers of the link that engines, boards and bench share. */
export const NUMBERS = {
	HEADER_LENGTH: {
		value: 3,
		about: "Length in bytes of a message's header: type (1), length of the payload (2).",
	},
	MAXIMUM_PAYLOAD: { value: 4096, about: "Longest payload of one message, in bytes." },
	BYTES_PER_FRAME: {
		value: 18,
		about: "Bytes of a frame in FRAMES: six signed 24-bit samples V1 I1 V2 I2 V3 I3.",
	},
	SEQUENCE_LENGTH: {
		value: 2,
		about: "Bytes of the sequence number before the frames in FRAMES.",
	},
	MAXIMUM_FRAMES: { value: 200, about: "Most frames in one FRAMES message." },
	NO_TIMER: { value: 0xffffffff, about: "No timer is set, in DONE." },
	FLASH_LENGTH: { value: 352 * 1024, about: "Size of the flash chip in bytes." },
	FLASH_SECTOR: { value: 4096, about: "Size of a sector of the flash chip in bytes." },
} as const;

/** Numbers of {@link NUMBERS} that the C engines need. */
export const NUMBERS_IN_C = [
	"HEADER_LENGTH",
	"MAXIMUM_PAYLOAD",
	"SEQUENCE_LENGTH",
	"BYTES_PER_FRAME",
] as const;

/** Ports of the serial messages. */
export const PORTS = { RS485: 0, MBUS: 1 } as const;

/** Pins of INPUT and OUTPUT. */
export const PINS = {
	TARIFF_INPUT: 0,
	SEAL: 1,
	POWER_FAIL: 2,
	LED: 8,
	S0_1: 9,
	S0_2: 10,
} as const;

/** Messages from the bench to the board. */
export const TO_BOARD = {
	START: {
		type: 0x01,
		about:
			"The supply comes up. restartReason is 0 if the board has not restarted by itself. " +
			"Answered with READY.",
		fields: {
			serialNumber: "u32",
			modbusId: "u8",
			mbusAddress: "u8",
			flashFitted: "u8",
			restartReason: "u8",
		},
	},
	FRAMES: {
		type: 0x02,
		about:
			"Converted frames, BYTES_PER_FRAME bytes each; the meter's clock advances by their " +
			"number. The sequence counts these messages from 0 at START and wraps; " +
			"boards/virtual/front-end.ts handles gaps.",
		fields: { sequence: "u16", frames: "bytes" },
		inC: true,
	},
	RECEIVED: {
		type: 0x03,
		about: "Characters that were received by now.",
		fields: { port: "u8", characters: "bytes" },
		inC: true,
	},
	INPUT: { type: 0x04, about: "An input changed.", fields: { pin: "u8", level: "u8" } },
	STATS: {
		type: 0x05,
		about:
			"Asks for the engine's figures. The engine itself answers with STATS; the firmware " +
			"does not see it.",
		fields: {},
		inC: true,
	},
	TIME: {
		type: 0x06,
		about: "Meter time passes while the front end delivers nothing: the clock advances.",
		fields: { frames: "u32" },
	},
	WIRED: {
		type: 0x07,
		about:
			"In place of RECEIVED, to a board with UARTs of its own: the number of characters that " +
			"have come by that UART, or are about to, and count as received now.",
		fields: { port: "u8", count: "u16" },
		inC: true,
	},
	FLASH_DATA: { type: 0x08, about: "Answers FLASH_READ.", fields: { contents: "bytes" } },
	FLASH_STATUS: {
		type: 0x09,
		about:
			"Answers FLASH_PROGRAM and FLASH_ERASE. There is no answer if the supply has gone " +
			"meanwhile.",
		fields: { succeeded: "u8" },
	},
	WINDOWS: {
		type: 0x0a,
		about:
			"In place of FRAMES: `count` equal windows, one after the other. Each takes that many " +
			"frames, and its results are RESULTS float64 as in metrology/results, of which the board " +
			"sets REFERENCE. The frames before and after count as if there were nothing in between.",
		fields: { count: "u32", frames: "u32", results: "bytes" },
	},
	LOAD: {
		type: 0x0f,
		about:
			"Asks a board with a processor of its own for its figures; the firmware does not see it.",
		fields: { collectFirst: "u8" },
		inC: true,
	},
	TOUCH: {
		type: 0x10,
		about: "A button's pad was touched or released.",
		fields: { pad: "u8", down: "u8" },
	},
	TEMPERATURE: {
		type: 0x11,
		about: "The reading of the board's temperature sensor, °C; NaN: it fails.",
		fields: { celsius: "f64" },
	},
	BLE_CONNECTION: {
		type: 0x18,
		about:
			"A radio's client. One that was not there has connected; of one that is there the " +
			"ATT_MTU has changed; MTU 0: it has gone.",
		fields: { connection: "u8", mtu: "u16" },
	},
	BLE_WRITE: {
		type: 0x19,
		about: "A client has written. A characteristic's number is its place in ble/services.",
		fields: { connection: "u8", characteristic: "u8", value: "bytes" },
	},
	BLE_READ: {
		type: 0x1a,
		about: "A client reads. Answered with BLE_VALUE before DONE.",
		fields: { connection: "u8", characteristic: "u8" },
	},
	BLE_SUBSCRIBE: {
		type: 0x1b,
		about: "A client turns notifications on or off.",
		fields: { connection: "u8", characteristic: "u8", enabled: "u8" },
	},
	BLE_PASSKEY: {
		type: 0x1c,
		about: "A client pairs: its owner enters these six digits, which the meter shows.",
		fields: { connection: "u8", passkey: "u32" },
	},
	BLE_AUTHENTICATED: {
		type: 0x1d,
		about: "A client's link is encrypted with a key that the six digits have proved.",
		fields: { connection: "u8" },
	},
} as const satisfies Readonly<Record<string, Message>>;

/** Messages from the board to the bench. */
export const TO_BENCH = {
	READY: {
		type: 0x81,
		about: "The firmware runs; frames is the time that it took, counted from START.",
		fields: { frames: "u32" },
	},
	DONE: {
		type: 0x82,
		about: "A message was handled. framesToTimer is NO_TIMER if none is set.",
		fields: { clock: "u32", framesToTimer: "u32" },
	},
	TRANSMIT: {
		type: 0x83,
		about: "Characters to send.",
		fields: { clock: "u32", port: "u8", characters: "bytes" },
		inC: true,
	},
	OUTPUT: {
		type: 0x84,
		about: "An output changed.",
		fields: { clock: "u32", pin: "u8", level: "u8" },
		inC: true,
	},
	SERIAL: {
		type: 0x85,
		about: "A serial port was opened; parity is 0 for none, 1 for even, 2 for odd.",
		fields: { port: "u8", parity: "u8", baud: "u32" },
	},
	TRACE: {
		type: 0x86,
		about: "A line of the firmware's trace, UTF-8.",
		fields: { text: "bytes" },
		inC: true,
	},
	STATS: {
		type: 0x87,
		about:
			"Figures of the engine: byte codes so far, heap in use after a collection of garbage " +
			"and peak heap (bytes), slots in use, chunks in use (bytes).",
		fields: {
			byteCodes: "f64",
			heapBytes: "f64",
			peakHeapBytes: "f64",
			slots: "f64",
			chunkBytes: "f64",
		},
		inC: true,
	},
	FLASH_READ: {
		type: 0x88,
		about: "Asks the flash chip for bytes.",
		fields: { offset: "u32", length: "u16" },
	},
	FLASH_PROGRAM: {
		type: 0x89,
		about: "Programs the flash chip; clock is the time when that is over.",
		fields: { clock: "u32", offset: "u32", contents: "bytes" },
	},
	FLASH_ERASE: {
		type: 0x8a,
		about: "Erases a sector of the flash chip; end is 0 to begin, 1 to end.",
		fields: { clock: "u32", sector: "u16", end: "u8" },
	},
	RESTARTED: {
		type: 0x8d,
		about:
			"A board with a processor of its own has restarted by itself and waits for START; the " +
			"reason is one of RestartReason in src/board.ts, with a line of text.",
		fields: { reason: "u8", text: "bytes" },
		inC: true,
	},
	LOAD: {
		type: 0x8e,
		about: "Answers LOAD: float64 each, bench/emulator/load.ts names them.",
		fields: { figures: "bytes" },
		inC: true,
	},
	WIRED: {
		type: 0x8f,
		about:
			"In place of TRANSMIT, from a board with UARTs of its own: the number of characters " +
			"that leave by the UART.",
		fields: { clock: "u32", port: "u8", count: "u16" },
		inC: true,
	},
	LCD: {
		type: 0x90,
		about: "Part of the LCD's picture, a byte for each column of 8 pixels.",
		fields: { clock: "u32", page: "u8", column: "u8", pixels: "bytes" },
	},
	BACKLIGHT: {
		type: 0x91,
		about: "The LCD's backlight.",
		fields: { clock: "u32", zero: "u8", on: "u8" },
	},
	BLE_ADVERTISING: {
		type: 0x98,
		about:
			"The radio advertises: the advertising data of the given length, then the scan response " +
			"data. Empty: it no longer advertises.",
		fields: { length: "u8", packets: "bytes" },
	},
	BLE_NOTIFICATION: {
		type: 0x99,
		about: "A notification.",
		fields: { connection: "u8", characteristic: "u8", value: "bytes" },
	},
	BLE_VALUE: {
		type: 0x9a,
		about: "The value that was read, or found is 0.",
		fields: { connection: "u8", characteristic: "u8", found: "u8", value: "bytes" },
	},
	BLE_DISCONNECT: {
		type: 0x9b,
		about: "The meter ends a connection.",
		fields: { connection: "u8" },
	},
	BLE_BONDS: { type: 0x9c, about: "1: keep bonds; 0: forget all.", fields: { keep: "u8" } },
} as const satisfies Readonly<Record<string, Message>>;
