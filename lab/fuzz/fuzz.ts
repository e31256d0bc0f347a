/**
 * Random and mutated frames against the firmware on XS, over the byte link: no crash, no setting
 * changed, the next good request answered, heap flat. The meter has its flash chip, and stores what
 * it stores. A batch is one run of the engine; it is named by its seed and can be run again by it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { Chip } from "../../bench/flash/chip.ts";
import { isForFlash, serveFlash } from "../../bench/flash/serve.ts";
import { MessageReader, message, startMessage } from "../../bench/meter/link.ts";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { type Random, seeded } from "./random.ts";

/** Frames of one run of the engine, and after how many the meter is asked what it has. */
export const BATCH = 1_000_000;
const CHECK = 5_000;

/**
 * Frames of meter time before a check: the start, and what is written to the flash, have taken some
 * of it.
 */
const SETTLED = 4_000;

/** Longest run of the engine in ms. */
const TIME_LIMIT = 3_600_000;

/**
 * Bytes by which the lowest heap of the second half of a batch may be above the first half's: a
 * timer or two.
 */
const HEAP_TOLERANCE = 1024;

/** A probe follows one frame in so many. */
const PROBED = 4;

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 1 };

/** A request whose answer is known, or the same each time. */
export interface Read {
	/** Port of the byte link. */
	readonly port: number;
	/** As it stands on the line. */
	readonly bytes: Uint8Array;
	/** Frames of meter time after which it has been answered, to the last character. */
	readonly silence: number;
	/** Places in the answer that change from one to the next. */
	readonly changing?: readonly number[];
}

/** What is thrown at the meter. */
export interface Campaign {
	/** Port of the byte link. */
	readonly port: number;
	/**
	 * Frames of meter time after which the meter has dealt with what it received, and answered it.
	 */
	readonly silence: number;
	/**
	 * Frames of meter time that a character takes on the line, where the meter has to see them pass.
	 */
	readonly character?: number;
	/** Reads of everything that can be set. */
	readonly reads: readonly Read[];
	/** Given: no frame is answered at all but this good request, which follows some of them. */
	readonly probe?: Read;
	/**
	 * How a frame reaches the meter, where it does not come as characters on the port: a message of
	 * the link.
	 */
	readonly deliver?: (frame: Uint8Array) => Buffer;
	/** Messages before each check, which the meter answers with exactly one that `isAnswer` knows. */
	readonly sign?: {
		readonly messages: readonly Buffer[];
		isAnswer(type: number, payload: Buffer): boolean;
	};
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
	const chip = new Chip();
	const closed = once(child, "close");
	const window = new Window(child.stdin);
	const reader = new MessageReader((type, payload) => {
		if (isForFlash(type)) child.stdin.write(serveFlash(chip, type, payload));
		else if (type === ToBench.READY || type === ToBench.DONE) window.done();
		else checks.take(type, payload);
	});
	child.stdout.on("data", (chunk: Buffer) => reader.push(chunk));
	closed.then(() => window.close());
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	// The engine has died; its exit code says more.
	child.stdin.on("error", () => {});
	await feed(window, campaign, seed, frames, checks, onProgress);
	const [status] = await closed;
	const { peakHeap, lowestHeap } = checks;
	const fault = status === 0 ? checks.fault : `the engine ended with ${status}: ${stderr}`;
	return { fault, peakHeap, lowestHeap };
}

/** Sends everything, as fast as it is taken. */
async function feed(
	window: Window,
	{ port, silence, character = 0, reads, probe, deliver, sign, harmlessFrame }: Campaign,
	seed: number,
	frames: number,
	checks: Checks,
	onProgress: (sent: number) => void,
): Promise<void> {
	const random = seeded(seed);
	const pause = passed(silence);
	const on = Uint8Array.of(port);
	const arrive = (bytes: Uint8Array): Buffer[] =>
		character > 0 ? [passed(Math.ceil(character * bytes.length))] : [];
	const request = (bytes: Uint8Array): Buffer[] => [
		...arrive(bytes),
		message(ToBoard.RECEIVED, on, bytes),
		pause,
	];
	const read = (each: Read): Buffer[] => [
		...arrive(each.bytes),
		message(ToBoard.RECEIVED, Uint8Array.of(each.port), each.bytes),
		passed(each.silence),
	];
	let probes = 0;
	const check = (): Buffer[] => {
		checks.expect(probes);
		probes = 0;
		return [
			passed(SETTLED),
			...(sign?.messages ?? []),
			...reads.flatMap(read),
			message(ToBoard.STATS),
		];
	};
	let messages = [startMessage(IDENTITY, true), ...check()];
	for (let i = 1; i <= frames; i++) {
		const frame = harmlessFrame(random);
		// Half of the frames come in two pieces, which is the same frame to the meter.
		const cut = random() % (2 * frame.length);
		if (deliver) messages.push(deliver(frame), pause);
		else if (cut > 0 && cut < frame.length)
			messages.push(
				...arrive(frame.subarray(0, cut)),
				message(ToBoard.RECEIVED, on, frame.subarray(0, cut)),
				...request(frame.subarray(cut)),
			);
		else messages.push(...request(frame));
		if (probe && random() % PROBED === 0) {
			messages.push(...read(probe));
			probes++;
		}
		if (i % CHECK !== 0 && i !== frames) continue;
		messages.push(...check());
		if (!(await window.send(messages))) return;
		messages = [];
		onProgress(i);
	}
	window.end();
}

/**
 * Messages that the engine has not dealt with yet, at most so many: its flash chip's answers come
 * behind them.
 */
const MOST_UNDER_WAY = 64;

class Window {
	readonly #input: Writable;
	#underWay = 0;
	#closed = false;
	/** Called when there is room. */
	#onRoom: (() => void) | undefined;

	constructor(input: Writable) {
		this.#input = input;
	}

	/** Sends messages as fast as they are dealt with. @returns false: the engine has ended */
	async send(messages: readonly Buffer[]): Promise<boolean> {
		for (let at = 0; at < messages.length; at += MOST_UNDER_WAY / 2) {
			const part = messages.slice(at, at + MOST_UNDER_WAY / 2);
			// STATS alone is answered by itself.
			this.#underWay += part.filter((each) => each[0] !== ToBoard.STATS).length;
			this.#input.write(Buffer.concat(part));
			while (this.#underWay > MOST_UNDER_WAY / 2 && !this.#closed)
				await new Promise<void>((resolve) => {
					this.#onRoom = resolve;
				});
			if (this.#closed) return false;
		}
		return true;
	}

	/** A message was dealt with. */
	done(): void {
		this.#underWay--;
		if (this.#underWay <= MOST_UNDER_WAY / 2) this.#onRoom?.();
	}

	/** No more is sent. */
	end(): void {
		this.#input.end();
	}

	/** The engine has ended. */
	close(): void {
		this.#closed = true;
		this.#onRoom?.();
	}
}

/** Meter time without anything else, as a message. */
function passed(frames: number): Buffer {
	const time = Buffer.alloc(4);
	time.writeUInt32LE(frames);
	return message(ToBoard.TIME, time);
}

/** The answers before each STATS are those to the reads: they must be the same each time. */
class Checks {
	readonly #campaign: Campaign;
	readonly #expected: number;
	#checked = 0;
	/** The last answers, on any port. */
	#answers: Buffer[] = [];
	/**
	 * Answers on the campaign's port since the last check, and how many there should be by each
	 * check.
	 */
	#answered = 0;
	readonly #due: number[] = [];
	/** Answers to the campaign's sign since the last check. */
	#signs = 0;
	#first = "";
	#fault: string | undefined;
	peakHeap = 0;
	readonly lowestHeap: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

	/** @param expected checks in the batch */
	constructor(campaign: Campaign, expected: number) {
		this.#campaign = campaign;
		this.#expected = expected;
	}

	/** Before the next check so many probes are answered. */
	expect(probes: number): void {
		const { reads, port } = this.#campaign;
		this.#due.push(probes + reads.filter((read) => read.port === port).length);
	}

	/** Takes a message of the engine. */
	take(type: number, payload: Buffer): void {
		const { reads, port, probe, sign } = this.#campaign;
		if (sign?.isAnswer(type, payload)) this.#signs++;
		if (type === ToBench.TRANSMIT) {
			this.#answers.push(Buffer.from(payload.subarray(5)));
			if (this.#answers.length > reads.length) this.#answers.shift();
			if (payload[4] === port) this.#answered++;
		}
		if (type !== ToBench.STATS) return;
		const due = this.#due.shift();
		if (probe && this.#answered !== due)
			this.#fault ??= `${this.#answered} answers where ${due} were due, by check ${this.#checked}`;
		this.#answered = 0;
		if (sign && this.#signs !== 1)
			this.#fault ??= `${this.#signs} signs of life where 1 was due, by check ${this.#checked}`;
		this.#signs = 0;
		reads.forEach(({ changing = [] }, i) => {
			for (const at of changing) this.#answers[i]?.subarray(at, at + 1).fill(0);
		});
		const said = this.#answers.map((answer) => answer.toString("hex")).join("\n");
		this.#first ||= said;
		if (said !== this.#first)
			this.#fault ??= `settings or answers differ:\n${said}\nwere:\n${this.#first}`;
		const half = 2 * this.#checked < this.#expected ? 0 : 1;
		this.lowestHeap[half] = Math.min(this.lowestHeap[half], payload.readDoubleLE(8));
		this.peakHeap = payload.readDoubleLE(16);
		this.#checked++;
	}

	/** What went wrong by the end. */
	get fault(): string | undefined {
		const [before, after] = this.lowestHeap;
		if (this.#checked !== this.#expected)
			return `${this.#checked} of ${this.#expected} checks were answered`;
		if (after > before + HEAP_TOLERANCE)
			return `the heap has grown: at least ${before} bytes in the first half, ${after} in the second`;
		return this.#fault;
	}
}
