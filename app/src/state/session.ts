/** The connected meter. */

import { signal } from "@preact/signals";
import type { Session } from "../meter/session.ts";

export const session = signal<Session | undefined>(undefined);

/** `lost`: the pages still show the latest values. */
export const status = signal<"none" | "connecting" | "connected" | "lost">("none");
