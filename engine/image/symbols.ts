// SPDX-License-Identifier: Apache-2.0
/** The symbols of an image, by address. */
import { execFileSync } from "node:child_process";

const TOOL_TIME_LIMIT_MS = 60_000;

/** Bytes that a symbol spans at most: how far back the search for an address looks. */
const LONGEST = 0x10000;

const LINE = /^(\w{8}) (?:(\w{8}) )?(\S) (\S+)$/;

interface Symbol {
	readonly address: number;
	readonly size: number;
	/** As `nm` prints it: a capital letter if the symbol is global. */
	readonly type: string;
	readonly name: string;
}

function symbolOf(line: string): Symbol[] {
	const [, address, size = "0", type, name] = LINE.exec(line) ?? [];
	if (address === undefined) return [];
	return [{ address: Number.parseInt(address, 16), size: Number.parseInt(size, 16), type, name }];
}

/** Symbols of a linked file, as `nm` lists them. */
export class Symbols {
	readonly #sorted: readonly Symbol[];
	readonly #byName: ReadonlyMap<string, Symbol>;

	/** @param image path of the ELF file */
	constructor(image: string) {
		const lines = execFileSync("arm-none-eabi-nm", ["--print-size", "--numeric-sort", image], {
			encoding: "utf8",
			timeout: TOOL_TIME_LIMIT_MS,
			maxBuffer: 1 << 24,
		}).split("\n");
		this.#sorted = lines.flatMap(symbolOf);
		this.#byName = new Map(this.#sorted.map((symbol) => [symbol.name, symbol]));
	}

	/** @throws if no symbol has that name */
	addressOf(name: string): number {
		const symbol = this.#byName.get(name);
		if (!symbol) throw new Error(`image: no symbol ${name}`);
		return symbol.address;
	}

	/**
	 * The symbol that spans an address, a global one if there is one. A function's address may be
	 * odd (Thumb).
	 */
	at(address: number): Symbol | undefined {
		let low = 0;
		let high = this.#sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#sorted[middle].address <= address) low = middle + 1;
			else high = middle;
		}
		let found: Symbol | undefined;
		for (let i = low - 1; i >= 0 && address - this.#sorted[i].address < LONGEST; i--) {
			const symbol = this.#sorted[i];
			if (address >= symbol.address + symbol.size) continue;
			if (/[A-Z]/.test(symbol.type)) return symbol;
			found ??= symbol;
		}
		return found;
	}
}
