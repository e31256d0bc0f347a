// SPDX-License-Identifier: Apache-2.0
/**
 * What of a frozen machine is alive: slots, chunks, functions in byte code, texts, and of the names those that a slot
 * has or a function says.
 */

export const SLOT = 16;
/** In a slot: pointer to the next, kind, number of the property's name, value. */
export const IN_SLOT = { NEXT: 0, KIND: 4, NAME: 6, VALUE: 8, SECOND: 12 };
/** In front of a chunk's bytes. */
export const CHUNK_HEADER = 8;
/** Of xsMemory.c: set in a chunk's size while it is marked. */
const CHUNK_SIZE = 0x7fffffff;

/** Where the text of a string or a name is in memory, read to its end. */
function textAt(memory, at) {
	return memory.subarray(at, memory.indexOf(0, at) + 1).toString("latin1");
}

export class Machine {
	/** Live slots of the heap, by their offsets, in order. */
	slots = [];
	/** Live chunks: offset of each by the offset that pointers to it have; those of arrays hold slots. */
	chunks = new Map();
	/** Addresses of live functions in byte code. */
	functions = new Set();
	/** Live names: the offsets of their slots by their numbers. */
	names = new Map();
	/** Texts by the offset of the slot that has one. */
	texts = new Map();
	#live = new Set();
	#said = new Set();
	#variables = new Set();
	#todo = [];

	/**
	 * @param {{frozen: Buffer, layout: Record<string, number>, pointers: Map<number, string>, base: number,
	 *   memory: Buffer, code: ByteCode}} made `base`: the address of `frozen`; `memory`: the image from address 0
	 */
	constructor(made) {
		Object.assign(this, made);
		this.#findVariables();
		this.#markRest();
		this.#run();
		this.#keepNames();
		this.slots = [...this.#live].sort((a, b) => a - b);
	}

	word(at) {
		return this.frozen.readUInt32LE(at);
	}

	kindOf(slot) {
		return this.frozen[slot + IN_SLOT.KIND];
	}

	/** Offset in the machine that the pointer at an offset leads to; undefined if it leads elsewhere. */
	target(at) {
		return this.pointers.get(at) === "frozen" ? this.word(at) - this.base : undefined;
	}

	isSlot(at) {
		return at >= this.layout.slots && at < this.layout.slotsEnd;
	}

	isChunk(at) {
		return at >= this.layout.chunks && at < this.layout.chunksEnd;
	}

	/** Bytes of the chunk at an offset, header included. */
	chunkLength(at) {
		return this.word(at) & CHUNK_SIZE;
	}

	/** Whether the word at an offset belongs to the tables of names, which keep nothing alive. */
	isOfNames(at) {
		const { keys, keyCount, names, nameCount } = this.layout;
		return (at >= keys && at < keys + 4 * keyCount) || (at >= names && at < names + 4 * nameCount);
	}

	hasText(slot) {
		const { kindString, kindKey } = this.layout;
		return this.kindOf(slot) === kindString || this.kindOf(slot) === kindKey;
	}

	/** Variables that closures share: what a slot has for a name is a number of another kind there. */
	#findVariables() {
		const { slots, slotsEnd, kindClosure } = this.layout;
		for (let at = slots; at < slotsEnd; at += SLOT)
			if (this.kindOf(at) === kindClosure) this.#variables.add(this.target(at + IN_SLOT.VALUE));
	}

	/** From what is neither slot nor chunk: the head, the stack, tables. */
	#markRest() {
		const { slots, chunksEnd, stack, stackEnd } = this.layout;
		// the slot in front of the first is the heap's own
		for (let at = 0; at < slots - SLOT; at += 4) this.#follow(at);
		for (let at = chunksEnd; at < stack; at += 4) this.#follow(at);
		for (let at = stack; at < stackEnd; at += SLOT) this.#visit(at);
		for (let at = stackEnd; at < this.frozen.length; at += 4)
			if (!this.isOfNames(at)) this.#follow(at);
	}

	#run() {
		for (let slot = this.#todo.pop(); slot !== undefined; slot = this.#todo.pop())
			this.#visit(slot);
	}

	/** A slot that is alive: of the heap, of an array, of the stack. */
	#visit(slot) {
		const { kindInstance, kindHome, kindSymbol, kindArray } = this.layout;
		const kind = this.kindOf(slot);
		if (kind !== kindInstance && kind !== kindHome && !this.#variables.has(slot))
			this.#said.add(this.frozen.readUInt16LE(slot + IN_SLOT.NAME));
		if (kind === kindSymbol) this.#said.add(this.frozen.readUInt16LE(slot + IN_SLOT.VALUE));
		this.#follow(slot + IN_SLOT.NEXT);
		if (this.hasText(slot)) this.#keepText(slot);
		else if (kind === kindArray)
			this.#keepChunk(slot + IN_SLOT.VALUE, (item) => this.#todo.push(item));
		else this.#follow(slot + IN_SLOT.VALUE);
		this.#follow(slot + IN_SLOT.SECOND);
	}

	#follow(at) {
		const part = this.pointers.get(at);
		if (part === "text") this.#keepFunction(this.word(at));
		if (part !== "frozen") return;
		const target = this.target(at);
		if (this.isChunk(target)) this.#keepChunk(at, () => {});
		if (!this.isSlot(target) || this.#live.has(target)) return;
		this.#live.add(target);
		this.#todo.push(target);
	}

	#keepText(slot) {
		const at = slot + IN_SLOT.VALUE;
		const target = this.target(at);
		const text =
			target === undefined ? textAt(this.memory, this.word(at)) : textAt(this.frozen, target);
		this.texts.set(slot, text);
	}

	#keepChunk(at, visit) {
		const target = this.target(at);
		if (target === undefined || this.chunks.has(target)) return;
		const chunk = target - CHUNK_HEADER;
		const end = chunk + this.chunkLength(chunk);
		this.chunks.set(target, chunk);
		for (let item = target; item + SLOT <= end; item += SLOT) visit(item);
	}

	#keepFunction(address) {
		if (this.code.lengthAt(address) === undefined || this.functions.has(address)) return;
		this.functions.add(address);
		for (const name of this.code.namesOf(address)) this.#said.add(name);
	}

	#keepNames() {
		for (const name of this.#said) {
			const slot =
				name < this.layout.keyCount ? this.target(this.layout.keys + 4 * name) : undefined;
			if (slot === undefined) continue;
			this.names.set(name, slot);
			this.#live.add(slot);
			if (this.hasText(slot)) this.#keepText(slot);
		}
	}
}
