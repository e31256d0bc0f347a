import { describe, expect, it } from "vitest";
import { parseChannels, parseScale, parseSegment } from "../../../bench/comtrade/options.ts";

describe("the waveform options of the command line", () => {
	it("are channels, scale and segment", () => {
		expect(parseChannels("5,6,7:1,2,3")).toEqual({ voltages: [5, 6, 7], currents: [1, 2, 3] });
		expect(parseScale("1:0.025")).toEqual({ voltage: 1, current: 0.025 });
		expect(parseSegment("0:640")).toEqual({ from: 0, to: 640 });
	});

	it.each([
		"",
		"5,6,7",
		"5,6,7:1,2",
		"5,6:1,2,3",
		"5,6,7:1,2,3:4",
		"5,6,x:1,2,3",
		"5,6,7,8:1,2,3",
		"5,6,-7:1,2,3",
	])("channels %j are refused", (text) => {
		expect(() => parseChannels(text)).toThrow(
			`--waveform-channels ${text}: not three voltages and three currents like 5,6,7:1,2,3`,
		);
	});

	it.each(["", "1", "1:", "0:1", "1:-1", "1:2:3", "a:b", "1:Infinity"])(
		"a scale %j is refused",
		(text) => {
			expect(() => parseScale(text)).toThrow(
				`--waveform-scale ${text}: not two factors above 0 like 1:0.025`,
			);
		},
	);

	it.each(["", "5", "640:0", "5:5", "-1:5", "0:1.5", "0:1:2"])(
		"a segment %j is refused",
		(text) => {
			expect(() => parseSegment(text)).toThrow(
				`--waveform-segment ${text}: not two rising sample numbers like 0:640`,
			);
		},
	);
});
