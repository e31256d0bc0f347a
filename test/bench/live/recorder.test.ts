import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRecording } from "../../../bench/comtrade/files.ts";
import { Recorder } from "../../../bench/live/recorder.ts";
import { Mains } from "../../../bench/mains/model.ts";

const FRAMES = 200;

/** A recorder that has seen `blocks` blocks of the mains, and their frames. */
function recorded(blocks: number) {
	const [mains, recorder] = [new Mains(), new Recorder()];
	const seen: number[][] = [];
	for (let block = 0; block < blocks; block++) {
		const samples = new Float64Array(FRAMES * 6);
		mains.fill(samples, FRAMES);
		recorder.add(samples, FRAMES);
		for (let frame = 0; frame < FRAMES; frame++)
			seen.push(Array.from(samples.subarray(6 * frame, 6 * frame + 6)));
	}
	return { recorder, seen };
}

it("the last five seconds are a COMTRADE recording that the bench reads again", () => {
	const { recorder, seen } = recorded(260);
	const folder = mkdtempSync(join(tmpdir(), "ambit-test-"));
	try {
		const file = join(folder, "ambit.cff");
		writeFileSync(file, recorder.comtrade("12345678", 50), "latin1");
		const recording = readRecording(file);
		const { analog, station, lineFrequency } = recording.configuration;
		expect([station, lineFrequency, recording.length]).toEqual(["Ambit", 50, 40_000]);
		expect(recording.sections).toEqual([{ from: 0, to: 40_000, rate: 8000 }]);
		expect(analog.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
			"V1 V",
			"I1 A",
			"V2 V",
			"I2 A",
			"V3 V",
			"I3 A",
		]);
		analog.forEach((channel, index) => {
			const values = recording.values(channel);
			for (const frame of [0, 1, 777, 39_999])
				expect(values[frame]).toBeCloseTo(seen.slice(-40_000)[frame]?.[index] ?? 0, 1);
		});
	} finally {
		rmSync(folder, { recursive: true });
	}
});

it("the CSV has a line for each frame; a recorder that was cleared starts again", () => {
	const { recorder, seen } = recorded(1);
	const lines = recorder.csv().split("\r\n");
	expect(lines[0]).toBe("ms,V1 V,I1 A,V2 V,I2 A,V3 V,I3 A");
	expect(lines).toHaveLength(FRAMES + 2);
	const [milliseconds, ...values] = (lines[5] ?? "").split(",").map(Number);
	expect(milliseconds).toBe(0.5);
	values.forEach((value, index) => {
		expect(value).toBeCloseTo(seen[4]?.[index] ?? 0, 4);
	});
	recorder.clear();
	expect(recorder.csv().split("\r\n")).toHaveLength(2);
});
