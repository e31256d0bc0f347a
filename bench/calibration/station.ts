/** What a calibration needs of its place: a source for the meter's terminals, its bus, its seal. */
import type { MainsSettings } from "../mains/settings.ts";

/** See the file's head. */
export interface Station {
	/** Puts `mains` on the terminals, if they are not there already, and lets `seconds` of meter time pass. */
	run(mains: MainsSettings, seconds: number): Promise<void>;
	/**
	 * Reads `count` registers from `address` on, as they stand on the wire.
	 * @throws Refusal, NoAnswer
	 */
	read(address: number, count: number): Promise<Buffer>;
	/**
	 * Writes registers from `address` on.
	 * @throws Refusal, NoAnswer
	 */
	write(address: number, words: readonly number[]): Promise<void>;
	/** Opens or closes the calibration seal. */
	seal(open: boolean): Promise<void>;
}
