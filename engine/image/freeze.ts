// SPDX-License-Identifier: Apache-2.0
/**
 * Runs an image without a frozen machine in the emulator, where it makes one
 * (boards/cortex-m/freeze.c), and reads the result.
 */
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import type { Range } from "./pointers.ts";

const EMULATOR = "qemu-system-arm";
const TIME_LIMIT_MS = 60_000;
const WINDOW_LENGTH = 16 * 1024 * 1024;
/** Offsets in the window: boards/cortex-m/freeze-window.h. */
export const AT = { SLOTS: 0x100, CHUNKS: 0x104, LENGTH: 0x108, LAYOUT: 0x200, RESULT: 0x100000 };

/** C's memory while it freezes, which is in the same place in every image. */
export const FREEZE_MEMORY: Range = [0x6080_0000, 0x60a1_0000];

/** Room while the bundle runs: enough that nothing is collected, wherever the machine is placed. */
const AMPLE = { slots: 60_000, chunkBytes: 1024 * 1024 };

/** Fields of struct frozenHead in engine/xs/frozen.h, in order. */
export const HEAD = [
	"length",
	"slots",
	"slotBytes",
	"chunkBytes",
	"codeBytes",
	"textBytes",
	"buffersLength",
	"aliases",
] as const;

/** Fields of struct frozenLayout in engine/xs/frozen.h, in order. */
export const LAYOUT = [
	"slots",
	"slotsEnd",
	"chunks",
	"chunksEnd",
	"stack",
	"stackEnd",
	"keys",
	"keyCount",
	"names",
	"nameCount",
	"kindInstance",
	"kindHome",
	"kindClosure",
	"kindSymbol",
	"kindString",
	"kindKey",
	"kindArray",
	"kindCode",
	"kindReference",
	"flagInternal",
	"flagDontPatch",
	"flagsConstant",
	"flagsOfOthers",
	"codeArchive1",
	"codeArchive2",
	"codeArchive4",
] as const;

/** Figures at the start of a frozen machine. */
export type Head = Record<(typeof HEAD)[number], number>;

/** Offsets of the parts of a frozen machine, kinds of slots and byte codes as XS numbers them. */
export type Layout = Record<(typeof LAYOUT)[number], number>;

/** A machine as an image froze it. */
export interface FrozenMachine {
	/** The bytes that belong at frozenStart. */
	readonly frozen: Buffer;
	readonly layout: Layout;
}

function wordsOf<Name extends string>(
	names: readonly Name[],
	buffer: Buffer,
): Record<Name, number> {
	const entries = names.map((name, i) => [name, buffer.readUInt32LE(4 * i)]);
	return Object.fromEntries(entries) as Record<Name, number>;
}

/** The figures at the start of a frozen machine. */
export const headOf = (frozen: Buffer): Head => wordsOf(HEAD, frozen);

/** The file that the emulated board sees as a window of memory. */
class Window {
	readonly path: string;
	readonly #file: number;

	constructor(path: string) {
		this.path = path;
		this.#file = openSync(path, "w+");
		ftruncateSync(this.#file, WINDOW_LENGTH);
	}

	write(at: number, value: number): void {
		const word = Buffer.alloc(4);
		word.writeUInt32LE(value);
		writeSync(this.#file, word, 0, word.length, at);
	}

	read(at: number, length: number): Buffer {
		const bytes = Buffer.alloc(length);
		readSync(this.#file, bytes, 0, length, at);
		return bytes;
	}

	remove(): void {
		closeSync(this.#file);
		rmSync(this.path, { force: true });
	}
}

/** Runs the image until it resets itself; returns its output. Throws one line. */
function runOnce(image: string, window: Window): string {
	// a comma ends a value unless it is doubled
	const path = window.path.replaceAll(",", ",,");
	const memory = `id=window,mem-path=${path},size=${WINDOW_LENGTH},share=on`;
	const machine = ["-M", "mps2-an500,memory-backend=window", "-display", "none"];
	const serial = ["-serial", "null", "-serial", "null", "-serial", "null", "-serial", "stdio"];
	const { error, stdout, stderr } = spawnSync(
		EMULATOR,
		[
			...machine,
			...["-monitor", "none", "-nic", "none"],
			...["-object", `memory-backend-file,${memory}`],
			...serial,
			// the reset at the end stops the emulator
			...["-no-reboot", "-kernel", image],
		],
		{ encoding: "utf8", timeout: TIME_LIMIT_MS, stdio: ["ignore", "pipe", "pipe"] },
	);
	if (error && "code" in error && error.code === "ENOENT")
		throw new Error(`image: ${EMULATOR} was not found; install the Debian package ${EMULATOR}`);
	if (error) throw new Error(`image: ${EMULATOR}: ${error.message}`);
	return `${stdout}${stderr}`;
}

/**
 * The bundle's machine, frozen for this image.
 *
 * @param image path of the ELF file without one
 * @throws one line
 */
export function freezeMachine(image: string): FrozenMachine {
	const window = new Window(`${image}.window`);
	try {
		window.write(AT.SLOTS, AMPLE.slots);
		window.write(AT.CHUNKS, AMPLE.chunkBytes);
		const output = runOnce(image, window);
		const length = window.read(AT.LENGTH, 4).readUInt32LE();
		if (length === 0) throw new Error(`image: freezing failed: ${output.trim().split("\n")[0]}`);
		return {
			frozen: window.read(AT.RESULT, length),
			layout: wordsOf(LAYOUT, window.read(AT.LAYOUT, 4 * LAYOUT.length)),
		};
	} finally {
		window.remove();
	}
}
