/** The real recordings, read where they stand: `AMBIT_SHARED` or the folder `shared` beside the repository. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Recording, readRecording } from "../../../bench/comtrade/recording.ts";

const shared =
	process.env.AMBIT_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url));

/** Path of a recording's file. */
export function waveform(name: string): string {
	return `${shared}/data/waveforms/${name}`;
}

/** Contents of a recording's file. */
export function bytesOf(name: string): Buffer {
	return readFileSync(waveform(name));
}

/** A recording by the name of its .cfg or .cff. */
export function recordingOf(name: string): Recording {
	return readRecording(waveform(name));
}

/** What truth.json says of a phase, in the recording's units. */
export interface PhaseReference {
	V_rms: number;
	I_rms: number;
	P: number;
	Q1: number;
	V_dc: number;
	I_dc: number;
	v_channel: string;
	i_channel: string;
	first3_v: number[];
	first3_i: number[];
}

/** What truth.json says of a segment. */
export interface SegmentReference {
	recording: string;
	name: string;
	start: number;
	end_exclusive: number;
	/** Number of cycles, near a whole one. */
	cycles: number;
	f_Hz: number;
	phases: { A: PhaseReference; B: PhaseReference; C: PhaseReference };
}

/** The independent computation, every segment of every recording. */
export function references(): SegmentReference[] {
	const truth = JSON.parse(bytesOf("truth.json").toString()) as {
		recordings: Record<string, Omit<SegmentReference, "recording">[]>;
	};
	return Object.entries(truth.recordings).flatMap(([recording, segments]) =>
		segments.map((segment) => ({ ...segment, recording })),
	);
}

/** The error that is thrown, for its class and message at once. */
export function errorOf(action: () => unknown): unknown {
	try {
		action();
	} catch (error) {
		return error;
	}
	return undefined;
}
