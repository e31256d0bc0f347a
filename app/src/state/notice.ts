/** The message for the user, if there is one. */

import { signal } from "@preact/signals";
import { ModbusException } from "../../../client/modbus-client.ts";
import { refusalText } from "../meter/client.ts";

export const notice = signal<{ text: string; bad: boolean } | undefined>(undefined);

/** Time that a good message stays; a bad one stays until it is closed or no longer true. */
const GOOD_MS = 8000;

export function notify(text: string, bad: boolean): void {
	const next = { text, bad };
	notice.value = next;
	if (bad) return;
	setTimeout(() => {
		if (notice.value === next) notice.value = undefined;
	}, GOOD_MS);
}

export function report(error: unknown): void {
	notify(messageOf(error), true);
}

/** Returns an error as a sentence for the user. */
export function messageOf(error: unknown): string {
	if (error instanceof ModbusException) return `The meter refused: ${refusalText(error)}.`;
	return error instanceof Error ? error.message : String(error);
}
