/** `npm run sizes`: what the image takes of flash and RAM, by part; fails when it is too much. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { stop } from "esbuild";
import { headOf } from "../engine/freeze.mjs";
import { buildImage } from "../engine/image.mjs";
import { bundleFirmware } from "./bundle.mjs";

const LIMITS = { flash: 640 * 1024, ram: 256 * 1024 };
const RAM_START = 0x20000000;
const TOOL_TIME_LIMIT_MS = 60_000;

/** The parts, each with what of the linker's map is its own; the first that matches takes a section. */
const PARTS = [
	["flash", "C library", /lib(c|m|gcc|nosys)\w*\.a/],
	["flash", "XS, QR codes", /objects-\w+\/(xs\w+|qrcodegen)\.o$/],
	["flash", "board and port of XS", /./],
	["ram", "slots of the heap", /memory\.o$/, /staticSlots/],
	["ram", "chunks of the heap", /memory\.o$/, /staticChunks/],
	["ram", "JavaScript stack", /memory\.o$/, /staticStack/],
	["ram", "C stack", /^\.stack$/],
	["ram", "XS's own tables (malloc)", /system\.o$/],
	["ram", "rings of the UARTs", /uart\.o$/],
	["ram", "a message of the link, a line of the trace", /(window|trace)\.o$/],
	["ram", "variables", /./],
];

/** Sections of the linker's map: address, size, object. */
function* sectionsOf(map) {
	const text = map.slice(map.indexOf("Linker script and memory map"));
	const pattern = /^ (\.[\w.$*-]+|COMMON)\s*\n?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S+)$/gm;
	for (const [, name, address, size, object] of text.matchAll(pattern))
		if (!/^\.(debug|comment|ARM\.attributes)/.test(name))
			yield {
				name,
				address: Number.parseInt(address, 16),
				size: Number.parseInt(size, 16),
				object,
			};
}

/**
 * Bytes of each part of an image.
 *
 * @param {string} image path of the ELF file
 * @returns {{memory: "flash" | "ram", part: string, bytes: number}[]}
 */
export function sizesOf(image) {
	const parts = PARTS.map(([memory, part]) => ({ memory, part, bytes: 0 }));
	const add = (memory, object, name, size) => {
		const at = PARTS.findIndex(
			([where, , objects, names]) =>
				where === memory && objects.test(object) && (names?.test(name) ?? true),
		);
		parts[at].bytes += size;
	};
	for (const { name, address, size, object } of sectionsOf(
		readFileSync(image.replace(/elf$/, "map"), "utf8"),
	)) {
		const ram = address >= RAM_START;
		if (object.endsWith("frozen-machine.o") || size === 0) continue;
		add(ram ? "ram" : "flash", object, name, size);
		// what variables begin with lies in flash too
		if (name.startsWith(".data")) add("flash", object, name, size);
	}
	const binary = readFileSync(image.replace(/elf$/, "bin"));
	const symbols = execFileSync("arm-none-eabi-nm", [image], {
		encoding: "utf8",
		timeout: TOOL_TIME_LIMIT_MS,
	});
	const symbol = (name) =>
		Number.parseInt(new RegExp(`^(\\w+) . ${name}$`, "m").exec(symbols)[1], 16);
	const head = headOf(binary.subarray(symbol("frozenStart")));
	add("ram", ".stack", "", symbol("stackTop") - symbol("stackLimit"));
	return [
		{
			memory: "flash",
			part: `objects of the firmware and of JavaScript: ${head.slots} slots`,
			bytes: head.slotBytes,
		},
		{ memory: "flash", part: "their arrays and tables", bytes: head.chunkBytes },
		{ memory: "flash", part: "strings and names", bytes: head.textBytes },
		{ memory: "flash", part: "the firmware's byte code", bytes: head.codeBytes },
		...parts.filter(({ memory }) => memory === "flash"),
		...parts.filter(({ memory }) => memory === "ram"),
		{ memory: "ram", part: "buffers of the firmware", bytes: head.buffersLength },
	];
}

/** Prints the table; returns whether all is within the limits. */
export function printSizes(image) {
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

if (process.argv[1] === import.meta.filename) {
	const image = await buildImage(await bundleFirmware(), (line) => console.error(line));
	await stop();
	process.exitCode = printSizes(image) ? 0 : 1;
}
