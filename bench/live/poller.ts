/**
 * Reads a meter's registers for the front panel as one more client on the line: the panel shows
 * what any client reads, and this one waits its turn like the others.
 */
import { decodeResponse, readRequest } from "../../client/pdu.ts";
import { isWhole, rtuFrame } from "../bus/rtu.ts";
import type { LineClient } from "../bus/turns.ts";
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
	{ address: 0x6000, count: 87, every: 5, turn: 3 },
	{ address: 0x7002, count: 1, every: 5, turn: 4 },
] as const;

/** Failed requests in a row after which the registers read so far no longer count. */
const FAILURE_LIMIT = 3;

/**
 * One request and its turn on the line. Each request is a client of its own: whatever becomes of
 * the turn of an abandoned one, it cannot be taken for that of the next.
 */
export class PollTurn implements LineClient {
	/** Index of the block. */
	readonly index: number;
	readonly pdu: Uint8Array;
	readonly #over: (turn: PollTurn) => void;
	received: Uint8Array = new Uint8Array();

	constructor(index: number, pdu: Uint8Array, over: (turn: PollTurn) => void) {
		this.index = index;
		this.pdu = pdu;
		this.#over = over;
	}

	answer(bytes: Uint8Array): void {
		this.received = Buffer.concat([this.received, bytes]);
	}

	over(): void {
		this.#over(this);
	}
}

export class Poller {
	/** Modbus ID of the meter. */
	readonly unit: number;
	readonly #line: PollLine;
	readonly #now: () => number;
	readonly #onRead: (address: number) => void;
	#words: string[] = BLOCKS.map(() => "");
	/** Meter time of each block. */
	readonly #times: number[] = BLOCKS.map(() => 0);
	#answered: number | undefined;
	#failures = 0;
	#polls = 0;
	#asked: PollTurn | undefined;
	/** Indices of the blocks that this poll has not asked for yet. */
	#left: number[] = [];

	/**
	 * @param now meter time in seconds
	 * @param onRead is told the first register of each block that was read
	 */
	constructor(
		line: PollLine,
		unit: number,
		now: () => number,
		onRead: (address: number) => void = () => {},
	) {
		this.#onRead = onRead;
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
			meterSeconds: this.#times[index] ?? 0,
			words: this.#words[index] ?? "",
		}));
		return { meterSeconds: this.#answered, blocks };
	}

	/** True if the meter has failed to answer so often that its registers do not count. */
	get silent(): boolean {
		return this.#failures >= FAILURE_LIMIT;
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

	/** Stops and forgets what was read; a request under way is abandoned. */
	stop(): void {
		if (this.#asked) this.#line.leave(this.#asked);
		this.#asked = undefined;
		this.#left = [];
		this.#answered = undefined;
		this.#failures = 0;
		this.#words = BLOCKS.map(() => "");
	}

	#over(turn: PollTurn): void {
		if (turn !== this.#asked) return;
		this.#asked = undefined;
		const registers = this.#registersIn(turn);
		if (registers) {
			this.#words[turn.index] = Buffer.from(registers).toString("hex");
			this.#times[turn.index] = this.#now();
			this.#failures = 0;
			if (this.#words.every((words) => words !== "")) this.#answered = this.#now();
			this.#onRead(BLOCKS[turn.index]?.address ?? 0);
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
		this.#asked = new PollTurn(index, pdu, (turn) => this.#over(turn));
		this.#line.send(this.#asked, rtuFrame(this.unit, pdu));
	}

	#registersIn({ received, pdu }: PollTurn): Uint8Array | undefined {
		if (!isWhole(received) || received[0] !== this.unit) return undefined;
		const response = decodeResponse(pdu, received.subarray(1, -2));
		return response.kind === "normal" ? response.registers : undefined;
	}
}
