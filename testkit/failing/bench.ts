/** The bench with the firmware that fails on demand (firmware.ts) instead of the real one. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildImage } from "../../engine/image/image.ts";
import { bundleBench, bundleFirmware, root } from "../../scripts/bundle.ts";
import { type RunningBench, startBench } from "../bench.ts";

/** A directory that looks like the repository to the bench, apart from the firmware. */
export class FailingFirmware {
	readonly directory = mkdtempSync(join(tmpdir(), "ambit-failing-"));

	async build(): Promise<void> {
		const bundle = await bundleFirmware("testkit/failing/firmware.ts", "build/test/failing.js");
		const image = await buildImage(bundle, () => {}, join(root, "build/test/failing.elf"));
		const main = pathToFileURL(await bundleBench()).href;
		for (const folder of ["build", "build/firmware"]) mkdirSync(join(this.directory, folder));
		const put = (file: string, name: string): void => symlinkSync(file, join(this.directory, name));
		put(bundle, "build/firmware/ambit.js");
		put(image, "build/ambit-cortex-m7.elf");
		put(join(root, "build/engine"), "build/engine");
		put(join(root, "build/bench"), "build/bench");
		put(join(root, "package.json"), "package.json");
		// Its engines are built.
		const start = `await main("${this.directory}", process.argv.slice(2), async () => {});`;
		writeFileSync(this.#script, `const { main } = await import("${main}"); ${start}\n`);
	}

	start(args: readonly string[], limit: number): Promise<RunningBench> {
		return startBench(args, limit, [this.#script]);
	}

	remove(): void {
		rmSync(this.directory, { recursive: true });
	}

	get #script(): string {
		return join(this.directory, "start.mjs");
	}
}

/** The line delivers characters to the meter that their first one addresses. */
const UNIT_ID = 1;

/** Makes the firmware fail as `word` says. */
export function fail(
	bench: RunningBench,
	word: "HANG" | "LEAK" | "STACK" | "THROW",
): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = connect(bench.rtuPort, "127.0.0.1", () =>
			socket.end(Buffer.from([UNIT_ID, ...Buffer.from(word)]), () => resolve()),
		);
		socket.once("error", reject);
	});
}
