/** Power quality of the connected meter. */

import { signal } from "@preact/signals";
import { type QualityValues, readQuality } from "../../../client/power-quality.ts";
import { report } from "./notice.ts";
import { session, status } from "./session.ts";

/** Values as last read; undefined until then. */
export const quality = signal<QualityValues | undefined>(undefined);

export const readingQuality = signal(false);

export async function loadQuality(): Promise<void> {
	const current = session.value;
	if (!current || status.value !== "connected" || readingQuality.value) return;
	readingQuality.value = true;
	try {
		quality.value = await readQuality(current.client);
	} catch (error) {
		report(error);
	} finally {
		readingQuality.value = false;
	}
}
