/** The scenario's own clients on the lines. */
import { readRequest } from "../../client/pdu.ts";
import type { SerialLine } from "../bus/line.ts";
import { rtuFrame } from "../bus/rtu.ts";
import type { LineClient } from "../bus/turn.ts";
import { REGISTERS } from "../registers/table.ts";
import type { Poll } from "./scenario.ts";

/** REQ_UD2 of M-Bus, with the frame count bit. */
const REQUEST_DATA = 0x7b;

/** Frames that a poll sends, one after the other, each when the one before was answered. */
export function requestsOf({ unit = 1, read, mbus }: Poll): Uint8Array[] {
	if (mbus !== undefined) {
		const sum = (REQUEST_DATA + mbus) & 0xff;
		return [Uint8Array.of(0x10, REQUEST_DATA, mbus, sum, 0x16)];
	}
	return rangesOf(read ?? []).map(({ address, count }) =>
		rtuFrame(unit, readRequest(address, count)),
	);
}

interface Range {
	readonly address: number;
	count: number;
}

/** Ranges of registers; names of registers that follow each other are read together. */
function rangesOf(read: NonNullable<Poll["read"]>): Range[] {
	if ("address" in read) return [{ ...read }];
	const ranges: Range[] = [];
	for (const name of read) {
		const row = REGISTERS.find((each) => each.name === name);
		const last = ranges.at(-1);
		if (!row) continue;
		if (last && last.address + last.count === row.address) last.count += row.length;
		else ranges.push({ address: row.address, count: row.length });
	}
	return ranges;
}

/** Sends a frame and waits for the end of the turn, answered or not. */
export function ask(line: SerialLine, bytes: Uint8Array): Promise<void> {
	return new Promise((resolve) => {
		const client: LineClient = { answer: () => {}, over: resolve };
		line.send(client, bytes);
	});
}
