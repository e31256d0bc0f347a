/**
 * Keeps the blocks that the panel's reading has brought and is sure how to take. Any client may
 * change the data type at any time, so measurements and energies count only between two readings
 * of one and the same type. One that the meter refuses counts as missing if the meter has stopped,
 * which its error code tells.
 */
import { isInteger } from "../../client/data-type.ts";
import { stopsMeter } from "../../client/error-code.ts";
import { BLOCKS, type Block, dataTypeIn, errorCodeIn, WITNESSES } from "./poll-blocks.ts";
import type { LiveBlock } from "./protocol.ts";

/** A block whose words do not count yet. */
interface Held {
	readonly meterSeconds: number;
	/** Undefined: the meter has refused to give them. */
	readonly words: string | undefined;
	/** True if the data type was integer when it was read before; undefined: it never was. */
	readonly integers: boolean | undefined;
}

export class PollResults {
	/** Blocks that count, by address. */
	readonly #counted = new Map<number, LiveBlock>();
	readonly #held = new Map<number, Held>();
	/** Addresses of the blocks that were read in vain since they counted last. */
	readonly #lost = new Set<number>();
	/** True if the data type was integer when it was read last. */
	#integers: boolean | undefined;

	/** Blocks that count; undefined until all do. */
	get blocks(): readonly LiveBlock[] | undefined {
		const blocks = BLOCKS.flatMap(({ address }) => this.#counted.get(address) ?? []);
		return blocks.length === BLOCKS.length ? blocks : undefined;
	}

	/** True if the data type is not known yet, without which nothing else can be taken. */
	get begins(): boolean {
		return this.#integers === undefined;
	}

	/** Block to read to know how to take those that are held; undefined: none is. */
	get witness(): Block | undefined {
		if (this.#held.size === 0) return undefined;
		const refused = [...this.#held.values()].some(({ words }) => words === undefined);
		return refused ? WITNESSES.SETTINGS : WITNESSES.TYPE;
	}

	/** True if a block never counted, or was read in vain. */
	lacks({ address }: Block): boolean {
		return !this.#counted.has(address) || this.#lost.has(address);
	}

	/** Forgets everything. */
	clear(): void {
		this.#integers = undefined;
		this.#counted.clear();
		this.#held.clear();
		this.#lost.clear();
	}

	/**
	 * Takes a block.
	 * @param words hexadecimal; undefined: the meter has refused to give measurements or energies
	 * @param meterSeconds when it was read
	 * @returns the blocks that count now
	 */
	take(block: Block, words: string | undefined, meterSeconds: number): LiveBlock[] {
		const { address } = block;
		if (block.typed || words === undefined) {
			this.#held.set(address, { meterSeconds, words, integers: this.#integers });
			return [];
		}
		const counted = this.#release(dataTypeIn(block, words), errorCodeIn(block, words));
		if (block !== WITNESSES.TYPE) counted.push({ address, meterSeconds, integers: false, words });
		for (const each of counted) {
			this.#counted.set(each.address, each);
			this.#lost.delete(each.address);
		}
		return counted;
	}

	/** Takes what was held, once it is known how. */
	#release(dataType: number | undefined, errorCode: number | undefined): LiveBlock[] {
		if (dataType === undefined) return [];
		const integers = isInteger(dataType);
		const counted: LiveBlock[] = [];
		for (const [address, { meterSeconds, words, ...before }] of this.#held) {
			if (words !== undefined && before.integers === integers)
				counted.push({ address, meterSeconds, integers, words });
			else this.#lost.add(address);
		}
		const refusals = [...this.#held.values()].filter(({ words }) => words === undefined);
		const [refusal] = refusals;
		// Then nothing that was read before is shown any longer.
		if (refusal && errorCode !== undefined && stopsMeter(errorCode))
			for (const { address, typed } of BLOCKS)
				if (typed) counted.push({ ...refusal, address, integers, words: "" });
		this.#held.clear();
		this.#integers = integers;
		return counted;
	}
}
