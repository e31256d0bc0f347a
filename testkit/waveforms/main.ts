/**
 * `npm run waveforms [-- FOLDER]`: writes the project's recordings, by default into
 * build/waveforms. Exit code 1: the folder cannot be written, 2: bad argument.
 */
import { fileReasonOf } from "../../bench/fault.ts";
import { writeWaveforms } from "./write.ts";

/** Returns the exit code. */
function main([folder = "build/waveforms", ...rest]: readonly string[]): number {
	// an option would be taken for the name of a folder
	const [wrong] = folder.startsWith("-") || folder === "" ? [folder] : rest;
	if (wrong !== undefined) {
		console.error(`waveforms: "${wrong}": only the name of one folder can be given`);
		return 2;
	}
	try {
		writeWaveforms(folder);
	} catch (error) {
		console.error(`waveforms: ${folder}: ${fileReasonOf(error)}`);
		return 1;
	}
	console.log(`recordings and truth.json in ${folder}`);
	return 0;
}

process.exitCode = main(process.argv.slice(2));
