// SPDX-License-Identifier: Apache-2.0
/**
 * Writes what is alive of a frozen machine as an assembler source: slots without gaps between them, each text once, the
 * byte code of the functions that are left. The linker sets its pointers, and so takes in of XS what they lead to.
 */
import { HEAD } from "./freeze.mjs";
import { CHUNK_HEADER, IN_SLOT, SLOT } from "./strip.mjs";

const LABEL = "frozenMachine";
const ALIGNMENT = 8;
const WORDS_PER_LINE = 8;

const rounded = (length) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/** Functions that lie in no other one, with the length of each, in order. */
function outermost(machine) {
	const outer = [];
	let end = 0;
	for (const address of [...machine.functions].sort((a, b) => a - b)) {
		if (address < end) continue;
		const length = machine.code.lengthAt(address);
		outer.push({ address, length });
		end = address + length;
	}
	return outer;
}

/** The new machine: where everything goes, and its words as they are written. */
class Composition {
	#machine;
	#symbols;
	#buffersStart;
	#places = new Map();
	#texts = new Map();
	#codes = [];
	#words = [];

	constructor(machine, symbols) {
		this.#machine = machine;
		this.#symbols = symbols;
		this.#buffersStart = symbols.addressOf("buffersStart");
		this.#place();
	}

	/** Lays out: head, slots, chunks, tables, byte code, texts. */
	#place() {
		const { layout, slots, chunks, frozen } = this.#machine;
		let end = layout.slots;
		for (const slot of slots) {
			this.#places.set(slot, end);
			end += SLOT;
		}
		this.slotBytes = end - layout.slots;
		const chunksStart = end;
		for (const [target, chunk] of chunks) {
			this.#places.set(target, end + CHUNK_HEADER);
			end += rounded(this.#machine.chunkLength(chunk));
		}
		this.tables = end;
		end += frozen.length - layout.chunksEnd;
		this.chunkBytes = end - chunksStart;
		for (const { address, length } of outermost(this.#machine)) {
			this.#codes.push({ address, length, place: end });
			end += length;
		}
		this.codeBytes = end - chunksStart - this.chunkBytes;
		for (const text of this.#machine.texts.values()) {
			if (this.#texts.has(text)) continue;
			this.#texts.set(text, end);
			end += text.length;
		}
		this.length = rounded(end);
		this.textBytes = this.length - chunksStart - this.chunkBytes - this.codeBytes;
	}

	/** Where what a pointer leads to lies now, as the assembler takes it. */
	#pointer(at) {
		const { layout } = this.#machine;
		const part = this.#machine.pointers.get(at);
		if (part === undefined) return undefined;
		const word = this.#machine.word(at);
		if (part === "buffers") return `buffersStart+${word - this.#buffersStart}`;
		if (part === "text") return this.#outside(word);
		const target = this.#machine.target(at);
		if (target < layout.slots) return `${LABEL}+${target}`;
		if (target >= layout.chunksEnd) return `${LABEL}+${this.tables + target - layout.chunksEnd}`;
		if (!this.#places.has(target))
			throw new Error(`image: the word at ${at} leads to what is not alive`);
		return `${LABEL}+${this.#places.get(target)}`;
	}

	/** A function in byte code, or something in C. */
	#outside(address) {
		const code = this.#codes.find(
			(each) => address >= each.address && address < each.address + each.length,
		);
		if (code) return `${LABEL}+${code.place + address - code.address}`;
		const symbol = this.#symbols.at(address);
		if (symbol === undefined || !/[A-Z]/.test(symbol.type))
			throw new Error(
				`image: what is at ${address.toString(16)} has no name for the linker: ${symbol?.name}`,
			);
		const offset = address - symbol.address;
		// the linker itself makes a pointer to a function odd
		return offset === 1 ? symbol.name : `${symbol.name}+${offset}`;
	}

	#copy(from, to) {
		for (let at = from; at < to; at += 4)
			this.#words.push(this.#pointer(at) ?? this.#machine.word(at));
	}

	#head() {
		const { layout } = this.#machine;
		const start = this.#words.length;
		this.#copy(0, layout.slots - SLOT);
		// the heap's own, which only who allocates reads
		this.#words.push(...new Array(SLOT / 4).fill(0));
		const { length, slotBytes, chunkBytes, codeBytes, textBytes } = this;
		const set = {
			length,
			slots: this.#machine.slots.length,
			slotBytes,
			chunkBytes,
			codeBytes,
			textBytes,
		};
		for (const [name, value] of Object.entries(set))
			this.#words[start + HEAD.indexOf(name)] = value;
	}

	#slot(
		slot,
		next = this.#pointer(slot + IN_SLOT.NEXT) ?? this.#machine.word(slot + IN_SLOT.NEXT),
	) {
		const text = this.#machine.texts.get(slot);
		const value =
			text === undefined
				? this.#pointer(slot + IN_SLOT.VALUE)
				: `${LABEL}+${this.#texts.get(text)}`;
		this.#words.push(next, this.#machine.word(slot + IN_SLOT.KIND));
		this.#words.push(value ?? this.#machine.word(slot + IN_SLOT.VALUE));
		this.#words.push(
			this.#pointer(slot + IN_SLOT.SECOND) ?? this.#machine.word(slot + IN_SLOT.SECOND),
		);
	}

	#slots() {
		const next = this.#chainedNames();
		for (const slot of this.#machine.slots) this.#slot(slot, next.get(slot));
	}

	/** What each live name's slot has for the next, in the chains of the table of names. */
	#chainedNames() {
		const { layout } = this.#machine;
		const alive = new Set(this.#machine.names.values());
		const next = new Map();
		this.heads = [];
		for (let i = 0; i < layout.nameCount; i++) {
			const chain = [];
			for (let at = layout.names + 4 * i; ; at = chain.at(-1) + IN_SLOT.NEXT) {
				const slot = this.#machine.target(at);
				if (slot === undefined) break;
				chain.push(slot);
			}
			const left = chain.filter((slot) => alive.has(slot));
			const places = [...left.map((slot) => `${LABEL}+${this.#places.get(slot)}`), 0];
			this.heads.push(places[0]);
			for (const [k, slot] of left.entries()) next.set(slot, places[k + 1]);
		}
		return next;
	}

	#chunk(target, chunk) {
		const end = chunk + this.#machine.chunkLength(chunk);
		this.#words.push(this.#machine.word(chunk), 0);
		let at = target;
		for (; at + SLOT <= end; at += SLOT) this.#slot(at);
		this.#copy(at, end);
		for (let length = end - chunk; length < rounded(end - chunk); length += 4) this.#words.push(0);
	}

	#tables() {
		const { layout, names, frozen } = this.#machine;
		for (let at = layout.chunksEnd; at < frozen.length; ) {
			if (at === layout.stack) {
				for (; at < layout.stackEnd; at += SLOT) this.#slot(at);
			} else if (at === layout.keys) {
				for (let id = 0; id < layout.keyCount; id++, at += 4)
					this.#words.push(names.has(id) ? `${LABEL}+${this.#places.get(names.get(id))}` : 0);
			} else if (at === layout.names) {
				this.#words.push(...this.heads);
				at += 4 * layout.nameCount;
			} else {
				this.#copy(at, at + 4);
				at += 4;
			}
		}
	}

	source() {
		this.#head();
		this.#slots();
		for (const [target, chunk] of this.#machine.chunks) this.#chunk(target, chunk);
		this.#tables();
		const lines = [`.section .frozen,"a"`, `.balign ${ALIGNMENT}`, `.global ${LABEL}`, `${LABEL}:`];
		for (let i = 0; i < this.#words.length; i += WORDS_PER_LINE)
			lines.push(`.word ${this.#words.slice(i, i + WORDS_PER_LINE).join(",")}`);
		const bytes = (buffer) => `.byte ${buffer.join(",")}`;
		if (
			4 * this.#words.length !==
			this.tables + this.#machine.frozen.length - this.#machine.layout.chunksEnd
		)
			throw new Error("image: the frozen machine is not as long as it was laid out");
		for (const { address, length } of this.#codes)
			lines.push(bytes(this.#machine.memory.subarray(address, address + length)));
		for (const text of this.#texts.keys()) lines.push(bytes(Buffer.from(text, "latin1")));
		lines.push(`.balign ${ALIGNMENT}`, "");
		return lines.join("\n");
	}
}

/**
 * The assembler source of a frozen machine.
 *
 * @param {import("./strip.mjs").Machine} machine
 * @param {import("./symbols.mjs").Symbols} symbols of the image that made it
 * @returns {string}
 */
export function sourceOf(machine, symbols) {
	return new Composition(machine, symbols).source();
}
