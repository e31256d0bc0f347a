/** Node's `timers/promises` in a browser, as far as the bench uses it. */
import { setImmediate as setTask } from "./immediate.ts";

export function setTimeout(milliseconds: number): Promise<void> {
	return new Promise((resolve) => {
		globalThis.setTimeout(resolve, milliseconds);
	});
}

export function setImmediate(): Promise<void> {
	return new Promise((resolve) => setTask(resolve));
}
