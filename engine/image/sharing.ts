// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what frozen objects have in common, so that the image holds it once. An object's properties
 * are a linked list of slots: objects whose last properties are equal can share the slots of these.
 * Arrays with equal elements can share the chunk of these. Nothing can tell, since XS never writes
 * to what is in flash and compares objects by their first slots, which are not shared.
 */
import { IN_SLOT, type Machine, SLOT } from "./strip.ts";

/** Offset that is kept, by the offset that is left out. */
export type Shared = ReadonlyMap<number, number>;

class Sharing {
	readonly shared = new Map<number, number>();
	readonly #machine: Machine;
	/** Pointers that lead to a slot. */
	readonly #uses = new Map<number, number>();
	/** The first slot or chunk of each content. */
	readonly #kept = new Map<string, number>();

	constructor(machine: Machine) {
		this.#machine = machine;
		for (const at of machine.pointers.keys()) {
			const target = machine.target(at);
			if (target !== undefined) this.#uses.set(target, (this.#uses.get(target) ?? 0) + 1);
		}
	}

	find(): Shared {
		for (const slot of this.#machine.slots) {
			if (!this.#machine.isFrozen(slot)) continue;
			const properties = this.#machine.propertiesOf(slot);
			if (this.#machine.isFrozenPlain(slot)) this.#shareEnd(properties);
			else if (properties[0] !== undefined) this.#shareElements(properties[0]);
		}
		return this.shared;
	}

	/** Shares the end of a list of properties, from the last one backwards. */
	#shareEnd(properties: readonly number[]): void {
		let next = 0;
		for (const property of properties.toReversed()) {
			if (!this.#machine.isConstant(property) || this.#uses.get(property) !== 1) return;
			next = this.#share(property, `${next} ${this.#contentOf(property)}`);
		}
	}

	/** Shares the elements of an array. @param array first slot of an object that is not plain */
	#shareElements(array: number): void {
		if (this.#machine.kindOf(array) !== this.#machine.layout.kindArray) return;
		const target = this.#machine.target(array + IN_SLOT.VALUE);
		const chunk = target === undefined ? undefined : this.#machine.chunks.get(target);
		if (target === undefined || chunk === undefined) return;
		const elements: number[] = [];
		const end = chunk + this.#machine.chunkLength(chunk);
		for (let item = target; item + SLOT <= end; item += SLOT) elements.push(item);
		if (!elements.every((element) => this.#machine.isConstant(element))) return;
		const contents = elements.map(
			(item) => `${this.#machine.word(item + IN_SLOT.NEXT)} ${this.#contentOf(item)}`,
		);
		this.#share(target, `array ${contents}`);
	}

	/** Flags, name and value of a slot; what it points to counts as a value. */
	#contentOf(slot: number): string {
		const { texts, pointers } = this.#machine;
		const word = (at: number): string => `${pointers.get(at) ?? ""}${this.#machine.word(at)}`;
		const value = texts.get(slot);
		return [
			this.#machine.word(slot + IN_SLOT.KIND),
			value === undefined ? word(slot + IN_SLOT.VALUE) : JSON.stringify(value),
			word(slot + IN_SLOT.SECOND),
		].join(" ");
	}

	/** Leaves out a slot or chunk if there is an equal one; returns the one that is kept. */
	#share(target: number, content: string): number {
		const kept = this.#kept.get(content);
		if (kept === undefined) {
			this.#kept.set(content, target);
			return target;
		}
		if (kept !== target) this.shared.set(target, kept);
		return kept;
	}
}

/** Finds what can be left out of a machine because something equal is kept. */
export function findShared(machine: Machine): Shared {
	return new Sharing(machine).find();
}
