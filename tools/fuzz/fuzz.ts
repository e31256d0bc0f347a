/**
 * Random and mutated frames against the firmware on XS, over the byte link: no crash, no setting changed, the next
 * good request answered, heap flat. A batch is one run of the engine; it is named by its seed and can be run again
 * by it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { MessageReader, message, startMessage } from "../../bench/meter/link.ts";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { type Random, seeded } from "./random.ts";

/** Frames of one run of the engine, and after how many the meter is asked what it has. */
export const BATCH = 1_000_000;
const CHECK = 5_000;

/** Longest run of the engine in ms. */
const TIME_LIMIT = 3_600_000;

/**
 * Bytes by which the lowest heap of the second half of a batch may be above the first half's. STATS counts garbage
 * too, so the lowest of many is close to what is in use; of fewer than so many nothing can be said.
 */
const HEAP_TOLERANCE = 65_536;
const FEWEST_CHECKS = 100;

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 1 };

/** What is thrown at the meter. */
export interface Campaign {
	/** Port of the byte link. */
	readonly port: number;
	/** Frames of meter time after which the meter has dealt with what it received, and answered it. */
	readonly silence: number;
	/** Reads of everything that can be set, as they stand on the line. */
	readonly reads: readonly Uint8Array[];
	/** What is on the line between two silences; none may change a setting. */
	harmlessFrame(random: Random): Uint8Array;
}

/** What a batch showed. */
export interface BatchResult {
	/** What went wrong; undefined: nothing. */
	fault: string | undefined;
	/** Most heap ever in use, bytes. */
	peakHeap: number;
	/** Lowest heap in use that was seen in each half, bytes. */
	lowestHeap: [number, number];
}

/**
 * Runs one batch.
 * @param engine path of the engine
 * @param firmware path of the bundle
 * @param onProgress told how many frames have been sent so far
 */
export async function runBatch(
	engine: string,
	firmware: string,
	campaign: Campaign,
	seed: number,
	frames = BATCH,
	onProgress: (sent: number) => void = () => {},
): Promise<BatchResult> {
	const child = spawn(engine, [firmware], { stdio: "pipe", timeout: TIME_LIMIT });
	const checks = new Checks(campaign, Math.ceil(frames / CHECK) + 1);
	const reader = new MessageReader((type, payload) => checks.take(type, payload));
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	child.stdout.on("data", (chunk: Buffer) => reader.push(chunk));
	// The engine has died; its exit code says more.
	child.stdin.on("error", () => {});
	const closed = once(child, "close");
	await feed(child.stdin, campaign, seed, frames, onProgress);
	const [status] = await closed;
	const { peakHeap, lowestHeap } = checks;
	const fault = status === 0 ? checks.fault : `the engine ended with ${status}: ${stderr}`;
	return { fault, peakHeap, lowestHeap };
}

/** Sends everything, as fast as it is taken. */
async function feed(
	input: Writable,
	{ port, silence, reads, harmlessFrame }: Campaign,
	seed: number,
	frames: number,
	onProgress: (sent: number) => void,
): Promise<void> {
	const random = seeded(seed);
	const time = Buffer.alloc(4);
	time.writeUInt32LE(silence);
	const pause = message(ToBoard.TIME, time);
	const on = Uint8Array.of(port);
	const request = (bytes: Uint8Array): Buffer[] => [message(ToBoard.RECEIVED, on, bytes), pause];
	const check = (): Buffer[] => [...reads.flatMap(request), message(ToBoard.STATS)];
	let messages = [startMessage(IDENTITY), ...check()];
	for (let i = 1; i <= frames; i++) {
		const frame = harmlessFrame(random);
		// Half of the frames come in two pieces, which is the same frame to the meter.
		const cut = random() % (2 * frame.length);
		if (cut > 0 && cut < frame.length)
			messages.push(message(ToBoard.RECEIVED, on, frame.subarray(0, cut)), ...request(frame.subarray(cut)));
		else messages.push(...request(frame));
		if (i % CHECK !== 0 && i !== frames) continue;
		messages.push(...check());
		const bytes = Buffer.concat(messages);
		messages = [];
		await new Promise<void>((resolve) => input.write(bytes, () => resolve()));
		if (input.destroyed) return;
		onProgress(i);
	}
	input.end();
}

/** The answers before each STATS are those to the reads: they must be the same each time. */
class Checks {
	readonly #reads: number;
	readonly #expected: number;
	#checked = 0;
	#answers: string[] = [];
	#first = "";
	#fault: string | undefined;
	peakHeap = 0;
	readonly lowestHeap: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

	/** @param expected checks in the batch */
	constructor({ reads }: Campaign, expected: number) {
		this.#reads = reads.length;
		this.#expected = expected;
	}

	/** Takes a message of the engine. */
	take(type: number, payload: Buffer): void {
		if (type === ToBench.TRANSMIT) {
			this.#answers.push(payload.subarray(5).toString("hex"));
			if (this.#answers.length > this.#reads) this.#answers.shift();
		}
		if (type !== ToBench.STATS) return;
		const said = this.#answers.join("\n");
		this.#first ||= said;
		if (said !== this.#first) this.#fault ??= `settings or answers differ:\n${said}\nwere:\n${this.#first}`;
		const half = 2 * this.#checked < this.#expected ? 0 : 1;
		this.lowestHeap[half] = Math.min(this.lowestHeap[half], payload.readDoubleLE(8));
		this.peakHeap = payload.readDoubleLE(16);
		this.#checked++;
	}

	/** What went wrong by the end. */
	get fault(): string | undefined {
		const [before, after] = this.lowestHeap;
		if (this.#checked !== this.#expected) return `${this.#checked} of ${this.#expected} checks were answered`;
		if (this.#expected >= FEWEST_CHECKS && after > before + HEAP_TOLERANCE)
			return `the heap has grown: at least ${before} bytes in the first half, ${after} in the second`;
		return this.#fault;
	}
}
