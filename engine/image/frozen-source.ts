// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the live part of a frozen machine as an assembler source: slots without gaps, each text
 * once, the byte code of the remaining functions. The linker resolves the pointers and so keeps
 * exactly the parts of XS that they lead to.
 */
import { HEAD } from "./freeze.ts";
import { findShared, type Shared } from "./sharing.ts";
import { CHUNK_HEADER, IN_SLOT, type Machine, SLOT } from "./strip.ts";
import type { Symbols } from "./symbols.ts";

const LABEL = "frozenMachine";
const ALIGNMENT = 8;
const WORDS_PER_LINE = 8;

/** A word of the source: a number, or an expression for the linker. */
type Word = number | string;

/** A function in byte code that is in no other one: its old address, its length, its new offset. */
interface PlacedCode {
	readonly address: number;
	readonly length: number;
	readonly place: number;
}

const rounded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

const labelled = (offset: number): string => `${LABEL}+${offset}`;

/** The live functions that are in no other one, in order, placed one after the other. */
function placeCodes(machine: Machine, start: number): PlacedCode[] {
	const codes: PlacedCode[] = [];
	let end = 0;
	let place = start;
	for (const address of [...machine.functions].sort((a, b) => a - b)) {
		if (address < end) continue;
		const length = machine.code.lengthAt(address) ?? 0;
		codes.push({ address, length, place });
		end = address + length;
		place += length;
	}
	return codes;
}

/** Where everything goes: head, slots, chunks, tables, byte code, texts. */
class Places {
	readonly bySource = new Map<number, number>();
	readonly byText = new Map<string, number>();
	readonly codes: readonly PlacedCode[];
	/** Slots and chunks that the image holds, in order. */
	readonly slots: readonly number[];
	readonly chunks: readonly (readonly [target: number, chunk: number])[];
	readonly tables: number;
	readonly slotBytes: number;
	readonly chunkBytes: number;
	readonly codeBytes: number;
	readonly textBytes: number;
	readonly length: number;

	constructor(machine: Machine, shared: Shared) {
		const { layout, frozen } = machine;
		this.slots = machine.slots.filter((slot) => !shared.has(slot));
		this.chunks = [...machine.chunks].filter(([target]) => !shared.has(target));
		let end = layout.slots;
		for (const slot of this.slots) {
			this.bySource.set(slot, end);
			end += SLOT;
		}
		this.slotBytes = end - layout.slots;
		const chunksStart = end;
		for (const [target, chunk] of this.chunks) {
			this.bySource.set(target, end + CHUNK_HEADER);
			end += rounded(machine.chunkLength(chunk));
		}
		for (const [left, kept] of shared) this.bySource.set(left, this.of(kept));
		this.tables = end;
		end += frozen.length - layout.chunksEnd;
		this.chunkBytes = end - chunksStart;
		this.codes = placeCodes(machine, end);
		this.codeBytes = this.codes.reduce((sum, { length }) => sum + length, 0);
		end += this.codeBytes;
		const textStart = end;
		for (const text of machine.texts.values()) {
			if (this.byText.has(text)) continue;
			this.byText.set(text, end);
			end += text.length;
		}
		this.length = rounded(end);
		this.textBytes = this.length - textStart;
	}

	/** Offset of a live slot or chunk. Throws if it is not alive. */
	of(source: number): number {
		const place = this.bySource.get(source);
		if (place === undefined)
			throw new Error(`image: a word leads to ${source}, which is not alive`);
		return place;
	}

	ofText(text: string): number {
		return this.byText.get(text) ?? 0;
	}
}

/** The live machine, word by word. */
class Composition {
	readonly #machine: Machine;
	readonly #symbols: Symbols;
	readonly #places: Places;
	readonly #buffersStart: number;
	readonly #words: Word[] = [];

	constructor(machine: Machine, symbols: Symbols) {
		this.#machine = machine;
		this.#symbols = symbols;
		this.#buffersStart = symbols.addressOf("buffersStart");
		this.#places = new Places(machine, findShared(machine));
	}

	/** The assembler source. */
	source(): string {
		const { chain, heads } = this.#chainNames();
		this.#head();
		for (const slot of this.#places.slots) this.#slot(slot, chain.get(slot));
		for (const [target, chunk] of this.#places.chunks) this.#chunk(target, chunk);
		this.#tables(heads);
		const { memory, frozen, layout } = this.#machine;
		if (4 * this.#words.length !== this.#places.tables + frozen.length - layout.chunksEnd)
			throw new Error("image: the frozen machine is not as long as its layout");
		const lines = [`.section .frozen,"a"`, `.balign ${ALIGNMENT}`, `.global ${LABEL}`, `${LABEL}:`];
		for (let i = 0; i < this.#words.length; i += WORDS_PER_LINE)
			lines.push(`.word ${this.#words.slice(i, i + WORDS_PER_LINE).join(",")}`);
		const bytes = (buffer: Buffer): string => `.byte ${buffer.join(",")}`;
		for (const { address, length } of this.#places.codes)
			lines.push(bytes(memory.subarray(address, address + length)));
		for (const text of this.#places.byText.keys()) lines.push(bytes(Buffer.from(text, "latin1")));
		lines.push(`.balign ${ALIGNMENT}`, "");
		return lines.join("\n");
	}

	/** The word at an offset: a number, or where its pointer leads now. */
	#word(at: number): Word {
		const { layout, pointers } = this.#machine;
		const part = pointers.get(at);
		const word = this.#machine.word(at);
		if (part === undefined) return word;
		if (part === "buffers") return `buffersStart+${word - this.#buffersStart}`;
		const target = this.#machine.target(at);
		if (target === undefined) return this.#outside(word);
		if (target < layout.slots) return labelled(target);
		if (target >= layout.chunksEnd)
			return labelled(this.#places.tables + target - layout.chunksEnd);
		return labelled(this.#places.of(target));
	}

	/** A function in byte code, or something in C. */
	#outside(address: number): string {
		const code = this.#places.codes.find(
			(each) => address >= each.address && address < each.address + each.length,
		);
		if (code) return labelled(code.place + address - code.address);
		const symbol = this.#symbols.at(address);
		if (symbol === undefined || !/[A-Z]/.test(symbol.type)) {
			const hex = address.toString(16);
			throw new Error(`image: address ${hex} has no name for the linker: ${symbol?.name}`);
		}
		const offset = address - symbol.address;
		// the linker itself makes a pointer to a function odd
		return offset === 1 ? symbol.name : `${symbol.name}+${offset}`;
	}

	#copy(from: number, to: number): void {
		for (let at = from; at < to; at += 4) this.#words.push(this.#word(at));
	}

	#head(): void {
		const { layout } = this.#machine;
		const start = this.#words.length;
		this.#copy(0, layout.slots - SLOT);
		// the heap's own slot, which only an allocation reads
		this.#words.push(...new Array<number>(SLOT / 4).fill(0));
		const { length, slotBytes, chunkBytes, codeBytes, textBytes } = this.#places;
		const slots = this.#places.slots.length;
		const figures = { length, slots, slotBytes, chunkBytes, codeBytes, textBytes };
		for (const name of HEAD)
			if (name in figures)
				this.#words[start + HEAD.indexOf(name)] = figures[name as keyof typeof figures];
	}

	/**
	 * The word that leads from a slot to the next in its list, or the index of an array's element.
	 */
	#next(slot: number): Word {
		const at = slot + IN_SLOT.NEXT;
		if (this.#machine.target(at) === undefined) return this.#word(at);
		const next = this.#machine.nextOf(slot);
		return next === undefined ? 0 : labelled(this.#places.of(next));
	}

	#slot(slot: number, next: Word = this.#next(slot)): void {
		const text = this.#machine.texts.get(slot);
		const value =
			text === undefined ? this.#word(slot + IN_SLOT.VALUE) : labelled(this.#places.ofText(text));
		const second = this.#word(slot + IN_SLOT.SECOND);
		this.#words.push(next, this.#machine.word(slot + IN_SLOT.KIND), value, second);
	}

	/**
	 * The chains of the table of names without the dead ones: the word that each live name's slot
	 * has for the next, and the first of each chain.
	 */
	#chainNames(): { chain: Map<number, Word>; heads: Word[] } {
		const { layout } = this.#machine;
		const alive = new Set(this.#machine.names.values());
		const chain = new Map<number, Word>();
		const heads: Word[] = [];
		for (let i = 0; i < layout.nameCount; i++) {
			const live = this.#chainOf(layout.names + 4 * i).filter((slot) => alive.has(slot));
			const words: Word[] = live.map((slot) => labelled(this.#places.of(slot)));
			heads.push(words[0] ?? 0);
			for (const [k, slot] of live.entries()) chain.set(slot, words[k + 1] ?? 0);
		}
		return { chain, heads };
	}

	/** Slots of the chain that begins with the pointer at an offset. */
	#chainOf(at: number): number[] {
		const slots: number[] = [];
		let slot = this.#machine.target(at);
		while (slot !== undefined) {
			slots.push(slot);
			slot = this.#machine.target(slot + IN_SLOT.NEXT);
		}
		return slots;
	}

	#chunk(target: number, chunk: number): void {
		const length = this.#machine.chunkLength(chunk);
		const end = chunk + length;
		this.#words.push(this.#machine.word(chunk), 0);
		let at = target;
		for (; at + SLOT <= end; at += SLOT) this.#slot(at);
		this.#copy(at, end);
		for (let padded = length; padded < rounded(length); padded += 4) this.#words.push(0);
	}

	#tables(heads: readonly Word[]): void {
		const { layout, names, frozen } = this.#machine;
		for (let at = layout.chunksEnd; at < frozen.length; ) {
			if (at === layout.stack) {
				for (; at < layout.stackEnd; at += SLOT) this.#slot(at);
			} else if (at === layout.keys) {
				for (let id = 0; id < layout.keyCount; id++, at += 4) {
					const slot = names.get(id);
					this.#words.push(slot === undefined ? 0 : labelled(this.#places.of(slot)));
				}
			} else if (at === layout.names) {
				this.#words.push(...heads);
				at += 4 * layout.nameCount;
			} else {
				this.#copy(at, at + 4);
				at += 4;
			}
		}
	}
}

/**
 * The assembler source of a frozen machine.
 *
 * @param symbols of the image that made it
 */
export function sourceOf(machine: Machine, symbols: Symbols): string {
	return new Composition(machine, symbols).source();
}
