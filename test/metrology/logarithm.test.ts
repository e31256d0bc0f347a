import { logarithm } from "metrology/calibration";
import { expect, it } from "vitest";

it("the logarithm agrees with the engine's to 1e-8, over all currents", () => {
	for (let x = 1e-6; x < 1e3; x *= 1.0137)
		expect(Math.abs(logarithm(x) - Math.log(x)), String(x)).toBeLessThan(1e-8);
	expect(logarithm(1)).toBe(0);
});
