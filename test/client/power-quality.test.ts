/** Power quality as clients read it, from registers that the test has written down. */
import { expect, it } from "vitest";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { readQuality } from "../../client/power-quality.ts";
import { known } from "../../client/quality-rows.ts";

it("demand and extremes are read in two requests", async () => {
	const asked: number[][] = [];
	const values = await readQuality({
		read: async (address, count) => {
			asked.push([address, count]);
			const writer = new ByteWriter(2 * count);
			for (let register = address; register < address + count; register += 2)
				if (register === 0x73a0) writer.uint16(15).uint16(0);
				else if (register === 0x73b0) writer.float32(690.5);
				else if (register === 0x73b4) writer.uint32(3600);
				else if (register === 0x73da) writer.float32(Number.NaN);
				else writer.float32(230);
			return new ByteReader(writer.written);
		},
		write: () => Promise.reject(new Error("nothing is written")),
	});
	expect(asked).toEqual([
		[0x73a0, 28],
		[0x73c0, 36],
	]);
	expect(values.get("demandPeriod")).toBe(15);
	expect(values.get("forwardDemandMaximum")).toBe(690.5);
	expect(values.get("forwardDemandMaximumAt")).toBe(3600);
	expect(values.get("activePowerMaximum")).toBeNaN();
	expect(values.get("voltageMinimumL2")).toBe(230);
});

it.each([
	[undefined, "—"],
	[Number.NaN, "—"],
	[-0.04, "0.0"],
	[-1.5, "−1.5"],
	[690.5, "690.5"],
])("%d is shown as %s", (value, text) => {
	expect(known(value, 1)).toBe(text);
});
