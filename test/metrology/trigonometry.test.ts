import { cosine, sine } from "metrology/trigonometry";
import { expect, it } from "vitest";

it("sine and cosine agree with the engine's to the last bits, up to an eighth of a radian", () => {
	for (let x = -0.125; x <= 0.125; x += 1 / 4096) {
		expect(Math.abs(sine(x) - Math.sin(x))).toBeLessThan(2e-16);
		expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThan(3e-16);
	}
});
