/** The worker that runs the bench. */
import firmware from "virtual:firmware";
import { reasonOf } from "../../bench/fault.ts";
import type { RouteSocket, SocketListener } from "../../bench/http/routes.ts";
import kernelUrl from "../../build/engine/kernel.wasm?url";
import flashUrl from "../../build/site/meter.flash?url";
import { version } from "../../package.json";
import { Adapter } from "./adapter.ts";
import { PageBench } from "./bench.ts";
import type { StartWish, ToPage, ToWorker } from "./protocol.ts";

/** The part of a worker's global scope that is used here. */
interface Scope {
	onmessage: ((event: { readonly data: ToWorker }) => void) | null;
	postMessage(message: ToPage): void;
}

const scope = globalThis as unknown as Scope;
const tell = (message: ToPage): void => scope.postMessage(message);

/** Starts the bench; the page may ask for it before. */
let begin!: (wish: StartWish) => void;

/** The bench, once its meter meters; null if it does not start, which the page knows. */
const running = new Promise<StartWish>((resolve) => {
	begin = resolve;
})
	.then(start)
	.then(
		(bench) => {
			tell({ kind: "ready" });
			return bench;
		},
		(error: unknown) => {
			tell({ kind: "failed", reason: reasonOf(error) });
			return null;
		},
	);

let adapter: Adapter | undefined;
const requests = new Map<number, AbortController>();
const sockets = new Map<number, SocketListener>();

async function bytesAt(url: string): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** The same of a file that is compressed by gzip. */
async function unzippedAt(url: string): Promise<Uint8Array<ArrayBuffer>> {
	const { body } = await fetch(url);
	if (!body) throw new Error(`${url} is empty`);
	const unzipped = new Response(body.pipeThrough(new DecompressionStream("gzip")));
	return new Uint8Array(await unzipped.arrayBuffer());
}

async function start(wish: StartWish): Promise<PageBench> {
	const [kernel, flash] = await Promise.all([bytesAt(kernelUrl), unzippedAt(flashUrl)]);
	const bench = new PageBench({ program: { firmware, kernel }, flash, version }, wish, {
		note: (line) => tell({ kind: "note", line }),
		fail: ({ message }) => tell({ kind: "failed", reason: message }),
		end: () => {},
	});
	await bench.start();
	return bench;
}

/** A socket that the page has opened. It fetches everything at once, so nothing waits. */
function socketOf(id: number): RouteSocket {
	const close = (): void => {
		sockets.get(id)?.closed();
		sockets.delete(id);
		tell({ kind: "closed", id });
	};
	return {
		bufferedAmount: 0,
		send(text, done) {
			tell({ kind: "text", id, text });
			done?.();
		},
		pause: () => {},
		resume: () => {},
		close,
		terminate: close,
	};
}

async function open(id: number, path: string): Promise<void> {
	const bench = await running;
	if (!bench) return;
	const listener = bench.api.open(path, socketOf(id));
	if (!listener) {
		tell({ kind: "closed", id });
		return;
	}
	sockets.set(id, listener);
	tell({ kind: "opened", id });
}

async function answer({ id, request }: ToWorker & { kind: "request" }): Promise<void> {
	const controller = new AbortController();
	requests.set(id, controller);
	const bench = await running;
	const said = await bench?.api.answer(request, controller.signal);
	requests.delete(id);
	if (said) tell({ kind: "answer", id, answer: said });
}

async function plug(on: boolean): Promise<void> {
	const bench = await running;
	adapter?.close();
	adapter = undefined;
	if (!on || !bench) return;
	adapter = new Adapter(bench.core.lines.rs485, {
		transmit: (bytes) => tell({ kind: "transmit", bytes: Uint8Array.from(bytes) }),
		set: (settings) => tell({ kind: "settings", settings }),
	});
}

scope.onmessage = ({ data }) => {
	switch (data.kind) {
		case "start":
			begin(data.wish);
			break;
		case "request":
			void answer(data);
			break;
		case "abandon":
			requests.get(data.id)?.abort();
			break;
		case "open":
			void open(data.id, data.path);
			break;
		case "text":
			sockets.get(data.id)?.message(data.text);
			break;
		case "adapter":
			void plug(data.on);
			break;
		case "received":
			adapter?.receive(data.bytes);
			break;
	}
};
