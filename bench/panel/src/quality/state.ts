/** Values that have been read of the meter's power quality. */
import { signal } from "@preact/signals";
import { type QualityValues, readQuality } from "../../../../client/power-quality.ts";
import { meterAccess } from "../browser/access.ts";

/** Values by register; undefined: not read yet. */
export const values = signal<QualityValues | undefined>(undefined);

/** Why the last reading or writing failed. */
export const problem = signal<string | undefined>(undefined);

/** Does something with the meter; a failure is said. */
async function attempt(act: () => Promise<void>): Promise<void> {
	try {
		await act();
		problem.value = undefined;
	} catch (error) {
		problem.value = (error as Error).message;
	}
}

/** Reads the values. */
export function refresh(): Promise<void> {
	return attempt(async () => {
		values.value = await readQuality(meterAccess);
	});
}

/** Writes a setting of one register, or resets, and reads the values. */
export function set(address: number, value: number): Promise<void> {
	return attempt(async () => {
		await meterAccess.write(address, [value]);
		values.value = await readQuality(meterAccess);
	});
}
