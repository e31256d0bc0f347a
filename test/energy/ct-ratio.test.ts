import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import { describe, expect, it } from "vitest";

describe("a CT ratio", () => {
	it.each([
		[5, 1, 50_001],
		[100, 5, 1_000_005],
		[9995, 5, 99_950_005],
	])("of %i/%i A is packed as %i, and unpacked again", (primaryA, secondaryA, packed) => {
		expect(packCtRatio(primaryA, secondaryA)).toBe(packed);
		expect([ctPrimaryOf(packed), ctSecondaryOf(packed)]).toEqual([primaryA, secondaryA]);
	});
});
