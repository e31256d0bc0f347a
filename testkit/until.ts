/** Waits for a state, in tests of the whole bench: a busy machine may take long to reach it. */
import { expect } from "vitest";

/** Longest wait for one state. */
export const PATIENCE_MS = 60_000;

/** Looks at a value until what is expected of it holds. */
export const until = (value: () => unknown) =>
	expect.poll(value, { timeout: PATIENCE_MS, interval: 100 });
