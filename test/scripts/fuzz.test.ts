import { beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../engine/image/desktop.ts";
import { runBatch } from "../../lab/fuzz/fuzz.ts";
import { GATT } from "../../lab/fuzz/gatt.ts";
import { MBUS } from "../../lab/fuzz/mbus.ts";
import { MODBUS } from "../../lab/fuzz/modbus.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";

let engine: string;
let firmware: string;

beforeAll(async () => {
	engine = await buildEngine();
	firmware = await bundleFirmware();
});

describe("random and mutated Modbus frames, a slice of npm run fuzz", () => {
	it.each([1001, 1002, 1003])(
		"Modbus frames of seed %i change no setting, and good requests work after them",
		async (seed) => {
			expect((await runBatch(engine, firmware, MODBUS, seed, 20_000)).fault).toBeUndefined();
		},
	);
});

describe("damaged and refused M-Bus frames, a slice of npm run fuzz", () => {
	it.each([2001, 2002])(
		"M-Bus frames of seed %i get no answer and change no setting; good requests work after them",
		async (seed) => {
			expect((await runBatch(engine, firmware, MBUS, seed, 20_000)).fault).toBeUndefined();
		},
	);
});

describe("GATT operations of clients without the password, a slice of npm run fuzz", () => {
	it.each([3001, 3002])(
		"GATT operations of seed %i change no setting, and good requests work after them",
		async (seed) => {
			expect((await runBatch(engine, firmware, GATT, seed, 10_000)).fault).toBeUndefined();
		},
	);
});
