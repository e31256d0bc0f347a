/** Byte codes of Modbus responses on XS, from the end of t3.5 to the last byte at the UART. */
import { rtuFrame } from "../../bench/bus/rtu.ts";
import { message } from "../../bench/meter/link.ts";
import { Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { FunctionCode, readRequest, writeMultipleRequest } from "../../client/pdu.ts";
import { LoadedFrontEnd, pass, runPrepared, START } from "./byte-codes.ts";

/** Most byte codes of a response: 2.9 ms on the Cortex-M7 of docs/performance.md. */
export const ANSWER_BYTE_CODES = 14_000;

/** A read of registers. */
export interface Read {
	what: string;
	address: number;
	count: number;
}

/** The largest read of each block of the register map: all of it, or 125 registers. */
export const LARGEST_READS: readonly Read[] = [
	{ what: "settings and state", address: 0x4000, count: 0x35 },
	{ what: "readings", address: 0x5000, count: 0x38 },
	{ what: "energies", address: 0x6000, count: 125 },
	{ what: "later energies", address: 0x6014, count: 125 },
	{ what: "active energies by CT ratio", address: 0x6100, count: 125 },
	{ what: "later active energies by CT ratio", address: 0x6123, count: 125 },
	{ what: "reactive energies by CT ratio", address: 0x6300, count: 125 },
	{ what: "calibration", address: 0x7000, count: 125 },
	{ what: "M-Bus settings", address: 0x7080, count: 125 },
	{ what: "events", address: 0x7100, count: 125 },
	{ what: "audit trail", address: 0x7180, count: 125 },
	{ what: "constants", address: 0x7640, count: 125 },
];

const UNIT_ID = 1;

/** Frames of meter time: each less than t3.5 at 9600 baud (32.08), both together more. */
const BEFORE_END = 20;
const OVER_END = 20;

/** Blocks of 200 frames between reads: more than the longest window. */
const BLOCKS_BETWEEN = 16;

/** Repetitions of a read. The smallest count is taken: another timer may expire during a read. */
const TIMES = 5;

/** RTU frame of a client that reads registers. */
export function readFrame(address: number, count: number): Uint8Array {
	return rtuFrame(UNIT_ID, readRequest(address, count));
}

/** RTU frame of a client that writes registers by FC 16. */
export function writeFrame(address: number, ...words: number[]): Uint8Array {
	return rtuFrame(UNIT_ID, writeMultipleRequest(address, words));
}

/**
 * Frames that make energies most expensive: combination code 4, and every change of the CT ratio.
 */
export const DEAREST_SETTINGS: readonly Uint8Array[] = [
	writeFrame(0x400f, 4),
	...[0x10, 0x15, 0x20, 0x25, 0x30, 0x35, 0x40].map((primary) => writeFrame(0x401f, primary, 5)),
];

function received(frame: Uint8Array): Buffer {
	return message(ToBoard.RECEIVED, Uint8Array.of(Port.RS485), frame);
}

/**
 * Byte codes of the response to a read, the first since a window was counted.
 * @param engine path of the engine
 * @param firmware path of the firmware's bundle
 * @param integers true: the data type (4026) is integer
 */
export function answerByteCodes(
	engine: string,
	firmware: string,
	{ address, count }: Read,
	integers = false,
): number {
	const load = new LoadedFrontEnd();
	const stats = message(ToBoard.STATS);
	const messages = [START];
	const settings = integers ? [...DEAREST_SETTINGS, writeFrame(0x4026, 2)] : DEAREST_SETTINGS;
	const give = (): void => {
		for (let block = 0; block < BLOCKS_BETWEEN; block++) messages.push(load.block());
	};
	for (const frame of settings) {
		messages.push(received(frame));
		give();
	}
	for (let i = 0; i < TIMES; i++) {
		give();
		messages.push(
			received(readFrame(address, count)),
			pass(BEFORE_END),
			stats,
			pass(OVER_END),
			stats,
		);
	}
	const taken: number[] = [];
	let before: number | undefined;
	let answers = 0;
	runPrepared(engine, firmware, Buffer.concat(messages), (type, payload) => {
		if (type === ToBench.STATS) {
			const codes = payload.readDoubleLE();
			if (before !== undefined) taken.push(codes - before);
			before = before === undefined ? codes : undefined;
		}
		// Clock and port precede the ADU: unit ID, function code, byte count.
		if (
			type === ToBench.TRANSMIT &&
			payload[4] === Port.RS485 &&
			payload[6] === FunctionCode.READ_HOLDING_REGISTERS
		)
			answers += payload[7] === 2 * count ? 1 : 0;
	});
	if (answers !== TIMES)
		throw new Error(`${answers} answers to ${TIMES} reads of ${count} registers`);
	return Math.min(...taken);
}
