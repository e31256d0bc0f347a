// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what is alive in a frozen machine: slots, chunks, functions in byte code, texts, and the
 * names that a slot has or a function uses.
 */
import type { ByteCode } from "./byte-code.ts";
import type { FrozenMachine, Layout } from "./freeze.ts";
import type { Pointers } from "./pointers.ts";

/** Bytes of a slot. */
export const SLOT = 16;
/**
 * Offsets in a slot: pointer to the next one, kind, flags, number of the property's name, value.
 */
export const IN_SLOT = { NEXT: 0, KIND: 4, FLAG: 5, NAME: 6, VALUE: 8, SECOND: 12 } as const;
/** Bytes before a chunk's contents. */
export const CHUNK_HEADER = 8;
/**
 * Mask of the size in a chunk's header: xsMemory.c sets the bit above while the chunk is marked.
 */
const CHUNK_SIZE = 0x7fffffff;

/** The zero-terminated text at an address, its terminator included. */
function textAt(memory: Buffer, at: number): string {
	return memory.subarray(at, memory.indexOf(0, at) + 1).toString("latin1");
}

/** A frozen machine and the image that made it. */
export interface MadeMachine extends FrozenMachine {
	readonly pointers: Pointers;
	/** Address of `frozen`. */
	readonly base: number;
	/** The image, from address 0. */
	readonly memory: Buffer;
	readonly code: ByteCode;
	/** Numbers of the names of properties that frozen plain objects lose. */
	readonly leftOut?: ReadonlySet<number>;
}

export class Machine {
	readonly frozen: Buffer;
	readonly layout: Layout;
	readonly pointers: Pointers;
	readonly memory: Buffer;
	readonly code: ByteCode;
	/** Live slots of the heap, by their offsets, in order. */
	readonly slots: readonly number[];
	/** Live chunks: offset of each by the offset that pointers to it have. Arrays hold slots. */
	readonly chunks = new Map<number, number>();
	/** Addresses of live functions in byte code. */
	readonly functions = new Set<number>();
	/** Offsets of the slots of live names, by the names' numbers. */
	readonly names = new Map<number, number>();
	/** Texts by the offset of the slot that has one. */
	readonly texts = new Map<number, string>();
	readonly #base: number;
	readonly #live = new Set<number>();
	readonly #usedNames = new Set<number>();
	readonly #variables = new Set<number | undefined>();
	readonly #todo: number[] = [];
	/** Slots of properties that are left out. */
	readonly #leftOut = new Set<number>();

	constructor({ frozen, layout, pointers, base, memory, code, leftOut }: MadeMachine) {
		this.frozen = frozen;
		this.layout = layout;
		this.pointers = pointers;
		this.memory = memory;
		this.code = code;
		this.#base = base;
		if (leftOut) this.#leaveOut(leftOut);
		this.#findVariables();
		this.#markRoots();
		this.#run();
		this.#keepNames();
		this.slots = [...this.#live].sort((a, b) => a - b);
	}

	word(at: number): number {
		return this.frozen.readUInt32LE(at);
	}

	/** Offset in the machine that the pointer at an offset leads to; undefined if elsewhere. */
	target(at: number): number | undefined {
		return this.pointers.get(at) === "frozen" ? this.word(at) - this.#base : undefined;
	}

	/** The slot after a slot in its list, without those that are left out. */
	nextOf(slot: number): number | undefined {
		let next = this.target(slot + IN_SLOT.NEXT);
		while (next !== undefined && this.#leftOut.has(next)) next = this.target(next + IN_SLOT.NEXT);
		return next;
	}

	/** Slots of the properties of an object, in order. */
	propertiesOf(instance: number): number[] {
		const properties: number[] = [];
		let slot = this.nextOf(instance);
		while (slot !== undefined) {
			properties.push(slot);
			slot = this.nextOf(slot);
		}
		return properties;
	}

	/** True for an object that is not extensible and that XS keeps no place in RAM for. */
	isFrozen(instance: number): boolean {
		const { kindInstance, flagDontPatch } = this.layout;
		return (
			this.kindOf(instance) === kindInstance &&
			(this.flagOf(instance) & flagDontPatch) !== 0 &&
			this.nameOf(instance) === 0
		);
	}

	/**
	 * True for a frozen object that is neither a function nor of a special kind, as an array is.
	 */
	isFrozenPlain(instance: number): boolean {
		return this.isFrozen(instance) && (this.flagOf(instance) & this.layout.flagsOfOthers) === 0;
	}

	/** True for a property or an element with a plain value that never changes. */
	isConstant(property: number): boolean {
		const { flagsConstant, flagInternal, kindReference } = this.layout;
		return (
			(this.flagOf(property) & (flagsConstant | flagInternal)) === flagsConstant &&
			this.kindOf(property) <= kindReference
		);
	}

	/** Bytes of the chunk at an offset, header included. */
	chunkLength(at: number): number {
		return this.word(at) & CHUNK_SIZE;
	}

	kindOf(slot: number): number {
		return this.frozen.readUInt8(slot + IN_SLOT.KIND);
	}

	flagOf(slot: number): number {
		return this.frozen.readUInt8(slot + IN_SLOT.FLAG);
	}

	/**
	 * Number of a property's name; an instance has the number of its place for a copy in RAM, or 0.
	 */
	nameOf(slot: number): number {
		return this.frozen.readUInt16LE(slot + IN_SLOT.NAME);
	}

	#isSlot(at: number): boolean {
		return at >= this.layout.slots && at < this.layout.slotsEnd;
	}

	#isChunk(at: number): boolean {
		return at >= this.layout.chunks && at < this.layout.chunksEnd;
	}

	/** True for a word of the tables of names, which keep nothing alive. */
	#isOfNames(at: number): boolean {
		const { keys, keyCount, names, nameCount } = this.layout;
		return (at >= keys && at < keys + 4 * keyCount) || (at >= names && at < names + 4 * nameCount);
	}

	#hasText(slot: number): boolean {
		const { kindString, kindKey } = this.layout;
		const kind = this.kindOf(slot);
		return kind === kindString || kind === kindKey;
	}

	/** Leaves properties with these names out of frozen plain objects. */
	#leaveOut(names: ReadonlySet<number>): void {
		const { slots, slotsEnd } = this.layout;
		for (let at = slots; at < slotsEnd; at += SLOT) {
			if (!this.isFrozenPlain(at)) continue;
			for (const property of this.propertiesOf(at))
				if (names.has(this.nameOf(property)) && this.isConstant(property))
					this.#leftOut.add(property);
		}
	}

	/** Finds variables that closures share: their slots hold another number in place of a name. */
	#findVariables(): void {
		const { slots, slotsEnd, kindClosure } = this.layout;
		for (let at = slots; at < slotsEnd; at += SLOT)
			if (this.kindOf(at) === kindClosure) this.#variables.add(this.target(at + IN_SLOT.VALUE));
	}

	/** Marks from everything that is neither slot nor chunk: the head, the stack, tables. */
	#markRoots(): void {
		const { slots, chunksEnd, stack, stackEnd } = this.layout;
		// the slot before the first belongs to the heap itself
		for (let at = 0; at < slots - SLOT; at += 4) this.#follow(at);
		for (let at = chunksEnd; at < stack; at += 4) this.#follow(at);
		for (let at = stack; at < stackEnd; at += SLOT) this.#visit(at);
		for (let at = stackEnd; at < this.frozen.length; at += 4)
			if (!this.#isOfNames(at)) this.#follow(at);
	}

	#run(): void {
		for (let slot = this.#todo.pop(); slot !== undefined; slot = this.#todo.pop())
			this.#visit(slot);
	}

	/** Follows a live slot of the heap, an array or the stack. */
	#visit(slot: number): void {
		const { kindInstance, kindHome, kindSymbol, kindArray } = this.layout;
		const kind = this.kindOf(slot);
		if (kind !== kindInstance && kind !== kindHome && !this.#variables.has(slot))
			this.#usedNames.add(this.nameOf(slot));
		if (kind === kindSymbol) this.#usedNames.add(this.frozen.readUInt16LE(slot + IN_SLOT.VALUE));
		this.#keepSlot(this.nextOf(slot));
		if (this.#hasText(slot)) this.#keepText(slot);
		else if (kind === kindArray) this.#keepArray(slot + IN_SLOT.VALUE);
		else this.#follow(slot + IN_SLOT.VALUE);
		this.#follow(slot + IN_SLOT.SECOND);
	}

	#follow(at: number): void {
		if (this.pointers.get(at) === "text") this.#keepFunction(this.word(at));
		const target = this.target(at);
		if (target === undefined) return;
		if (this.#isChunk(target)) this.#keepChunk(target);
		this.#keepSlot(target);
	}

	#keepSlot(slot: number | undefined): void {
		if (slot === undefined || !this.#isSlot(slot) || this.#live.has(slot)) return;
		this.#live.add(slot);
		this.#todo.push(slot);
	}

	#keepText(slot: number): void {
		const at = slot + IN_SLOT.VALUE;
		const target = this.target(at);
		const text =
			target === undefined ? textAt(this.memory, this.word(at)) : textAt(this.frozen, target);
		this.texts.set(slot, text);
	}

	/** Keeps a chunk; returns the offset after it if it was not kept before. */
	#keepChunk(target: number): number | undefined {
		if (this.chunks.has(target)) return undefined;
		const chunk = target - CHUNK_HEADER;
		this.chunks.set(target, chunk);
		return chunk + this.chunkLength(chunk);
	}

	/** Keeps the chunk of an array, which holds slots. */
	#keepArray(at: number): void {
		const target = this.target(at);
		if (target === undefined) return;
		const end = this.#keepChunk(target) ?? target;
		for (let item = target; item + SLOT <= end; item += SLOT) this.#todo.push(item);
	}

	#keepFunction(address: number): void {
		if (this.code.lengthAt(address) === undefined || this.functions.has(address)) return;
		this.functions.add(address);
		for (const name of this.code.namesOf(address)) this.#usedNames.add(name);
	}

	#keepNames(): void {
		for (const name of this.#usedNames) {
			const inTable = name < this.layout.keyCount;
			const slot = inTable ? this.target(this.layout.keys + 4 * name) : undefined;
			if (slot === undefined) continue;
			this.names.set(name, slot);
			this.#live.add(slot);
			if (this.#hasText(slot)) this.#keepText(slot);
		}
	}
}
