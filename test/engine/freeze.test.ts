import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freezeMachine } from "../../engine/image/freeze.ts";

let folder: string;
const { PATH = "" } = process.env;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "ambit-freeze-"));
});

afterEach(() => {
	process.env.PATH = PATH;
	rmSync(folder, { recursive: true });
});

it("the window's path may have a comma and a space, which QEMU is told of", () => {
	const emulator = join(folder, "qemu-system-arm");
	writeFileSync(emulator, `#!/bin/sh\nprintf '%s\\n' "$@" > ${join(folder, "told")}\n`);
	chmodSync(emulator, 0o755);
	process.env.PATH = `${folder}:${PATH}`;
	const work = join(folder, "mine, too");
	mkdirSync(work);
	expect(() => freezeMachine(join(work, "image.elf"))).toThrow("image: freezing failed");
	const told = readFileSync(join(folder, "told"), "utf8").split("\n");
	const object = told[told.indexOf("-object") + 1];
	expect(object).toContain(`mem-path=${folder}/mine,, too/image.elf.window,size=`);
});
