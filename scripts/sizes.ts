/** Flash and RAM of an image, by part. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { headOf } from "../engine/image/freeze.ts";

const LIMITS = { flash: 640 * 1024, ram: 256 * 1024 };
const RAM_START = 0x20000000;
const TOOL_TIME_LIMIT_MS = 60_000;

type Memory = keyof typeof LIMITS;

/** Bytes of a part of an image. */
export interface Size {
	readonly memory: Memory;
	readonly part: string;
	readonly bytes: number;
}

/** A part, and which sections of the linker's map belong to it: patterns of object and name. */
interface Part {
	readonly memory: Memory;
	readonly part: string;
	readonly objects: RegExp;
	readonly names?: RegExp;
}

/** The parts; the first that matches takes a section. */
const PARTS: readonly Part[] = [
	{ memory: "flash", part: "C library", objects: /lib(c|m|gcc|nosys)\w*\.a/ },
	{ memory: "flash", part: "XS, QR codes", objects: /objects-\w+\/(xs\w+|qrcodegen)\.o$/ },
	{ memory: "flash", part: "board and port of XS", objects: /./ },
	{ memory: "ram", part: "slots of the heap", objects: /memory\.o$/, names: /staticSlots/ },
	{ memory: "ram", part: "chunks of the heap", objects: /memory\.o$/, names: /staticChunks/ },
	{ memory: "ram", part: "JavaScript stack", objects: /memory\.o$/, names: /staticStack/ },
	{ memory: "ram", part: "C stack", objects: /^\.stack$/ },
	{ memory: "ram", part: "XS's own tables (malloc)", objects: /system\.o$/ },
	{ memory: "ram", part: "rings of the UARTs", objects: /uart\.o$/ },
	{
		memory: "ram",
		part: "a message of the link, a line of the trace",
		objects: /(window|trace)\.o$/,
	},
	{ memory: "ram", part: "variables", objects: /./ },
];

interface Section {
	readonly name: string;
	readonly address: number;
	readonly size: number;
	readonly object: string;
}

/** Sections of the linker's map, without those that the image does not hold. */
function* sectionsOf(map: string): Generator<Section> {
	const text = map.slice(map.indexOf("Linker script and memory map"));
	const pattern = /^ (\.[\w.$*-]+|COMMON)\s*\n?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S+)$/gm;
	for (const [, name = "", address = "", size = "", object = ""] of text.matchAll(pattern))
		if (!/^\.(debug|comment|ARM\.attributes)/.test(name))
			yield {
				name,
				address: Number.parseInt(address, 16),
				size: Number.parseInt(size, 16),
				object,
			};
}

/** Bytes of each of PARTS, by the linker's map. */
function partSizes(map: string, stackBytes: number): Size[] {
	const bytes = PARTS.map(() => 0);
	const add = (memory: Memory, object: string, name: string, size: number): void => {
		const at = PARTS.findIndex(
			(part) =>
				part.memory === memory && part.objects.test(object) && (part.names?.test(name) ?? true),
		);
		bytes[at] += size;
	};
	for (const { name, address, size, object } of sectionsOf(map)) {
		if (object.endsWith("frozen-machine.o") || size === 0) continue;
		add(address >= RAM_START ? "ram" : "flash", object, name, size);
		// the initial values of variables are in flash too
		if (name.startsWith(".data")) add("flash", object, name, size);
	}
	add("ram", ".stack", "", stackBytes);
	return PARTS.map(({ memory, part }, i) => ({ memory, part, bytes: bytes[i] }));
}

/** Looks up symbols of an image. */
function symbolsOf(image: string): (name: string) => number {
	const symbols = execFileSync("arm-none-eabi-nm", [image], {
		encoding: "utf8",
		timeout: TOOL_TIME_LIMIT_MS,
	});
	return (name) => {
		const [, address] = new RegExp(`^(\\w+) . ${name}$`, "m").exec(symbols) ?? [];
		if (address === undefined) throw new Error(`sizes: no symbol ${name}`);
		return Number.parseInt(address, 16);
	};
}

/**
 * Bytes of each part of an image, flash first.
 *
 * @param image path of the ELF file
 */
export function sizesOf(image: string): Size[] {
	const symbol = symbolsOf(image);
	const map = readFileSync(image.replace(/elf$/, "map"), "utf8");
	const parts = partSizes(map, symbol("stackTop") - symbol("stackLimit"));
	const binary = readFileSync(image.replace(/elf$/, "bin"));
	const head = headOf(binary.subarray(symbol("frozenStart")));
	const objects = `objects of the firmware and of JavaScript: ${head.slots} slots`;
	return [
		{ memory: "flash", part: objects, bytes: head.slotBytes },
		{ memory: "flash", part: "their arrays and tables", bytes: head.chunkBytes },
		{ memory: "flash", part: "strings and names", bytes: head.textBytes },
		{ memory: "flash", part: "the firmware's byte code", bytes: head.codeBytes },
		...parts.filter(({ memory }) => memory === "flash"),
		...parts.filter(({ memory }) => memory === "ram"),
		{ memory: "ram", part: "buffers of the firmware", bytes: head.buffersLength },
	];
}

/** Prints the table; true if everything is within the limits. */
export function printSizes(image: string): boolean {
	const sizes = sizesOf(image);
	let fits = true;
	for (const [memory, limit] of Object.entries(LIMITS)) {
		const mine = sizes.filter((size) => size.memory === memory);
		const total = mine.reduce((sum, { bytes }) => sum + bytes, 0);
		for (const { part, bytes } of mine)
			console.log(`${memory.padEnd(6)}${part.padEnd(58)}${bytes}`.trimEnd());
		console.log(`${memory.padEnd(6)}${"in all".padEnd(58)}${total}   of ${limit}\n`);
		fits &&= total <= limit;
	}
	return fits;
}
