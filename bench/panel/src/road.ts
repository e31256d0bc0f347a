/**
 * The way from the panel to its bench: a server, unless the page runs the bench itself and says so
 * before anything is drawn.
 */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentType } from "preact";

/** Events of a connection. */
export interface SocketEvents {
	opened(): void;
	heard(text: string): void;
	closed(): void;
}

/** A connection that carries texts both ways. */
export interface PanelSocket {
	readonly isOpen: boolean;
	send(text: string): void;
}

export interface Road {
	/** Asks the API, as the browser's fetch does. */
	fetch(path: string, init?: RequestInit): Promise<Response>;
	/** Opens a WebSocket of the API, or its equal. */
	open(path: string, events: SocketEvents): PanelSocket;
	/** Address of a page of the documentation. */
	documentAt(name: string): string;
	/** Address of Meter Manager; undefined: it cannot reach this bench. */
	readonly manager?: string;
	/** Why the page's own bench does not run; undefined: it does. */
	readonly failure?: ReadonlySignal<string | undefined>;
	/** Ways to the meter that the page itself offers, in place of the bench's ports. */
	readonly Ports?: ComponentType;
}

const SERVER: Road = {
	fetch: (path, init) => fetch(path, init),
	open(path, events) {
		const url = new URL(path, location.href);
		url.protocol = url.protocol.replace("http", "ws");
		const socket = new WebSocket(url);
		socket.addEventListener("open", () => events.opened());
		socket.addEventListener("message", ({ data }) => events.heard(String(data)));
		socket.addEventListener("close", () => events.closed());
		return {
			get isOpen() {
				return socket.readyState === WebSocket.OPEN;
			},
			send: (text) => socket.send(text),
		};
	},
	documentAt: (name) => `/docs/${name}.md`,
	manager: "/manager/",
};

/** The road that the panel takes. */
export let road: Road = SERVER;

/** Takes another one; before anything is drawn. */
export function takeRoad(other: Road): void {
	road = other;
}
