/** COMTRADE recordings in files of this machine. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileReasonOf } from "../fault.ts";
import { Terminals } from "../terminals.ts";
import { ComtradeError } from "./error.ts";
import { playedOf } from "./played.ts";
import { parseContainer, parseRecording, type Recording } from "./recording.ts";
import { Replay, type ReplayOptions } from "./replay.ts";

/** Longest file that is read. */
const MAXIMUM_BYTES = 1 << 26;

/**
 * Opens a recording for replay.
 * @throws ComtradeError, one line that names the file and the fault in it or in the selection
 */
export function openReplay(options: ReplayOptions): Replay {
	return new Replay(readRecording(options.file), options);
}

/** Terminals that carry a recording from the start. @throws ComtradeError */
export function recordedTerminals(options: ReplayOptions): Terminals {
	const replay = openReplay(options);
	return new Terminals(replay, playedOf(replay, basename(options.file), options));
}

/**
 * Reads a recording.
 * @param path of the .cfg, whose .dat must have the same name and directory, or of the .cff
 * @throws ComtradeError that names the file and the line or byte
 */
export function readRecording(path: string): Recording {
	const extension = extname(path).toLowerCase();
	if (extension === ".cff") return parseContainer(readFile(path), path);
	if (extension !== ".cfg") throw new ComtradeError(`${path}: neither a .cfg nor a .cff`);
	const configuration = readFile(path);
	const dataPath = dataFileOf(path);
	return parseRecording(configuration, path, readFile(dataPath), dataPath);
}

/** Finds the .dat of a .cfg, whatever the case of its extension. */
function dataFileOf(path: string): string {
	const directory = dirname(path);
	const wanted = `${basename(path, extname(path))}.dat`;
	const exact = extname(path) === ".CFG" ? wanted.replace(/dat$/, "DAT") : wanted;
	const names = guarded(directory, () => readdirSync(directory));
	const found = names.includes(exact)
		? exact
		: names.find((name) => name.toLowerCase() === wanted.toLowerCase());
	if (found === undefined)
		throw new ComtradeError(`${path}: ${exact} is missing in the same directory`);
	return join(directory, found);
}

function readFile(path: string): Uint8Array {
	return guarded(path, () => {
		const { size } = statSync(path);
		if (size > MAXIMUM_BYTES)
			throw new ComtradeError(`${path}: ${size} bytes, the limit is ${MAXIMUM_BYTES}`);
		return readFileSync(path);
	});
}

function guarded<T>(path: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof ComtradeError) throw error;
		throw new ComtradeError(`${path}: cannot be read: ${fileReasonOf(error)}`);
	}
}
