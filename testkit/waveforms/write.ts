/** Writes the generated recordings as files, with their truth.json. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../../bench/folder.ts";
import { building, buildingSegments } from "./building.ts";
import { formats, singleFile } from "./formats.ts";
import { dataOf, type MadeRecording } from "./recording.ts";
import { referenceOf, type SegmentReference } from "./reference.ts";
import { substation, substationSegments } from "./substation.ts";
import { transformer, transformerSegments } from "./transformer.ts";

/** The truth about every segment of every generated recording. */
export function madeReferences(): SegmentReference[] {
	return [...buildingSegments, ...substationSegments, ...transformerSegments].map(referenceOf);
}

/** Writes all recordings into a folder; files that are already right remain untouched. */
export function writeWaveforms(folder: string): void {
	for (const recording of [building, substation, transformer, ...formats]) {
		write(join(folder, `${recording.name}.cfg`), Buffer.from(recording.header, "latin1"));
		write(join(folder, `${recording.name}.dat`), dataOf(recording));
	}
	write(join(folder, `${singleFile.name}.cff`), containerOf(singleFile));
	const recordings: Record<string, SegmentReference[]> = {};
	for (const reference of madeReferences()) {
		recordings[reference.recording] ??= [];
		recordings[reference.recording]?.push(reference);
	}
	write(join(folder, "truth.json"), Buffer.from(JSON.stringify({ recordings }, undefined, "\t")));
}

function containerOf(recording: MadeRecording): Buffer {
	const data = dataOf(recording);
	return Buffer.concat([
		Buffer.from(`--- file type: CFG ---\n${recording.header}\n`, "latin1"),
		Buffer.from("--- file type: INF ---\n\n--- file type: HDR ---\n\n\n"),
		Buffer.from(`--- file type: DAT ${recording.type}: ${data.length} ---\n`),
		data,
	]);
}

/** Replaces a file in one step, since tests that run at the same time write the same files. */
function write(path: string, content: Buffer): void {
	if (existsSync(path) && readFileSync(path).equals(content)) return;
	makeFolder(dirname(path));
	const unfinished = `${path}.${process.pid}`;
	writeFileSync(unfinished, content);
	renameSync(unfinished, path);
}
