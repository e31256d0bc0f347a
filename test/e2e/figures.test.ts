/**
 * docs/figures.json is what the firmware costs now: nothing is worse than it says, and nothing in
 * it is out of date.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildEngine } from "../../engine/image/desktop.ts";
import { buildImage } from "../../engine/image/image.ts";
import { compare, type Figures, measure } from "../../lab/figures/figures.ts";
import { bundleFirmware, bundleKernelProbe, bundleWithoutDisplay } from "../../scripts/bundle.ts";
import { sizesOf } from "../../scripts/sizes.ts";

const base = JSON.parse(
	readFileSync(new URL("../../docs/figures.json", import.meta.url), "utf8"),
) as Figures;

describe("the figures", () => {
	it("of this commit are those of docs/figures.json (npm run figures writes it)", async () => {
		const firmware = await bundleFirmware();
		const image = await buildImage(firmware, () => {});
		const now = await measure({
			engine: await buildEngine(),
			firmware,
			probe: await bundleKernelProbe(),
			withoutDisplay: await bundleWithoutDisplay(),
			image,
			sizes: sizesOf(image),
		});
		expect(compare(base, now)).toEqual([]);
	});
});

describe("a comparison of figures", () => {
	it.each([
		[1000, 1004, []],
		[1000, 1006, ["a: 1006 is worse than 1000"]],
		[1000, 970, []],
		[1000, 969, ["a: 969 is better than 1000"]],
	])("of %d with %d says %j", (before, after, lines) => {
		expect(compare({ a: before }, { a: after })).toEqual(lines);
	});

	it("names a figure that is new or gone", () => {
		expect(compare({ a: 1 }, { b: 1 })).toEqual(["a: no longer measured", "b: not in the file"]);
	});
});
