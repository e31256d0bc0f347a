import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildKernelInC } from "../../engine/image/kernel.ts";
import { missingIn, usedBy } from "./imports.ts";
import { filesIn, isPreloaded, programFor, readManifest, root } from "./manifest.ts";

const PLATFORMS = ["lin", "mac", "win", "esp32/esp32s3"];

const manifest = readManifest("manifest.json");

describe.each(PLATFORMS)("the manifest on %s", (platform) => {
	const program = programFor(platform, manifest);

	it("the manifest provides every module that the firmware imports at run time", () => {
		expect(missingIn(program)).toEqual([]);
	});

	it("the check finds any single missing module of the firmware, board or SDK", () => {
		const used = usedBy(program);
		expect(used).toContain("device");
		for (const specifier of used) {
			const modules = new Map([...program.modules].filter(([each]) => each !== specifier));
			const provided = new Set([...program.provided].filter((each) => each !== specifier));
			const missing = missingIn({ ...program, modules, provided });
			expect(
				missing.some((line) => line.endsWith(` imports ${specifier}`)),
				specifier,
			).toBe(true);
		}
	});

	it("the manifest names an existing file for every module", () => {
		const files = [...program.modules.values()];
		expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	it("the manifest contains every file of the firmware", () => {
		const held = new Set(program.modules.values());
		expect(filesIn("src").filter((file) => !held.has(file))).toEqual([]);
	});

	it("the manifest preloads every module", () => {
		expect(
			[...program.modules.keys()].filter((specifier) => !isPreloaded(program, specifier)),
		).toEqual([]);
	});

	it("the manifest compiles the kernel in C, and every C file of its board", () => {
		const board = platform.startsWith("esp32") ? "esp32s3" : "simulator";
		const folders = [`boards/${board}`, "boards/moddable"];
		const files = folders.flatMap((folder) =>
			readdirSync(join(root, folder))
				.filter((name) => name.endsWith(".c"))
				.map((name) => `${folder}/${name}`),
		);
		expect(files).toContain("boards/moddable/compiled-kernel.c");
		expect(files.filter((file) => !program.native.has(file))).toEqual([]);
	});

	it("the manifest names C files that exist, or that the kernel's build makes", async () => {
		expect(await buildKernelInC(() => {})).toBe(join(root, "build/kernel"));
		expect([...program.native].filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	it("no two C files have the same name, from which mcconfig makes the object's", () => {
		const names = [...program.native]
			.filter((file) => file.endsWith(".c"))
			.map((each) => basename(each));
		expect(names.length).toBeGreaterThan(2);
		expect(new Set(names).size).toBe(names.length);
	});

	it("the compiler on Moddable knows the kernel's widths in every file", () => {
		expect(program.types).toEqual(["src/widths.d.ts"]);
		expect(existsSync(join(root, program.types[0]))).toBe(true);
	});

	it("the manifest has no error of its own", () => {
		expect(program.errors).toEqual([]);
	});
});

it("the manifest refuses a platform without a board", () => {
	expect(programFor("pico", manifest).errors).toHaveLength(1);
	expect(programFor("esp32", manifest).errors).toHaveLength(1);
});

it("the check names the file of a board that imports a module its platform lacks", () => {
	const section = { include: "./boards/esp32s3/manifest.json" };
	const program = programFor("lin", { ...manifest, platforms: { lin: section } });
	expect(missingIn(program)).toContain("boards/esp32s3/spi-bus.ts imports embedded:io/spi");
});

it("the check names the file that imports a module missing in the manifest", () => {
	const program = programFor("lin", manifest);
	program.modules.delete("registers/quantity");
	expect(missingIn(program)).toContain("src/metrology/measured.ts imports registers/quantity");
});

describe("the compiler on Moddable", () => {
	/** Options that mcconfig sets itself or ignores. */
	const NOT_OURS = ["module", "noEmit", "allowImportingTsExtensions", "types", "paths"];

	it("the compiler on Moddable has the options of tsconfig.json", () => {
		const options = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")).compilerOptions;
		for (const name of NOT_OURS) delete options[name];
		expect(manifest.typescript?.tsconfig.compilerOptions).toEqual(options);
	});

	it("the compiler on Moddable finds modules where tsconfig.json has them", () => {
		const { paths } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")).compilerOptions;
		const {
			device,
			"simulator/*": simulator,
			"esp32s3/*": esp32s3,
			...own
		} = paths as Record<string, string[]>;
		expect(device).toEqual(["./boards/virtual/device.ts"]);
		expect(simulator).toEqual(["./boards/simulator/*.ts"]);
		expect(esp32s3).toEqual(["./boards/esp32s3/*.ts"]);
		const modules = Object.entries(manifest.modules ?? {}).map(([name, file]) => [
			name,
			[`${file}.ts`],
		]);
		expect(Object.fromEntries(modules)).toEqual(own);
	});
});
