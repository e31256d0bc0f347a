/** The picture of the scope: running or frozen, and the channels that are shown. */
import { computed, signal } from "@preact/signals";
import type { LiveScope } from "../../../live/protocol.ts";
import { live } from "../live.ts";

/** Lines of the scope: voltages, then currents, by phase. */
export const LINES = ["V1", "V2", "V3", "I1", "I2", "I3"] as const;

type Line = (typeof LINES)[number];

/** Picture that was frozen; undefined: it runs. */
const held = signal<LiveScope | undefined>(undefined);

export const frozen = computed(() => held.value !== undefined);

/** Picture that is shown. */
export const picture = computed(() => held.value ?? live.scope.value ?? undefined);

/** Lines that are not drawn. */
export const hidden = signal<ReadonlySet<Line>>(new Set());

/** Time of the cursor, and of the mark that a click has set (ms). */
export const cursorMs = signal<number | undefined>(undefined);
export const markMs = signal<number | undefined>(undefined);

export function toggleFrozen(): void {
	held.value = held.value ? undefined : (live.scope.value ?? undefined);
}

export function toggleLine(line: Line): void {
	const next = new Set(hidden.value);
	if (!next.delete(line)) next.add(line);
	hidden.value = next;
}
