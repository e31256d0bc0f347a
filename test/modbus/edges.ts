/**
 * Every edge of every function code, one case each: name, request and response, both as PDUs in
 * hexadecimal. A refused request must change nothing.
 */

/** One case. */
export type Edge = readonly [name: string, request: string, response: string];

/** Both reads have the same edges. */
function reads(functionCode: "03" | "04", refused: "83" | "84"): Edge[] {
	const edges: Edge[] = [
		["one register", "4002 0001", "02 1113"],
		[
			"13 registers",
			"4000 000D",
			"1A 12345678 1113 0001 0006 3F800000 3F800000 3F800000 0005 0005",
		],
		["the last register of a block", "4034 0001", "02 0001"],
		["the most registers, 125", "6100 007D", `FA ${"00".repeat(250)}`],
		["a gap inside a block, as 0", "4025 0001", "02 0000"],
		["the upper half of a 32-bit register", "4000 0001", "02 1234"],
		["the lower half of a 32-bit register", "4001 0001", "02 5678"],
		["halves of two 32-bit registers", "4001 0002", "04 5678 1113"],
	];
	const refusals: [string, string, string][] = [
		["0 registers", "4000 0000", "03"],
		["126 registers", "6100 007E", "03"],
		["2000 registers", "6100 07D0", "03"],
		["65535 registers", "5000 FFFF", "03"],
		["0 registers of an unknown address", "0000 0000", "03"],
		["125 registers that leave the block", "5000 007D", "02"],
		["a range across the block's end", "5036 0003", "02"],
		["a range that begins before the block", "3FFF 0002", "02"],
		["the address after a block", "4035 0001", "02"],
		["an unknown address", "0000 0001", "02"],
		["the last address", "FFFF 0001", "02"],
		["a range that wraps", "FFFF 0002", "02"],
		["a bare function code", "", "03"],
		["half an address", "40", "03"],
		["no quantity", "4000", "03"],
		["half a quantity", "4000 00", "03"],
		["a trailing byte", "4000 0002 00", "03"],
		["two trailing bytes", "4000 0002 0000", "03"],
	];
	return [
		...edges.map(
			([name, request, data]): Edge => [
				`FC ${functionCode} reads ${name}`,
				`${functionCode} ${request}`,
				`${functionCode} ${data}`,
			],
		),
		...refusals.map(
			([name, request, exception]): Edge => [
				`FC ${functionCode} refuses ${name}`,
				`${functionCode} ${request}`,
				`${refused} ${exception}`,
			],
		),
	];
}

/** Function codes of the standard that the meter does not have, and unassigned ones. */
const UNKNOWN = [
	"00",
	"01",
	"02",
	"05",
	"07",
	"0B",
	"0C",
	"0F",
	"11",
	"14",
	"15",
	"16",
	"17",
	"18",
	"7F",
];

/** Answered with an exception, whatever data follow. */
const unknownFunctions: readonly Edge[] = [
	...UNKNOWN.map(
		(code): Edge => [
			`FC ${code} is unknown`,
			`${code} 4000 0001`,
			`${(Number.parseInt(code, 16) | 0x80).toString(16)} 01`,
		],
	),
	["FC 80, with the exception flag, is unknown", "80 4000 0001", "80 01"],
	["FC 83, with the exception flag, is unknown", "83 4000 0002", "83 01"],
	["FC FF is unknown", "FF", "FF 01"],
	["FC 05 of coils is unknown, with ON", "05 4010 FF00", "85 01"],
	["FC 17 writes nothing", "17 4000 0001 4010 0001 02 0025", "97 01"],
	["FC 16 masks nothing", "16 4010 0000 0025", "96 01"],
	["FC 41 without data is unknown", "41", "C1 01"],
];

const singleWrites: readonly Edge[] = [
	["FC 06 writes one register", "06 4010 0025", "06 4010 0025"],
	["FC 06 writes the lowest value", "06 4010 0001", "06 4010 0001"],
	["FC 06 writes the highest value", "06 4010 0030", "06 4010 0030"],
	["FC 06 refuses a value below the range", "06 4010 0000", "86 03"],
	["FC 06 refuses a value above the range", "06 4010 0031", "86 03"],
	["FC 06 refuses a BCD digit above 9", "06 4010 001A", "86 03"],
	["FC 06 refuses a BCD digit above 9 in the upper byte", "06 4010 A001", "86 03"],
	["FC 06 refuses unit ID 0", "06 4003 0000", "86 03"],
	["FC 06 refuses unit ID 248", "06 4003 00F8", "86 03"],
	["FC 06 refuses a negative value", "06 4003 FFFF", "86 03"],
	["FC 06 refuses baud code 0", "06 4004 0000", "86 03"],
	["FC 06 refuses baud code 11", "06 4004 000B", "86 03"],
	["FC 06 refuses parity 0", "06 4011 0000", "86 03"],
	["FC 06 refuses parity 4", "06 4011 0004", "86 03"],
	["FC 06 refuses combination code 0", "06 400F 0000", "86 03"],
	["FC 06 refuses combination code 6", "06 400F 0006", "86 03"],
	["FC 06 refuses a pulse width of 1 ms", "06 4021 0001", "86 03"],
	["FC 06 refuses a pulse width of 100 ms", "06 4021 0100", "86 03"],
	["FC 06 refuses pulse type 0", "06 4022 0000", "86 03"],
	["FC 06 refuses pulse type 3", "06 4022 0003", "86 03"],
	["FC 06 refuses data type 0", "06 4026 0000", "86 03"],
	["FC 06 refuses data type 3", "06 4026 0003", "86 03"],
	["FC 06 refuses screen direction 2", "06 4032 0002", "86 03"],
	["FC 06 refuses OBIS codes 2", "06 4033 0002", "86 03"],
	["FC 06 refuses backlight 0", "06 4034 0000", "86 03"],
	["FC 06 refuses backlight 4", "06 4034 0004", "86 03"],
	["FC 06 refuses tariff 0", "06 6048 0000", "86 03"],
	["FC 06 refuses tariff 5", "06 6048 0005", "86 03"],
	["FC 06 refuses to set the power-down counter to 1", "06 4016 0001", "86 03"],
	["FC 06 refuses the upper half of a 32-bit register", "06 401F 9995", "86 03"],
	["FC 06 refuses the lower half of a 32-bit register", "06 4020 0005", "86 03"],
	["FC 06 refuses half of the counter's reset", "06 6049 0000", "86 03"],
	["FC 06 refuses half of the S0 rate", "06 400D 447A", "86 03"],
	["FC 06 refuses a read-only register", "06 4000 0001", "86 02"],
	["FC 06 refuses a measurement", "06 5002 0000", "86 02"],
	["FC 06 refuses an energy", "06 6000 0000", "86 02"],
	["FC 06 refuses a page of the CT history", "06 6100 0000", "86 02"],
	["FC 06 refuses a gap", "06 4025 0001", "86 02"],
	["FC 06 refuses an address outside the blocks", "06 8000 0001", "86 02"],
	["FC 06 refuses the last address", "06 FFFF 0001", "86 02"],
	["FC 06 refuses a constant while the seal is closed", "06 7002 0001", "86 04"],
	["FC 06 refuses a bare function code", "06", "86 03"],
	["FC 06 refuses half an address", "06 40", "86 03"],
	["FC 06 refuses no value", "06 4010", "86 03"],
	["FC 06 refuses half a value", "06 4010 00", "86 03"],
	["FC 06 refuses a trailing byte", "06 4010 0025 00", "86 03"],
	["FC 06 refuses a second value", "06 4010 0025 0001", "86 03"],
];

const multipleWrites: readonly Edge[] = [
	["FC 10 writes one register", "10 4010 0001 02 0025", "10 4010 0001"],
	["FC 10 writes a 32-bit register", "10 401F 0002 04 9995 0005", "10 401F 0002"],
	["FC 10 writes several settings at once", "10 4032 0003 06 0001 0001 0003", "10 4032 0003"],
	["FC 10 takes the S0 rate of 0.01", "10 400D 0002 04 3C23D70A", "10 400D 0002"],
	["FC 10 refuses 0 registers", "10 4010 0000 00", "90 03"],
	["FC 10 refuses 0 registers with data", "10 4010 0000 02 0025", "90 03"],
	["FC 10 refuses 124 registers", `10 4000 007C F8 ${"0000".repeat(122)}`, "90 03"],
	["FC 10 refuses 126 registers", "10 4000 007E FC 0000", "90 03"],
	["FC 10 refuses 2000 registers", "10 4000 07D0 A0 0000", "90 03"],
	[
		"FC 10 refuses 123 registers that leave the block",
		`10 4010 007B F6 ${"0025".repeat(123)}`,
		"90 02",
	],
	["FC 10 refuses an odd byte count", "10 4010 0001 03 002500", "90 03"],
	["FC 10 refuses a byte count that is odd and too small", "10 4010 0001 01 25", "90 03"],
	["FC 10 refuses a byte count of more than the quantity", "10 4010 0001 04 00250025", "90 03"],
	["FC 10 refuses a byte count of less than the quantity", "10 4032 0002 02 0001", "90 03"],
	["FC 10 refuses a byte count of 0", "10 4010 0001 00", "90 03"],
	["FC 10 refuses data that end early", "10 4010 0001 02 00", "90 03"],
	["FC 10 refuses no data", "10 4010 0001 02", "90 03"],
	["FC 10 refuses no byte count", "10 4010 0001", "90 03"],
	["FC 10 refuses no quantity", "10 4010", "90 03"],
	["FC 10 refuses half an address", "10 40", "90 03"],
	["FC 10 refuses a bare function code", "10", "90 03"],
	["FC 10 refuses a trailing byte", "10 4010 0001 02 0025 00", "90 03"],
	["FC 10 refuses a trailing register", "10 4010 0001 02 0025 0001", "90 03"],
	["FC 10 refuses the upper half of a 32-bit register", "10 401F 0001 02 9995", "90 03"],
	["FC 10 refuses the lower half of a 32-bit register", "10 4020 0001 02 0005", "90 03"],
	["FC 10 refuses half a register before a whole one", "10 4020 0002 04 0005 0030", "90 03"],
	["FC 10 refuses half a register after a whole one", "10 6048 0002 04 0001 0000", "90 03"],
	["FC 10 refuses half of the S0 rate", "10 400D 0001 02 447A", "90 03"],
	["FC 10 refuses a CT ratio with a digit above 9", "10 401F 0002 04 999A 0005", "90 03"],
	["FC 10 refuses a CT ratio of 9996", "10 401F 0002 04 9996 0005", "90 03"],
	[
		"FC 10 refuses a CT ratio whose primary is no multiple of 5",
		"10 401F 0002 04 0012 0005",
		"90 03",
	],
	[
		"FC 10 refuses a CT ratio whose secondary is neither 1 nor 5",
		"10 401F 0002 04 0100 0002",
		"90 03",
	],
	["FC 10 refuses a CT ratio of 0", "10 401F 0002 04 0000 0005", "90 03"],
	["FC 10 refuses an S0 rate that is not in the list", "10 400D 0002 04 41A00000", "90 03"],
	["FC 10 refuses an S0 rate that is no number", "10 400D 0002 04 7FC00000", "90 03"],
	["FC 10 refuses an infinite S0 rate", "10 400D 0002 04 7F800000", "90 03"],
	["FC 10 refuses a negative S0 rate", "10 400D 0002 04 C47A0000", "90 03"],
	["FC 10 refuses to reset the counter to 1", "10 6049 0002 04 0000 0001", "90 03"],
	["FC 10 refuses a read-only register", "10 4000 0001 02 0001", "90 02"],
	["FC 10 refuses a read-only register after a good value", "10 4004 0002 04 0009 0000", "90 02"],
	["FC 10 refuses a bad value after a good one", "10 4032 0003 06 0001 0001 0004", "90 03"],
	["FC 10 refuses a bad value before a good one", "10 4032 0002 04 0002 0001", "90 03"],
	["FC 10 refuses a gap after a good value", "10 4022 0002 04 0002 0000", "90 02"],
	["FC 10 refuses to leave the block", "10 4034 0002 04 0002 0001", "90 02"],
	["FC 10 refuses an address outside the blocks", "10 8000 0001 02 0001", "90 02"],
	["FC 10 refuses a range that wraps", "10 FFFF 0002 04 0001 0001", "90 02"],
	["FC 10 refuses constants while the seal is closed", "10 7600 0002 04 3F800000", "90 04"],
];

const diagnostics: readonly Edge[] = [
	["FC 08 echoes a query", "08 0000 A537", "08 0000 A537"],
	["FC 08 echoes a query without data", "08 0000", "08 0000"],
	["FC 08 echoes the longest query", `08 0000 ${"5A".repeat(250)}`, `08 0000 ${"5A".repeat(250)}`],
	["FC 08 refuses another sub-function", "08 0001 0000", "88 01"],
	["FC 08 refuses to restart communication", "08 0001 FF00", "88 01"],
	["FC 08 refuses listen-only mode", "08 0004 0000", "88 01"],
	["FC 08 refuses the last sub-function", "08 FFFF 0000", "88 01"],
	["FC 08 refuses a bare function code", "08", "88 03"],
	["FC 08 refuses half a sub-function", "08 00", "88 03"],
	["FC 08 refuses an odd number of data bytes", "08 0000 A5", "88 03"],
];

const NAME = "00 05 416D626974";
const PRODUCT = "01 06 325055204354";
const REVISION = "02 04 312E3030";

const identification: readonly Edge[] = [
	[
		"FC 2B identifies by stream",
		"2B 0E 01 00",
		`2B 0E 01 81 00 00 03 ${NAME} ${PRODUCT} ${REVISION}`,
	],
	[
		"FC 2B identifies by stream from an object onwards",
		"2B 0E 01 02",
		`2B 0E 01 81 00 00 01 ${REVISION}`,
	],
	[
		"FC 2B starts the stream over at an unknown object",
		"2B 0E 01 03",
		`2B 0E 01 81 00 00 03 ${NAME} ${PRODUCT} ${REVISION}`,
	],
	[
		"FC 2B identifies by the regular stream, which has no more objects",
		"2B 0E 02 00",
		`2B 0E 02 81 00 00 03 ${NAME} ${PRODUCT} ${REVISION}`,
	],
	[
		"FC 2B identifies by the extended stream, which has no more objects",
		"2B 0E 03 80",
		`2B 0E 03 81 00 00 03 ${NAME} ${PRODUCT} ${REVISION}`,
	],
	["FC 2B identifies by one object", "2B 0E 04 01", `2B 0E 04 81 00 00 01 ${PRODUCT}`],
	["FC 2B refuses an unknown object", "2B 0E 04 03", "AB 02"],
	["FC 2B refuses identification code 0", "2B 0E 00 00", "AB 03"],
	["FC 2B refuses identification code 5", "2B 0E 05 00", "AB 03"],
	["FC 2B refuses a request without an object", "2B 0E 01", "AB 03"],
	["FC 2B refuses a request without a code", "2B 0E", "AB 03"],
	["FC 2B refuses a trailing byte", "2B 0E 01 00 00", "AB 03"],
	["FC 2B refuses another interface", "2B 0D 00 00", "AB 01"],
	["FC 2B refuses a bare function code", "2B", "AB 01"],
];

export const EDGES: readonly Edge[] = [
	...reads("03", "83"),
	...reads("04", "84"),
	...singleWrites,
	...diagnostics,
	...multipleWrites,
	...identification,
	...unknownFunctions,
];
