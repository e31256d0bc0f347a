/** The project's own recordings, made by formula (testkit/waveforms) and read as files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRecording } from "../../../bench/comtrade/files.ts";
import type { Scale } from "../../../bench/comtrade/options.ts";
import type { Recording } from "../../../bench/comtrade/recording.ts";
import type { SegmentReference } from "../../../testkit/waveforms/reference.ts";
import { madeReferences, writeWaveforms } from "../../../testkit/waveforms/write.ts";

export type { PhaseReference } from "../../../testkit/waveforms/reference.ts";

const FOLDER = fileURLToPath(new URL("../../../build/waveforms", import.meta.url));

writeWaveforms(FOLDER);

/** Path of a recording's file. */
export function waveform(name: string): string {
	return join(FOLDER, name);
}

/** Factors that bring each recording to the range of a meter's terminals. */
export const SCALES: Readonly<Record<string, Scale>> = {
	"building-60hz": { voltage: 1, current: 5 / 200 },
	"substation-50hz": { voltage: 1, current: 1 },
	"transformer-60hz": { voltage: 1 / 2000, current: 1 / 80 },
};

/** Contents of a recording's file. */
export function bytesOf(name: string): Buffer {
	return readFileSync(waveform(name));
}

/** A recording by the name of its .cfg or .cff. */
export function recordingOf(name: string): Recording {
	return readRecording(waveform(name));
}

/** The truth of every segment of every recording, from the formulas. */
export function references(): SegmentReference[] {
	return madeReferences();
}

/** The error thrown, for its class and message. */
export function errorOf(action: () => unknown): unknown {
	try {
		action();
	} catch (error) {
		return error;
	}
	return undefined;
}
