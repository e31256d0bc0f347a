/** The page's end of the connection to the worker: the panel's road to its bench. */
import type { PanelSocket, SocketEvents } from "../../bench/panel/src/road.ts";
import type { ApiAnswer, StartWish, ToPage, ToWorker } from "./protocol.ts";

/** The part of a Worker that is used here. */
export interface WorkerPort {
	postMessage(message: ToWorker): void;
	addEventListener(type: "message", listener: (event: { readonly data: ToPage }) => void): void;
}

/** Hears what does not belong to a request or a socket. */
export type Listener = (message: ToPage) => void;

export class WorkerConnection {
	readonly #worker: WorkerPort;
	readonly #answers = new Map<number, (answer: ApiAnswer) => void>();
	readonly #sockets = new Map<number, SocketEvents>();
	readonly #open = new Set<number>();
	readonly #listeners: Listener[] = [];
	/** Of requests and sockets. */
	#lastId = 0;

	constructor(worker: WorkerPort) {
		this.#worker = worker;
		worker.addEventListener("message", ({ data }) => this.#hear(data));
	}

	/** Starts the bench. */
	start(wish: StartWish): void {
		this.send({ kind: "start", wish });
	}

	send(message: ToWorker): void {
		this.#worker.postMessage(message);
	}

	listen(listener: Listener): void {
		this.#listeners.push(listener);
	}

	/** Asks the API, as the browser's fetch does. */
	async fetch(path: string, init: RequestInit = {}): Promise<Response> {
		const request = new Request(new URL(path, location.href), init);
		const { pathname, search } = new URL(request.url);
		const body = new Uint8Array(await request.arrayBuffer());
		const id = ++this.#lastId;
		init.signal?.addEventListener("abort", () => this.send({ kind: "abandon", id }));
		const answer = new Promise<ApiAnswer>((resolve) => this.#answers.set(id, resolve));
		const { method } = request;
		const type = request.headers.get("content-type");
		const url = `${pathname}${search}`;
		this.send({ kind: "request", id, request: { method, url, type, body } });
		const { status, headers, body: said } = await answer;
		return new Response(said, { status, headers });
	}

	/** Opens a WebSocket's equal. */
	open(path: string, events: SocketEvents): PanelSocket {
		const id = ++this.#lastId;
		this.#sockets.set(id, events);
		this.send({ kind: "open", id, path });
		const open = this.#open;
		return {
			get isOpen() {
				return open.has(id);
			},
			send: (text) => this.send({ kind: "text", id, text }),
		};
	}

	#hear(message: ToPage): void {
		switch (message.kind) {
			case "answer":
				this.#answers.get(message.id)?.(message.answer);
				this.#answers.delete(message.id);
				break;
			case "opened":
				this.#open.add(message.id);
				this.#sockets.get(message.id)?.opened();
				break;
			case "text":
				this.#sockets.get(message.id)?.heard(message.text);
				break;
			case "closed":
				this.#open.delete(message.id);
				this.#sockets.get(message.id)?.closed();
				this.#sockets.delete(message.id);
				break;
			default:
				for (const listener of this.#listeners) listener(message);
		}
	}
}
