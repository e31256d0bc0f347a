// SPDX-License-Identifier: Apache-2.0
/**
 * Runs an image that has no frozen machine yet in the emulator, where it makes one (boards/cortex-m/freeze.c), and
 * takes that over.
 */
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";

const EMULATOR = "qemu-system-arm";
const TIME_LIMIT_MS = 60_000;
const WINDOW_LENGTH = 16 * 1024 * 1024;
const AT = { SLOTS: 0x100, CHUNKS: 0x104, LENGTH: 0x108, LAYOUT: 0x200, RESULT: 0x100000 };

/** Room for the machine while the bundle runs: so much that no garbage is collected, wherever the machine lies. */
const AMPLE = { slots: 60_000, chunkBytes: 1024 * 1024 };

/** Fields of struct frozenHead in engine/xs/frozen.h, in order. */
export const HEAD = [
	...["length", "slots", "slotBytes", "chunkBytes", "codeBytes", "textBytes"],
	...["buffersLength", "aliases"],
];

/** Fields of struct frozenLayout in engine/xs/frozen.h, in order. */
const LAYOUT = [
	...[
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
	],
	...[
		"kindInstance",
		"kindHome",
		"kindClosure",
		"kindSymbol",
		"kindString",
		"kindKey",
		"kindArray",
		"kindCode",
	],
	...["codeArchive1", "codeArchive2", "codeArchive4"],
];

const wordsOf = (names, buffer) =>
	Object.fromEntries(names.map((name, i) => [name, buffer.readUInt32LE(4 * i)]));

/** What a frozen machine says of itself. */
export const headOf = (frozen) => wordsOf(HEAD, frozen);

/**
 * The bundle's machine, frozen for this image.
 *
 * @param {string} image path of the ELF file without one
 * @returns {{frozen: Buffer, layout: Record<string, number>}} what belongs at frozenStart, and what lies where in it
 * @throws {Error} one line
 */
export function freezeMachine(image) {
	const path = `${image}.window`;
	const window = openSync(path, "w+");
	const word = Buffer.alloc(4);
	const setWord = (at, value) => {
		word.writeUInt32LE(value);
		writeSync(window, word, 0, 4, at);
	};
	const read = (at, length) => {
		const bytes = Buffer.alloc(length);
		readSync(window, bytes, 0, length, at);
		return bytes;
	};
	try {
		ftruncateSync(window, WINDOW_LENGTH);
		setWord(AT.SLOTS, AMPLE.slots);
		setWord(AT.CHUNKS, AMPLE.chunkBytes);
		const { error, stdout, stderr } = spawnSync(
			EMULATOR,
			[
				...[
					"-M",
					"mps2-an500,memory-backend=window",
					"-display",
					"none",
					"-monitor",
					"none",
					"-nic",
					"none",
				],
				...[
					"-object",
					`memory-backend-file,id=window,mem-path=${path},size=${WINDOW_LENGTH},share=on`,
				],
				...["-serial", "null", "-serial", "null", "-serial", "null", "-serial", "stdio"],
				// the reset that ends it ends the emulator
				...["-no-reboot", "-kernel", image],
			],
			{ encoding: "utf8", timeout: TIME_LIMIT_MS, stdio: ["ignore", "pipe", "pipe"] },
		);
		if (error?.code === "ENOENT")
			throw new Error(`image: ${EMULATOR} was not found; install the Debian package ${EMULATOR}`);
		if (error) throw new Error(`image: ${EMULATOR}: ${error.message}`);
		const length = read(AT.LENGTH, 4).readUInt32LE();
		if (length === 0)
			throw new Error(`image: freezing failed: ${`${stdout}${stderr}`.trim().split("\n")[0]}`);
		return {
			frozen: read(AT.RESULT, length),
			layout: wordsOf(LAYOUT, read(AT.LAYOUT, 4 * LAYOUT.length)),
		};
	} finally {
		closeSync(window);
		rmSync(path, { force: true });
	}
}
