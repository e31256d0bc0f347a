/**
 * Reads a meter's registers for the front panel as one more client on the line: the panel shows
 * what any client reads, and this one waits its turn like the others.
 */
import { decodeResponse, readRequest } from "../../client/pdu.ts";
import { isWhole, rtuFrame } from "../bus/rtu.ts";
import type { LineClient } from "../bus/turn.ts";
import type { LiveRegisters } from "./protocol.ts";

/** The part of the line that the poller uses. */
export interface PollLine {
	send(client: LineClient, bytes: Uint8Array): void;
	leave(client: LineClient): void;
}

/**
 * Blocks of registers: first address, count, and the polls that read them, which are those whose
 * number modulo `every` is `turn`. At 9600 baud the measurements occupy the line for 0.13 s.
 */
const BLOCKS = [
	{ address: 0x5002, count: 54, every: 1, turn: 0 },
	{ address: 0x4003, count: 50, every: 5, turn: 1 },
	{ address: 0x6000, count: 74, every: 5, turn: 3 },
] as const;

/** Failed requests in a row after which the registers read so far no longer count. */
const FAILURE_LIMIT = 3;

/** A request that waits for its response. */
interface Asked {
	/** Index of the block. */
	readonly index: number;
	readonly pdu: Uint8Array;
}

export class Poller implements LineClient {
	/** Modbus ID of the meter. */
	unit: number;
	readonly #line: PollLine;
	readonly #now: () => number;
	readonly #words: string[] = BLOCKS.map(() => "");
	#answered: number | undefined;
	#failures = 0;
	#polls = 0;
	#received: Uint8Array = new Uint8Array();
	#asked: Asked | undefined;
	/** Indices of the blocks that this poll has not asked for yet. */
	#left: number[] = [];

	/** @param now meter time in seconds */
	constructor(line: PollLine, unit: number, now: () => number) {
		this.#line = line;
		this.unit = unit;
		this.#now = now;
	}

	/**
	 * The registers as last read; null until every block has been read, and after too many
	 * failures.
	 */
	get registers(): LiveRegisters | null {
		if (this.#answered === undefined) return null;
		const blocks = BLOCKS.map(({ address }, index) => ({
			address,
			words: this.#words[index] ?? "",
		}));
		return { meterSeconds: this.#answered, blocks };
	}

	/**
	 * Reads the blocks that are due and those never read, unless the last poll is still under way.
	 */
	poll(): void {
		if (this.#asked !== undefined) return;
		this.#polls++;
		this.#left = [...BLOCKS.keys()].filter((index) => this.#isDue(index));
		this.#next();
	}

	/** Stops; the registers read so far no longer count. */
	stop(): void {
		this.#left = [];
		this.#answered = undefined;
		this.#line.leave(this);
	}

	answer(bytes: Uint8Array): void {
		this.#received = Buffer.concat([this.#received, bytes]);
	}

	over(): void {
		const asked = this.#asked;
		this.#asked = undefined;
		if (!asked) return;
		const registers = this.#registersAskedFor(asked);
		if (registers) {
			this.#words[asked.index] = Buffer.from(registers).toString("hex");
			this.#failures = 0;
			if (this.#words.every((words) => words !== "")) this.#answered = this.#now();
		} else if (++this.#failures >= FAILURE_LIMIT) this.#answered = undefined;
		this.#next();
	}

	#isDue(index: number): boolean {
		const block = BLOCKS[index];
		return (
			this.#words[index] === "" || (block !== undefined && this.#polls % block.every === block.turn)
		);
	}

	#next(): void {
		const index = this.#left.shift();
		const block = BLOCKS[index ?? -1];
		if (index === undefined || !block) return;
		const pdu = readRequest(block.address, block.count);
		this.#asked = { index, pdu };
		this.#received = new Uint8Array();
		this.#line.send(this, rtuFrame(this.unit, pdu));
	}

	#registersAskedFor({ pdu }: Asked): Uint8Array | undefined {
		const received = this.#received;
		if (!isWhole(received) || received[0] !== this.unit) return undefined;
		const response = decodeResponse(pdu, received.subarray(1, -2));
		return response.kind === "normal" ? response.registers : undefined;
	}
}
