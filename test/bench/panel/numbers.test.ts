import { expect, it } from "vitest";
import { atAxis, figure, power } from "../../../bench/panel/src/ui/numbers.ts";

it.each([
	[0, "0 W"],
	[-5000, "-5000 W"],
	[10_000, "10 kW"],
	[-150_000, "-150 kW"],
	[9_999_000, "9999 kW"],
	[-150_000_000, "-150 MW"],
])("%d W at an axis is %s", (value, text) => {
	expect(atAxis(value, "W")).toBe(text);
});

it.each([
	[9999.96, 1, "10000.0 W"],
	[-187_692_781.3, 1, "−187692.781 kW"],
	[12, 0, "12 W"],
])("%d W with %i decimals is %s", (value, decimals, text) => {
	expect(power(value, "W", decimals)).toBe(text);
});

it("a reading has six digits at most", () => {
	expect(figure(-62_598.789, 3)).toBe("−62598.8");
	expect(figure(0.9849, 3)).toBe("0.985");
});
