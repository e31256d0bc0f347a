/** The place of a calibration: a source for the meter's terminals, its bus, its seal. */
import type { MainsSettings } from "../mains/settings.ts";

export interface Station {
	/**
	 * Puts `mains` on the terminals unless they are there already, and lets `seconds` of meter
	 * time pass.
	 */
	run(mains: MainsSettings, seconds: number): Promise<void>;
	/**
	 * Reads `count` registers, the first at `address`, as the wire carries them.
	 * @throws ModbusException, NoResponse
	 */
	read(address: number, count: number): Promise<Uint8Array>;
	/**
	 * Writes registers, the first at `address`.
	 * @throws ModbusException, NoResponse
	 */
	write(address: number, words: readonly number[]): Promise<void>;
	/** Opens or closes the calibration seal. */
	seal(open: boolean): Promise<void>;
	/** Brings the meter to a temperature (°C); undefined: the station has no chamber. */
	soak?(celsius: number): Promise<void>;
}
