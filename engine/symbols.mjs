// SPDX-License-Identifier: Apache-2.0
/** The symbols of an image, by address. */
import { execFileSync } from "node:child_process";

const TOOL_TIME_LIMIT_MS = 60_000;

/** Symbols of a linked file, as `nm` lists them. */
export class Symbols {
	#sorted;
	#byName;

	/** @param {string} image path of the ELF file */
	constructor(image) {
		const options = { encoding: "utf8", timeout: TOOL_TIME_LIMIT_MS, maxBuffer: 1 << 24 };
		const lines = execFileSync(
			"arm-none-eabi-nm",
			["--print-size", "--numeric-sort", image],
			options,
		).split("\n");
		this.#sorted = lines.flatMap((line) => {
			const [, address, size = "0", type, name] =
				/^(\w{8}) (?:(\w{8}) )?(\S) (\S+)$/.exec(line) ?? [];
			if (address === undefined) return [];
			return [
				{ address: Number.parseInt(address, 16), size: Number.parseInt(size, 16), type, name },
			];
		});
		this.#byName = new Map(this.#sorted.map((symbol) => [symbol.name, symbol]));
	}

	/** @throws {Error} if there is none of that name */
	addressOf(name) {
		const symbol = this.#byName.get(name);
		if (!symbol) throw new Error(`image: no symbol ${name}`);
		return symbol.address;
	}

	/** The symbol that an address lies in; a global one, if there is one. A function's address may be odd (Thumb). */
	at(address) {
		let low = 0;
		let high = this.#sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#sorted[middle].address <= address) low = middle + 1;
			else high = middle;
		}
		let found;
		for (let i = low - 1; i >= 0 && address - this.#sorted[i].address < 0x10000; i--) {
			const symbol = this.#sorted[i];
			if (address >= symbol.address + symbol.size) continue;
			if (/[A-Z]/.test(symbol.type)) return symbol;
			found ??= symbol;
		}
		return found;
	}
}
