import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHARACTERISTICS } from "../../src/ble/services.ts";
import { readManifest, root } from "./manifest.ts";

const text = (path: string) => readFileSync(join(root, path), "utf8");

const settingsOf = (name: string) =>
	Object.fromEntries(
		text(`boards/esp32s3/sdkconfig/${name}`)
			.split("\n")
			.filter((line) => line.startsWith("CONFIG_"))
			.map((line) => line.split("=") as [string, string]),
	);

/** Settings of boards/esp32s3, which mcconfig adds to the SDK's. */
const settings = settingsOf("sdkconfig.defaults");

describe("the ESP32-S3's settings of ESP-IDF", () => {
	it.each([
		["a task that hangs is a panic", "ESP_TASK_WDT_EN ESP_TASK_WDT_INIT ESP_TASK_WDT_PANIC"],
		["so are interrupts that stay off", "ESP_INT_WDT"],
		["a panic restarts the meter", "ESP_SYSTEM_PANIC_PRINT_REBOOT !ESP_SYSTEM_PANIC_GDBSTUB"],
		["a panic is kept", "ESP_COREDUMP_ENABLE_TO_FLASH !ESP_COREDUMP_ENABLE_TO_UART"],
		[
			"the meter resets at 2.84 V, before its flash chips fail",
			"ESP_BROWNOUT_DET ESP_BROWNOUT_DET_LVL_SEL_4 !ESP_BROWNOUT_DET_LVL_SEL_7",
		],
		["instructions are cached", "ESP32S3_INSTRUCTION_CACHE_32KB !ESP32S3_INSTRUCTION_CACHE_16KB"],
		["data are cached", "ESP32S3_DATA_CACHE_64KB !ESP32S3_DATA_CACHE_32KB"],
	])("%s", (_rule, names) => {
		for (const name of names.split(" "))
			if (name.startsWith("!")) expect(settings[`CONFIG_${name.slice(1)}`], name).toBe("n");
			else expect(settings[`CONFIG_${name}`], name).toBe("y");
	});

	it("legacy pairing is off in the file that ESP-IDF reads after mcconfig's", () => {
		expect(settingsOf("sdkconfig.mc.esp32s3").CONFIG_BT_NIMBLE_SM_LEGACY).toBe("n");
	});

	it("the watchdog waits longer than an erase of the flash chip, and not for ever", () => {
		const seconds = Number(settings.CONFIG_ESP_TASK_WDT_TIMEOUT_S);
		expect(seconds).toBeGreaterThan(1);
		expect(seconds).toBeLessThanOrEqual(5);
	});

	it("NimBLE keeps every subscription of three bonds, so that none costs another's bond", () => {
		const notified = CHARACTERISTICS.filter(({ properties }) => properties.includes("notify"));
		// NimBLE's own "Service Changed" can be subscribed to, too.
		const needed = 3 * (notified.length + 1);
		expect(Number(settings.CONFIG_BT_NIMBLE_MAX_CCCDS)).toBeGreaterThanOrEqual(needed);
	});

	it("there is a partition for what is kept of a panic", () => {
		expect(text("boards/esp32s3/partitions.csv")).toMatch(/^coredump, +data, coredump,/m);
	});

	it("XS's queue has room for every message that boards and radio have under way", () => {
		const { defines } = readManifest("boards/esp32s3/manifest.json") as {
			defines?: { task?: { queueLength?: number } };
		};
		expect(defines?.task?.queueLength).toBe(32);
	});
});

describe("the ESP32-S3's functions in C", () => {
	/** TypeScript's types as mcconfig declares them (mc.ffi.d.ts of SDK 8.2.3). */
	const TYPES: Readonly<Record<string, string>> = {
		int32_t: "number",
		uint32_t: "number",
		"void*": "ArrayBuffer",
	};

	it("are declared for tests as mcconfig declares them by the manifest", () => {
		const { ffi } = readManifest("boards/esp32s3/manifest.json") as {
			ffi?: { functions: Record<string, { arguments: string[]; returns: string }> };
		};
		const wanted = Object.entries(ffi?.functions ?? {}).map(
			([name, { arguments: types, returns }]) =>
				[name, ...types.map((type) => TYPES[type]), TYPES[returns]].join(" "),
		);
		const declared = [
			...text("boards/esp32s3/ffi.d.ts").matchAll(/^\t\t(\w+)\(([^)]*)\): (\w+);/gm),
		].map(([, name, parameters = "", returns]) => {
			const types = [...parameters.matchAll(/: (\w+)/g)].map(([, type]) => type);
			return [name, ...types, returns].join(" ");
		});
		expect(wanted.length).toBeGreaterThan(4);
		expect(declared).toEqual(wanted);
	});
});
