// SPDX-License-Identifier: Apache-2.0
/**
 * Compares the offsets with which the image builder takes a frozen machine apart with the headers
 * of XS and of the port: the C compiler evaluates them when it compiles for the board.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CODE_HEADER, NAME_BYTES } from "./byte-code.ts";
import { AT, FREEZE_MEMORY, HEAD, LAYOUT } from "./freeze.ts";
import { CHUNK_HEADER, IN_SLOT, SLOT } from "./strip.ts";

const INCLUDES = ["xsAll.h", "xs.h", "code.h", "frozen.h", "freeze-window.h"];

/** A number of the builder: its name, the same in C, its value. */
type Offset = readonly [name: string, expression: string, value: number];

const fields = (struct: string, names: readonly string[]): Offset[] => [
	...names.map(
		(name, i): Offset => [`${struct}.${name}`, `offsetof(struct ${struct}, ${name})`, 4 * i],
	),
	[`the length of ${struct}`, `sizeof(struct ${struct})`, 4 * names.length],
];

const OFFSETS: readonly Offset[] = [
	["SLOT", "sizeof(txSlot)", SLOT],
	["IN_SLOT.NEXT", "offsetof(txSlot, next)", IN_SLOT.NEXT],
	["IN_SLOT.KIND", "offsetof(txSlot, kind)", IN_SLOT.KIND],
	["IN_SLOT.FLAG", "offsetof(txSlot, flag)", IN_SLOT.FLAG],
	["IN_SLOT.NAME", "offsetof(txSlot, ID)", IN_SLOT.NAME],
	["IN_SLOT.VALUE", "offsetof(txSlot, value)", IN_SLOT.VALUE],
	["IN_SLOT.VALUE of an array", "offsetof(txSlot, value.array.address)", IN_SLOT.VALUE],
	["IN_SLOT.VALUE of byte code", "offsetof(txSlot, value.code.address)", IN_SLOT.VALUE],
	["IN_SLOT.VALUE of a key", "offsetof(txSlot, value.key.string)", IN_SLOT.VALUE],
	["IN_SLOT.SECOND of byte code", "offsetof(txSlot, value.code.closures)", IN_SLOT.SECOND],
	["IN_SLOT.SECOND of an accessor", "offsetof(txSlot, value.accessor.setter)", IN_SLOT.SECOND],
	["IN_SLOT.SECOND of a method", "offsetof(txSlot, value.home.module)", IN_SLOT.SECOND],
	["IN_SLOT.SECOND of an object", "offsetof(txSlot, value.instance.prototype)", IN_SLOT.SECOND],
	["the size in a chunk's header", "offsetof(txChunk, size)", 0],
	["CHUNK_HEADER", "sizeof(txChunk)", CHUNK_HEADER],
	["NAME_BYTES", "sizeof(txID)", NAME_BYTES],
	["the size of an entry of gxCodeSizes", "sizeof(gxCodeSizes[0])", 1],
	[
		"CODE_HEADER.SYMBOLS_LENGTH",
		"offsetof(struct codeHeader, symbolsLength)",
		CODE_HEADER.SYMBOLS_LENGTH,
	],
	["CODE_HEADER.CODE_LENGTH", "offsetof(struct codeHeader, codeLength)", CODE_HEADER.CODE_LENGTH],
	["CODE_HEADER.END", "sizeof(struct codeHeader)", CODE_HEADER.END],
	...fields("frozenHead", HEAD),
	...fields("frozenLayout", LAYOUT),
	["AT.SLOTS", "FREEZE_SLOTS_AT", AT.SLOTS],
	["AT.CHUNKS", "FREEZE_CHUNKS_AT", AT.CHUNKS],
	["AT.LENGTH", "FREEZE_LENGTH_AT", AT.LENGTH],
	["AT.LAYOUT", "FREEZE_LAYOUT_AT", AT.LAYOUT],
	["AT.RESULT", "FREEZE_RESULT_AT", AT.RESULT],
	["the start of FREEZE_MEMORY", "FREEZE_MALLOC", FREEZE_MEMORY[0]],
	[
		"FREEZE_MALLOC's end, where the stack begins",
		"FREEZE_STACK - FREEZE_MALLOC_LENGTH",
		FREEZE_MEMORY[0],
	],
	[
		"the end of FREEZE_MEMORY",
		"FREEZE_STACK + FREEZE_STACK_SLOTS * sizeof(txSlot)",
		FREEZE_MEMORY[1],
	],
];

/** C in which each offset that is another in the headers is an error that names it. */
function offsetsInC(): string {
	return [
		"/* Written by engine/image/offsets.ts. */",
		"#include <stddef.h>",
		...INCLUDES.map((header) => `#include "${header}"`),
		...OFFSETS.map(
			([name, expression, value]) =>
				`_Static_assert((${expression}) == ${value}u, "${name} is not ${value}");`,
		),
		"",
	].join("\n");
}

/**
 * Writes the C file into a folder of its own in `directory`, for the compiler; returns the folder.
 */
export function writeOffsets(directory: string): string {
	const folder = join(directory, "offsets");
	const file = join(folder, "offsets.c");
	const text = offsetsInC();
	mkdirSync(folder, { recursive: true });
	if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
	return folder;
}
