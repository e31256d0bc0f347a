import { readdirSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import {
	checksumOf,
	type Source,
	softwareChecksums,
	softwareParts,
} from "../../scripts/checksums.ts";

const parts = softwareParts("virtual");
const pathsOf = (sources: readonly Source[]) => sources.map(({ path }) => path);
const legallyRelevant = pathsOf(parts.legallyRelevant);

/** The files with a change to the text of one. Fails if the change does not apply. */
function changed(path: string, find: string | RegExp, replacement: string): Source[] {
	return parts.legallyRelevant.map((source) => {
		if (source.path !== path) return source;
		const text = source.text.replace(find, replacement);
		expect(text, path).not.toBe(source.text);
		return { path, text };
	});
}

it("each file of the firmware and its board is in exactly one of the two parts", () => {
	const files = ["src", "boards/virtual"].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
	);
	const sources = files.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
	expect([...legallyRelevant, ...pathsOf(parts.other)].sort()).toEqual(sources.sort());
});

describe("the legally relevant part", () => {
	it.each(["metrology", "energy", "storage", "registers", "pulse", "indication"])(
		"the legally relevant part contains the whole folder src/%s",
		(folder) => {
			const files = readdirSync(join(root, "src", folder), { recursive: true });
			expect(files.length).toBeGreaterThan(0);
			for (const name of files) expect(legallyRelevant).toContain(`src/${folder}/${name}`);
		},
	);

	it("the legally relevant part also contains the board's interface and its imports only", () => {
		const files = legallyRelevant.filter((path) => path.split("/").length === 2);
		expect(files).toEqual([
			"src/board.ts",
			"src/checksum.ts",
			"src/invariant.ts",
			"src/quality-analyser.ts",
			"src/resting-timer.ts",
			"src/sampling.ts",
		]);
	});

	it("the legally relevant part contains no protocol", () => {
		const others = /^src\/(access|ble|display|mbus|modbus|serial)\//;
		expect(legallyRelevant.filter((path) => others.test(path))).toEqual([]);
	});
});

describe("the checksum", () => {
	const FONT = "src/indication/font-8x16.ts";
	const KERNEL = "src/metrology/kernel.ts";

	it("the checksum is the CRC-32 of paths and compiled texts", async () => {
		const text = parts.legallyRelevant
			.map(({ path, text }) => {
				const { code } = transformSync(text, {
					loader: "ts",
					format: "esm",
					target: "es2022",
					minifyWhitespace: true,
					legalComments: "none",
					tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
				});
				return `${path}\0${code}\0`;
			})
			.join("");
		expect((await softwareChecksums("virtual")).legallyRelevant).toBe(crc32(text));
	});

	it("the checksum stays when a comment, a type or the layout changes", async () => {
		const before = await checksumOf(parts.legallyRelevant);
		for (const sources of [
			changed(KERNEL, /^/, "/** Another comment. */\n//! and a third\n"),
			changed(KERNEL, /^/, "type Unused = number;\n"),
			changed(KERNEL, /\n\t/g, "\n\n\t\t"),
		])
			expect(await checksumOf(sources)).toBe(before);
	});

	it("the checksum changes with an operator, a digit of a font or a file's name", async () => {
		const before = await checksumOf(parts.legallyRelevant);
		const renamed = parts.legallyRelevant.map(({ path, text }) => ({
			path: path === KERNEL ? "src/metrology/core.ts" : path,
			text,
		}));
		for (const sources of [
			changed(KERNEL, " + ", " - "),
			changed(FONT, /"([0-9a-f]*)1([0-9a-f]*)",/, '"$12$2",'),
			renamed,
		])
			expect(await checksumOf(sources)).not.toBe(before);
	});

	it("the checksum of the legally relevant software is the same on every board", async () => {
		const virtual = await softwareChecksums("virtual");
		const esp32s3 = await softwareChecksums("esp32s3");
		expect(esp32s3.legallyRelevant).toBe(virtual.legallyRelevant);
		expect(esp32s3.other).not.toBe(virtual.other);
	});
});
