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
const AT = { SLOTS: 0x100, CHUNKS: 0x104, LENGTH: 0x108, RESULT: 0x100000 };

/** Room for the machine while the bundle runs. */
const AMPLE = { slots: 40_000, chunkBytes: 512 * 1024 };

/** Fewest slots beyond those in use at the end that are tried. */
const SPARE_SLOTS = 256;

/** Fields of struct frozenHead in engine/xs/frozen.h, in order. */
const HEAD = ["magic", "length", "slots", "slotBytes", "chunkBytes", "buffersLength", "aliases"];

/** What a frozen machine says of itself. */
export function headOf(frozen) {
	return Object.fromEntries(HEAD.map((name, i) => [name, frozen.readUInt32LE(4 * i)]));
}

/** Runs the image once; gives the frozen machine, or the line it failed with. */
function freeze(image, { slots, chunkBytes }) {
	const path = `${image}.window`;
	const window = openSync(path, "w+");
	const word = Buffer.alloc(4);
	const setWord = (at, value) => {
		word.writeUInt32LE(value);
		writeSync(window, word, 0, 4, at);
	};
	try {
		ftruncateSync(window, WINDOW_LENGTH);
		setWord(AT.SLOTS, slots);
		setWord(AT.CHUNKS, chunkBytes);
		const { error, stdout, stderr } = spawnSync(
			EMULATOR,
			[
				...["-M", "mps2-an500,memory-backend=window", "-display", "none", "-monitor", "none", "-nic", "none"],
				...["-object", `memory-backend-file,id=window,mem-path=${path},size=${WINDOW_LENGTH},share=on`],
				...["-serial", "null", "-serial", "null", "-serial", "null", "-serial", "stdio"],
				// the reset that ends it ends the emulator
				...["-no-reboot", "-kernel", image],
			],
			{ encoding: "utf8", timeout: TIME_LIMIT_MS, stdio: ["ignore", "pipe", "pipe"] },
		);
		if (error?.code === "ENOENT")
			throw new Error(`image: ${EMULATOR} was not found; install the Debian package ${EMULATOR}`);
		if (error) throw new Error(`image: ${EMULATOR}: ${error.message}`);
		readSync(window, word, 0, 4, AT.LENGTH);
		const length = word.readUInt32LE();
		if (length === 0) return { fault: `${stdout}${stderr}`.trim().split("\n")[0] };
		const frozen = Buffer.alloc(length);
		readSync(window, frozen, 0, length, AT.RESULT);
		return { frozen };
	} finally {
		closeSync(window);
		rmSync(path, { force: true });
	}
}

/**
 * The bundle's machine, frozen for this image.
 *
 * @param {string} image path of the ELF file without one
 * @returns {Buffer} what belongs at frozenStart
 * @throws {Error} one line
 */
export function freezeMachine(image) {
	const first = freeze(image, AMPLE);
	if (first.fault !== undefined) throw new Error(`image: freezing failed: ${first.fault}`);
	const { slots } = headOf(first.frozen);
	// again with as little room as will do, so that what the bundle leaves behind while it runs is used again
	for (let spare = SPARE_SLOTS; slots + spare < AMPLE.slots; spare *= 2) {
		const { frozen } = freeze(image, { slots: slots + spare, chunkBytes: AMPLE.chunkBytes });
		if (frozen !== undefined) return frozen;
	}
	return first.frozen;
}
