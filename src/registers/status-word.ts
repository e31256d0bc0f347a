/** The status word (register 401D): each part of the meter contributes its bits. */
import type RegisterModel from "registers/model";
import { quantities } from "registers/quantity";

/** Bits of the status word. */
export const Status = Object.freeze({
	/** L1's current flows in reverse; L2 and L3 follow. */
	REVERSE: 1 << 0,
	/** L1's voltage is missing; L2 and L3 follow. */
	VOLTAGE_MISSING: 1 << 3,
	WRONG_SEQUENCE: 1 << 6,
	/** Tariff − 1, two bits. */
	TARIFF: 1 << 8,
	TARIFF_INPUT: 1 << 10,
	BLUETOOTH: 1 << 12,
	SEAL_OPEN: 1 << 13,
	STORAGE_ERROR: 1 << 14,
	/** L1's voltage or current was at full scale within the last second; L2 and L3 follow. */
	OVER_RANGE: 1 << 16,
	/** No voltage crosses zero 40 to 70 times a second. */
	FREQUENCY_UNKNOWN: 1 << 19,
	/** A channel of L1 delivers the same number all the time; L2 and L3 follow. */
	CHANNEL_STILL: 1 << 20,
	/** Two currents fit the voltages only if they change places. */
	CURRENTS_SWAPPED: 1 << 23,
	/** Frames were lost within the last second: register 7007 counts them. */
	FRAMES_LOST: 1 << 24,
} as const);

export const statusQuantities = quantities([
	{ name: "statusWord", title: "Active status word", unit: "", initial: 0, step: 0 },
]);

/** Bits that are set now; 0 for none. */
export type StatusBits = () => number;

export default class StatusWord {
	private readonly contributors: StatusBits[] = [];

	constructor(model: RegisterModel<"statusWord">) {
		model.bind(model.indexOf("statusWord"), { read: () => this.read() });
	}

	/** Adds the bits of one part of the meter. */
	contribute(bits: StatusBits): void {
		this.contributors.push(bits);
	}

	private read(): number {
		let word = 0;
		for (let i = 0; i < this.contributors.length; i++) word |= this.contributors[i]();
		return word;
	}
}
