import { expect, it } from "vitest";
import { answerTimes } from "../../scripts/generate/mbus-answer-times.ts";

it("every answer begins within the standard's window at every baud rate", () => {
	const times = answerTimes();
	expect(times.map(({ baud }) => baud)).toEqual([300, 600, 1200, 2400, 4800, 9600]);
	for (const { baud, shortest, longest } of times) {
		expect(shortest).toBeGreaterThanOrEqual(11_000 / baud);
		expect(longest).toBeLessThanOrEqual(330_000 / baud + 50);
	}
});
