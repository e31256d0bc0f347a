/** Messages between the page and its worker, which runs the bench. */
import type { SerialSettings } from "../../bench/bus/protocol.ts";

/** What the meter is to do from the start; texts, as after `?` in the page's address. */
export interface StartWish {
	/** Meter seconds per second; Infinity: as fast as possible. */
	readonly speed: number;
	/** Text of a scenario that plays from the start. */
	readonly scenario?: string;
}

/** A request to the API. */
export interface ApiRequest {
	readonly method: string;
	/** Path and query. */
	readonly url: string;
	readonly type: string | null;
	readonly body: Uint8Array<ArrayBuffer>;
}

export interface ApiAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Uint8Array<ArrayBuffer>;
}

/** Numbers of requests and sockets are the page's. */
export type ToWorker =
	| { readonly kind: "start"; readonly wish: StartWish }
	| { readonly kind: "request"; readonly id: number; readonly request: ApiRequest }
	/** The page no longer waits for the answer. */
	| { readonly kind: "abandon"; readonly id: number }
	| { readonly kind: "open"; readonly id: number; readonly path: string }
	| { readonly kind: "text"; readonly id: number; readonly text: string }
	/** An adapter has been plugged on the RS-485 line, or taken off. */
	| { readonly kind: "adapter"; readonly on: boolean }
	/** Bytes that have come in by the adapter. */
	| { readonly kind: "received"; readonly bytes: Uint8Array };

export type ToPage =
	/** The meter meters. */
	| { readonly kind: "ready" }
	| { readonly kind: "answer"; readonly id: number; readonly answer: ApiAnswer }
	| { readonly kind: "opened"; readonly id: number }
	| { readonly kind: "text"; readonly id: number; readonly text: string }
	| { readonly kind: "closed"; readonly id: number }
	/** How the adapter's port is to be set. */
	| { readonly kind: "settings"; readonly settings: SerialSettings }
	/** Bytes that the adapter is to send. */
	| { readonly kind: "transmit"; readonly bytes: Uint8Array }
	| { readonly kind: "note"; readonly line: string }
	| { readonly kind: "failed"; readonly reason: string };
