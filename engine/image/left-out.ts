// SPDX-License-Identifier: Apache-2.0
/**
 * Properties that describe something to people and that the firmware does not read: documents,
 * bench and app get them from the sources. The image leaves them out of frozen plain objects.
 */
import type { Machine } from "./strip.ts";

/** Names of such properties. */
export const DESCRIPTIVE: readonly string[] = ["title", "obis"];

/** Numbers of the names that live byte code uses. */
function namesUsed(machine: Machine): Set<number> {
	const names = new Set<number>();
	for (const address of machine.functions)
		for (const name of machine.code.namesOf(address)) names.add(name);
	return names;
}

/** True if a string in live byte code or in a live value is `text`. */
function isString(machine: Machine, text: string): boolean {
	const { functions, memory, code, texts, layout } = machine;
	for (const address of functions)
		if (memory.subarray(address, address + (code.lengthAt(address) ?? 0)).includes(text))
			return true;
	return [...texts].some(
		([slot, value]) => value === text && machine.kindOf(slot) === layout.kindString,
	);
}

/**
 * Numbers of those of the names that nothing in a machine reads: no live byte code uses them, and
 * no string is one, with which an expression in brackets could name it.
 */
export function namesUnread(machine: Machine, candidates: readonly string[]): Set<number> {
	const used = namesUsed(machine);
	const unread = new Set<number>();
	for (const [name, slot] of machine.names) {
		const text = machine.texts.get(slot) ?? "";
		const isCandidate = candidates.some((candidate) => text === `${candidate}\0`);
		if (isCandidate && !used.has(name) && !isString(machine, text)) unread.add(name);
	}
	return unread;
}
