import { describe, expect, it } from "vitest";
import { recordingOf, references } from "./waveforms.ts";

describe("real recordings", () => {
	it.each([
		["building-60hz.cfg", "ASCII", 8, 2048, [[0, 2048, 30707.244140625]]],
		[
			"substation-50hz.cfg",
			"BINARY",
			96,
			2830,
			[
				[0, 1280, 3200],
				[1280, 1325, 50],
				[1325, 2541, 3200],
				[2541, 2830, 50],
			],
		],
		["transformer-60hz.cfg", "FLOAT32", 23, 7200, [[0, 7200, 1200]]],
		["formats/binary32-2013.cfg", "BINARY32", 37, 202, [[0, 202, 2000]]],
		["formats/float32-2013.cff", "FLOAT32", 1, 301, [[0, 301, 100]]],
	])(
		"%s is read with its type, channels, samples and sections",
		(name, type, channels, length, sections) => {
			const recording = recordingOf(name);
			expect(recording.configuration.dataType).toBe(type);
			expect(recording.configuration.analog).toHaveLength(channels);
			expect(recording.length).toBe(length);
			expect(recording.sections.map(({ from, to, rate }) => [from, to, rate])).toEqual(sections);
		},
	);

	it("sections of one rate stay apart too, in a file of 1991", () => {
		const recording = recordingOf("formats/ascii-1991.cfg");
		expect(recording.configuration.revision).toBe(1991);
		expect(recording.sections.map(({ to }) => to)).toEqual([
			289, 506, 1045, 1451, 1629, 1812, 2099, 2131,
		]);
		expect(new Set(recording.sections.map(({ rate }) => rate))).toEqual(new Set([1200]));
	});

	it("without a rate the time stamps give it", () => {
		const [section] = recordingOf("formats/binary-without-rate.cfg").sections;
		expect(section?.to).toBe(1360);
		// The voltages cross zero every 16 samples and the .cfg says 50 Hz.
		expect((section?.rate ?? 0) / 16).toBeCloseTo(50, 1);
	});

	it("names come out of GB18030 and of ASCII", () => {
		const name = (file: string, number: number) =>
			recordingOf(file).configuration.analog.find((channel) => channel.number === number)?.name;
		expect(name("substation-50hz.cfg", 1)).toBe("220kVxgx_214开关_Ua");
		expect(name("formats/ascii-1991.cfg", 10)).toBe("Ua对侧");
		expect(name("transformer-60hz.cfg", 6)).toBe("HV Bus VR");
	});

	it.each(references())(
		"first samples of $recording $name, are those of truth.json",
		(reference) => {
			const recording = recordingOf(`${reference.recording}.cfg`);
			for (const phase of Object.values(reference.phases)) {
				for (const [label, first] of [
					[phase.v_channel, phase.first3_v],
					[phase.i_channel, phase.first3_i],
				] as const) {
					const channel = recording.configuration.analog.find(
						({ number }) => number === Number.parseInt(label, 10),
					);
					if (channel === undefined) throw new Error(`no channel ${label}`);
					const values = recording.values(channel).subarray(reference.start, reference.start + 3);
					first.forEach((value, n) => {
						expect(values[n]).toBeCloseTo(value, 3 - Math.ceil(Math.log10(Math.abs(value) + 1)));
					});
				}
			}
		},
	);
});
