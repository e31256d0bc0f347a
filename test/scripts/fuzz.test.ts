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
		"of seed %i change no setting, and good requests are answered after them",
		async (seed) => {
			expect((await runBatch(engine, firmware, MODBUS, seed, 20_000)).fault).toBeUndefined();
		},
	);
});

describe("spoilt and refused M-Bus frames, a slice of npm run fuzz", () => {
	it.each([2001, 2002])(
		"of seed %i are not answered and change no setting, and good requests are answered after them",
		async (seed) => {
			expect((await runBatch(engine, firmware, MBUS, seed, 20_000)).fault).toBeUndefined();
		},
	);
});

describe("GATT operations of clients that have not shown the password, a slice of npm run fuzz", () => {
	it.each([3001, 3002])(
		"of seed %i change no setting, and good requests are answered after them",
		async (seed) => {
			expect((await runBatch(engine, firmware, GATT, seed, 10_000)).fault).toBeUndefined();
		},
	);
});
