/**
 * Reads a meter's registers for the front panel as one more client on the line: the panel shows
 * what any client reads, and this one waits its turn like the others.
 */
import { decodeResponse, Exception, readRequest } from "../../client/pdu.ts";
import { isWhole, rtuFrame } from "../bus/rtu.ts";
import type { LineClient } from "../bus/turn.ts";
import { BLOCKS, type Block, WITNESSES } from "./poll-blocks.ts";
import { PollResults } from "./poll-results.ts";
import type { LiveBlock, LiveRegisters } from "./protocol.ts";

/** The part of the line that the poller uses. */
export interface PollLine {
	send(client: LineClient, bytes: Uint8Array): void;
	leave(client: LineClient): void;
}

/** Failed requests in a row after which the registers read so far no longer count. */
const FAILURE_LIMIT = 3;

/**
 * One request and its turn on the line. Each request is a client of its own: whatever becomes of
 * the turn of an abandoned one, it cannot be taken for that of the next.
 */
export class PollTurn implements LineClient {
	readonly block: Block;
	readonly pdu: Uint8Array;
	readonly #over: (turn: PollTurn) => void;
	received: Uint8Array = new Uint8Array();

	constructor(block: Block, over: (turn: PollTurn) => void) {
		this.block = block;
		this.pdu = readRequest(block.address, block.count);
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
	readonly #onRead: (block: LiveBlock) => void;
	readonly #results = new PollResults();
	#answered = 0;
	#failures = 0;
	/** Code of the exception that was the last failure; null: that was another one. */
	#refusal: number | null = null;
	#polls = 0;
	#asked: PollTurn | undefined;
	/** Blocks that this poll has not asked for yet. */
	#left: Block[] = [];

	/**
	 * @param now meter time in seconds
	 * @param onRead is told each block that was read, once it is sure how to take it
	 */
	constructor(
		line: PollLine,
		unit: number,
		now: () => number,
		onRead: (block: LiveBlock) => void = () => {},
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
		const { blocks } = this.#results;
		return blocks
			? {
					meterSeconds: this.#answered,
					stopped: blocks.some(({ words }) => words === ""),
					blocks,
				}
			: null;
	}

	/** True if the meter has failed to answer so often that its registers do not count. */
	get silent(): boolean {
		return this.#failures >= FAILURE_LIMIT && this.#refusal === null;
	}

	/** Code of the exception by which the meter refuses to be read; null: it does not. */
	get refusal(): number | null {
		return this.#failures >= FAILURE_LIMIT ? this.#refusal : null;
	}

	/**
	 * Reads the blocks that are due and those never read, unless the last poll is still under way.
	 */
	poll(): void {
		if (this.#asked !== undefined) return;
		this.#polls++;
		const due = BLOCKS.filter(
			(block) => this.#results.lacks(block) || this.#polls % block.every === block.turn,
		);
		this.#left = this.#results.begins ? [WITNESSES.SETTINGS, ...due.slice(0, -1)] : due;
		this.#next();
	}

	/** Stops and forgets what was read; a request under way is abandoned. */
	stop(): void {
		if (this.#asked) this.#line.leave(this.#asked);
		this.#asked = undefined;
		this.#left = [];
		this.#failures = 0;
		this.#results.clear();
	}

	#next(): void {
		const block = this.#left.shift();
		if (!block) return;
		this.#asked = new PollTurn(block, (turn) => this.#over(turn));
		this.#line.send(this.#asked, rtuFrame(this.unit, this.#asked.pdu));
	}

	#over(turn: PollTurn): void {
		if (turn !== this.#asked) return;
		this.#asked = undefined;
		const { block } = turn;
		this.#judge(turn);
		// Without the data type the other blocks would be read in vain.
		if (this.#results.begins) this.#left = [];
		const { witness } = this.#results;
		const isWitness = block === WITNESSES.TYPE || block === WITNESSES.SETTINGS;
		if (this.#left.length === 0 && witness && !isWitness) this.#left.push(witness);
		this.#next();
	}

	#judge({ received, pdu, block }: PollTurn): void {
		const response =
			isWhole(received) && received[0] === this.unit
				? decodeResponse(pdu, received.subarray(1, -2))
				: undefined;
		if (response?.kind === "normal") {
			this.#failures = 0;
			this.#take(block, Buffer.from(response.registers).toString("hex"));
			return;
		}
		const refusal = response?.kind === "exception" ? response.code : null;
		if (block.typed && refusal === Exception.SERVER_DEVICE_FAILURE) this.#take(block, undefined);
		this.#refusal = refusal;
		if (++this.#failures >= FAILURE_LIMIT) this.#results.clear();
	}

	#take(block: Block, words: string | undefined): void {
		const now = this.#now();
		for (const each of this.#results.take(block, words, now)) {
			this.#answered = now;
			this.#onRead(each);
		}
	}
}
