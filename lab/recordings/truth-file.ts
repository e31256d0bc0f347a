/** truth.json: what an independent computation says about the recordings of a folder. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileReasonOf } from "../../bench/fault.ts";

/** Truth of a phase, in the recording's units. */
export interface PhaseTruth {
	readonly V_rms: number;
	readonly I_rms: number;
	/** Active power, direct current and harmonics included. */
	readonly P: number;
	/** Reactive power of the fundamental. */
	readonly Q1: number;
	readonly V_dc: number;
	readonly I_dc: number;
	/** Number and name of the channel. */
	readonly v_channel: string;
	readonly i_channel: string;
}

/** Truth of a segment. */
export interface SegmentTruth {
	readonly recording: string;
	readonly name: string;
	readonly start: number;
	readonly end_exclusive: number;
	readonly f_Hz: number;
	readonly phases: Readonly<Record<"A" | "B" | "C", PhaseTruth>>;
}

const NUMBERS = ["V_rms", "I_rms", "P", "Q1", "V_dc", "I_dc"] as const;
const TEXTS = ["v_channel", "i_channel"] as const;

/**
 * Reads a folder's truth.json: `{recordings: {name: [segment, …]}}`.
 * @throws Error, one line that names the file and the segment
 */
export function readTruth(folder: string): SegmentTruth[] {
	const path = join(folder, "truth.json");
	let parsed: unknown;
	try {
		parsed = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw new Error(`${path}: ${fileReasonOf(error).split("\n")[0]}`);
	}
	const { recordings } = (parsed ?? {}) as { recordings?: Record<string, unknown> };
	if (typeof recordings !== "object" || recordings === null)
		throw new Error(`${path}: no recordings`);
	return Object.entries(recordings).flatMap(([recording, segments]) => {
		if (!Array.isArray(segments)) throw new Error(`${path}: ${recording}: not a list of segments`);
		return segments.map((segment: SegmentTruth, index) => {
			const missing = missingIn(segment);
			if (missing) throw new Error(`${path}: ${recording}, segment ${index + 1}: no ${missing}`);
			return { ...segment, recording };
		});
	});
}

/** Name of the first field that a segment lacks, or undefined. */
function missingIn(segment: Partial<SegmentTruth> | null): string | undefined {
	if (typeof segment !== "object" || segment === null) return "segment";
	for (const field of ["start", "end_exclusive", "f_Hz"] as const)
		if (typeof segment[field] !== "number") return field;
	for (const phase of ["A", "B", "C"] as const) {
		const truth: Partial<PhaseTruth> | undefined = segment.phases?.[phase];
		for (const field of NUMBERS)
			if (typeof truth?.[field] !== "number") return `phases.${phase}.${field}`;
		for (const field of TEXTS)
			if (typeof truth?.[field] !== "string") return `phases.${phase}.${field}`;
	}
	return undefined;
}
