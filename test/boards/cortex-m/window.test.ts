import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emulator } from "../../../bench/emulator/qemu.ts";
import { Layout } from "../../../bench/emulator/shared-memory.ts";
import { message } from "../../../bench/meter/link.ts";
import { MessageReader } from "../../../bench/meter/link-engine.ts";
import { ToBench } from "../../../boards/virtual/link.ts";
import { buildImage } from "../../../engine/image/image.ts";
import { Debugger } from "../../../testkit/debugger.ts";
import { ASK } from "../../../testkit/run-engine.ts";

it("the window shared with the emulator has the same layout on the board and in the bench", () => {
	const text = readFileSync(new URL("../../../boards/cortex-m/window.h", import.meta.url), "utf8");
	const found = [...text.matchAll(/^#define WINDOW_(\w+) (\S+)/gm)].map(([, name, value]) => [
		name,
		Number(value),
	]);
	expect(Object.fromEntries(found)).toEqual(Layout);
});

/** Where the board says how much it has written: start of the window, boards/cortex-m/mps2.h. */
const HEAD = (0x6000_0000 + Layout.TO_BENCH_HEAD).toString(16);

it("a restart in the middle of a message leaves no part of it, and the bench is told", async () => {
	const directory = mkdtempSync(join(tmpdir(), "ambit-window-"));
	const at = (name: string): string => join(directory, name);
	writeFileSync(at("bundle.js"), `host.onMessage = () => host.send(${ASK}, 5);`);
	const image = await buildImage(at("bundle.js"), () => {}, at("image.elf"));
	const gdb = ["-S", "-gdb", `unix:${at("gdb")},server=on,wait=off`];
	const { child, input, output } = emulator(image, gdb)();
	const ended = new Promise((resolve) => child.once("close", resolve));
	try {
		const seen: number[] = [];
		const reader = new MessageReader((type) => seen.push(type));
		output.on("data", (bytes: Buffer) => reader.push(bytes));
		input.write(message(ASK));
		const debug = await Debugger.attach(at("gdb"));
		await debug.runToWrite(HEAD);
		await debug.jump(0);
		debug.close();
		await expect.poll(() => seen, { timeout: 20_000 }).toEqual([ASK, ToBench.RESTARTED]);
	} finally {
		child.kill("SIGKILL");
		await ended;
		rmSync(directory, { recursive: true });
	}
}, 120_000);
