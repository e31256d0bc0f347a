/** Runs the firmware's image in QEMU: the Cortex-M7 of Arm's MPS2 board (AN500). */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { killAtExit, type Launch } from "../meter/launch.ts";
import { MEMORY_DIRECTORY, temporaryDirectory } from "../temporary.ts";
import { EmulatedLink } from "./link.ts";
import { SHARED_MEMORY_BYTES, SharedMemory } from "./shared-memory.ts";
import { Wire } from "./wire.ts";

/**
 * Starts an emulated board as an engine.
 * @param image path of the ELF file
 * @param options further options of QEMU, such as `-icount shift=0`
 */
export function emulator(image: string, options: readonly string[] = []): Launch {
	return () => {
		const base = existsSync(MEMORY_DIRECTORY) ? MEMORY_DIRECTORY : tmpdir();
		const directory = temporaryDirectory(base);
		const at = (name: string): string => join(directory.path, name);
		const memory = new SharedMemory(at("window"));
		const wires = ["bell", "rs485", "mbus"].map((name) => ({ name, wire: new Wire(at(name)) }));
		const [bell, rs485, mbus] = wires.map(({ wire }) => wire) as [Wire, Wire, Wire];
		const link = new EmulatedLink(memory, bell, rs485, mbus);
		const sizeAndShare = `size=${SHARED_MEMORY_BYTES},share=on`;
		// The kernel ends QEMU with this process, however this process ends.
		const child = spawn(
			"setpriv",
			[
				...["--pdeathsig", "KILL", "qemu-system-arm", "-M", "mps2-an500,memory-backend=window"],
				...["-object", `memory-backend-file,id=window,mem-path=${at("window")},${sizeAndShare}`],
				...["-display", "none", "-monitor", "none", "-nic", "none"],
				...wires.flatMap(({ name }) => ["-chardev", `socket,id=${name},path=${at(name)}`]),
				...wires.flatMap(({ name }) => ["-serial", `chardev:${name}`]),
				...["-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"],
				...options,
				...["-kernel", image],
			],
			{ stdio: ["ignore", "pipe", "pipe"], detached: true },
		);
		killAtExit(child);
		// By the time the board speaks everything is open and needs no name any more.
		link.output.once("data", directory.remove);
		child.once("close", () => {
			for (const { wire } of wires) wire.close();
			memory.close();
			directory.remove();
		});
		// The board's console, and QEMU's own messages.
		const errors = new PassThrough();
		child.stdout.pipe(errors, { end: false });
		child.stderr.pipe(errors, { end: false });
		return { child, input: link.input, output: link.output, errors };
	};
}
