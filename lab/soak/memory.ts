/** Memory of a bench, read through Node's inspector after all garbage has been collected. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { WebSocket } from "ws";
import type { RunningBench } from "../../testkit/bench.ts";

/** Arguments of Node that run a bench whose memory can be read. */
export const INSPECTED = ["--inspect-port=127.0.0.1:0", "scripts/boot.mjs", "meter"] as const;

/** Lines that Node says to standard error when its inspector is used. */
const REMARKS =
	/^(Debugger (listening on|attached|ending on)|For help, see: |Waiting for the debugger).*\n/gm;

/** Memory of the bench, bytes. */
export interface Memory {
	/** JavaScript's heap, without garbage. */
	readonly heapUsed: number;
	/** Memory outside of the heap that objects hold, buffers among it. */
	readonly external: number;
	/** Memory of the process. */
	readonly resident: number;
}

/** Returns what a bench has said to standard error without Node's remarks. */
export function withoutRemarks(stderr: string): string {
	return stderr.replace(REMARKS, "");
}

/** Returns the resident memory of a bench at this moment, bytes. */
export function residentOf({ process: { pid } }: RunningBench): number {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

export class MemoryReader {
	readonly #bench: RunningBench;
	readonly #socket: WebSocket;
	#request = 0;

	private constructor(bench: RunningBench, socket: WebSocket) {
		this.#bench = bench;
		this.#socket = socket;
	}

	/** Connects to the inspector of a bench that was started with {@link INSPECTED}. */
	static async open(bench: RunningBench): Promise<MemoryReader> {
		const address = addressOf(bench);
		bench.process.kill("SIGUSR1");
		const socket = new WebSocket(await address);
		// The bench may end at any time; the reader's next answer then never comes.
		socket.on("error", () => {});
		await once(socket, "open");
		return new MemoryReader(bench, socket);
	}

	/** Collects garbage, and reads what is left. */
	async read(signal: AbortSignal): Promise<Memory> {
		await this.#ask("HeapProfiler.collectGarbage", {}, signal);
		const { result } = await this.#ask(
			"Runtime.evaluate",
			{ expression: "process.memoryUsage()", returnByValue: true },
			signal,
		);
		const { heapUsed, external } = result?.value ?? { heapUsed: Number.NaN, external: Number.NaN };
		return { heapUsed, external, resident: residentOf(this.#bench) };
	}

	close(): void {
		this.#socket.terminate();
	}

	async #ask(method: string, params: object, signal: AbortSignal): Promise<Answer["result"]> {
		const id = ++this.#request;
		this.#socket.send(JSON.stringify({ id, method, params }));
		for (;;) {
			const [data] = await once(this.#socket, "message", { signal });
			const answer: Answer = JSON.parse(String(data));
			if (answer.id === id) return answer.result;
		}
	}
}

/** A message of the inspector. */
interface Answer {
	readonly id?: number;
	readonly result: { readonly result?: { readonly value: NodeJS.MemoryUsage } };
}

/** Waits until Node has told where its inspector listens. */
function addressOf({ process: { stderr }, ended }: RunningBench): Promise<string> {
	return new Promise((resolve, reject) => {
		ended.then(() => reject(new Error("the bench has ended")), reject);
		let said = "";
		stderr?.on("data", (text: string) => {
			said += text;
			const address = /Debugger listening on (ws:\S+)\s/.exec(said)?.[1];
			if (address !== undefined) resolve(address);
		});
	});
}
