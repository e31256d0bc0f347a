import { expect, it } from "vitest";
import { decimalsOf } from "../../client/digits.ts";
import { known } from "../../client/quality-rows.ts";

it.each([
	[0, 3, 3],
	[-0.5, 3, 3],
	[999.999, 3, 3],
	[1000, 3, 2],
	[-211_914.9, 3, 0],
	[62_598.8, 3, 1],
	[13_800_000, 1, 0],
	[230, 1, 1],
])("%d with %i decimals at most has %i", (value, most, decimals) => {
	expect(decimalsOf(value, most)).toBe(decimals);
});

it("a figure of power quality has six digits at most, or is whole", () => {
	expect(known(-229_999.87, 1)).toBe("−230000");
	expect(known(-22_999.87, 1)).toBe("−22999.9");
	expect(known(0.0149, 2)).toBe("0.01");
});
