/**
 * Random and mutated frames against the firmware on XS, over the byte link: no crash, no setting
 * changed, no entry in the audit trail, the next good request answered, heap flat. The meter has a
 * flash chip and writes to it.
 * A batch is one run of the engine; its seed runs it again.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Chip, isForFlash, serveFlash } from "../../bench/flash/chip.ts";
import { message, startMessage } from "../../bench/meter/link.ts";
import { MessageReader } from "../../bench/meter/link-engine.ts";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { ByteWriter } from "../../client/bytes.ts";
import { trailOf } from "../flash-dump/trail.ts";
import { FlowControl } from "./flow-control.ts";
import { type Random, seeded } from "./random.ts";

/** Frames of one run of the engine, and frames between two checks of the meter's settings. */
export const BATCH = 1_000_000;
const CHECK = 5_000;

/** Frames of meter time before a check: start-up and flash writes take some. */
const SETTLED = 4_000;

/** Longest run of the engine in ms. */
const TIME_LIMIT = 3_600_000;

/**
 * Bytes by which the lowest heap of a batch's second half may exceed that of the first: a timer or
 * two.
 */
const HEAP_TOLERANCE = 1024;

/** A probe follows one frame in this many. */
const PROBED = 4;

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 1 };

/** A request whose answer is the same each time. */
export interface Read {
	/** Port of the byte link. */
	readonly port: number;
	/** The whole frame. */
	readonly bytes: Uint8Array;
	/** Frames of meter time until it has been answered, up to the last character. */
	readonly silence: number;
	/** Offsets of the answer's bytes that change from one answer to the next. */
	readonly changing?: readonly number[];
}

/** Input for the meter, and how it is checked. */
export interface Campaign {
	/** Port of the byte link. */
	readonly port: number;
	/** Frames of meter time in which the meter deals with its input and answers it. */
	readonly silence: number;
	/** Frames of meter time of a character on the line, for ports where their timing matters. */
	readonly character?: number;
	/** Reads of every setting. */
	readonly reads: readonly Read[];
	/** If given, no frame may be answered, except this request, which follows some of them. */
	readonly probe?: Read;
	/** Makes link messages of a frame, if it does not arrive as characters on the port. */
	readonly deliver?: (frame: Uint8Array) => Buffer;
	/** Messages before each check, answered with exactly one message that `isAnswer` recognises. */
	readonly sign?: {
		readonly messages: readonly Buffer[];
		isAnswer(type: number, payload: Buffer): boolean;
	};
	/** Makes the input between two silences. None may change a setting. */
	harmlessFrame(random: Random): Uint8Array;
}

/** Result of a batch. */
export interface BatchResult {
	/** The fault in words; undefined: none. */
	fault: string | undefined;
	/** Largest heap in use, bytes. */
	peakHeap: number;
	/** Lowest heap in use in each half, bytes. */
	lowestHeap: [number, number];
}

/**
 * Runs one batch.
 * @param engine path of the engine
 * @param firmware path of the bundle
 * @param onProgress called with the number of frames sent so far
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
	const flow = new FlowControl(child.stdin);
	const reader = new MessageReader((type, payload) => {
		if (isForFlash(type)) child.stdin.write(serveFlash(chip, type, payload));
		else if (type === ToBench.READY || type === ToBench.DONE) flow.done();
		else checks.receive(type, payload);
	});
	child.stdout.on("data", (chunk: Buffer) => reader.push(chunk));
	closed.then(() => flow.close());
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	// The engine has ended early; its exit code says why.
	child.stdin.on("error", () => {});
	await feed(flow, campaign, seed, frames, checks, onProgress);
	const [status] = await closed;
	const { peakHeap, lowestHeap } = checks;
	const fault =
		status === 0
			? (checks.fault ?? trailFault(chip.image))
			: `the engine ended with ${status}: ${stderr}`;
	return { fault, peakHeap, lowestHeap };
}

/** No input may change a legally relevant value: the audit trail stays empty. */
function trailFault(image: Uint8Array): string | undefined {
	const { entries, breaks } = trailOf(image);
	const codes = entries.map(({ code }) => code);
	return codes.length + breaks.length > 0
		? `the audit trail has entries of ${codes.join(", ")}; ${breaks.join(", ")}`
		: undefined;
}

/** Sends everything, as fast as the engine accepts it. */
async function feed(
	flow: FlowControl,
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
		// Half of the frames arrive in two pieces, which must not matter.
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
		if (!(await flow.send(messages))) return;
		messages = [];
		onProgress(i);
	}
	await flow.end();
}

/** The message that lets meter time pass. */
function passed(frames: number): Buffer {
	return message(ToBoard.TIME, new ByteWriter(4, "little-endian").uint32(frames).written);
}

/** Compares the answers before each STATS, those to the reads: they must be the same each time. */
class Checks {
	readonly #campaign: Campaign;
	readonly #expected: number;
	#checked = 0;
	/** The last answers, on any port. */
	#answers: Buffer[] = [];
	/** Answers on the campaign's port since the last check, and the number due at each check. */
	#answered = 0;
	readonly #due: number[] = [];
	/** Recognised answers to the campaign's extra messages since the last check. */
	#signs = 0;
	#first = "";
	#fault: string | undefined;
	peakHeap = 0;
	readonly lowestHeap: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

	/** @param expected number of checks in the batch */
	constructor(campaign: Campaign, expected: number) {
		this.#campaign = campaign;
		this.#expected = expected;
	}

	/** Announces probes that will be answered before the next check. */
	expect(probes: number): void {
		const { reads, port } = this.#campaign;
		this.#due.push(probes + reads.filter((read) => read.port === port).length);
	}

	/** Handles a message from the engine. */
	receive(type: number, payload: Buffer): void {
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
		// Before its first input, the meter has not made what it keeps for clients.
		if (this.#checked > 0)
			this.lowestHeap[half] = Math.min(this.lowestHeap[half], payload.readDoubleLE(8));
		this.peakHeap = payload.readDoubleLE(16);
		this.#checked++;
	}

	/** The fault at the end of the batch; undefined: none. */
	get fault(): string | undefined {
		const [before, after] = this.lowestHeap;
		if (this.#checked !== this.#expected)
			return `${this.#checked} of ${this.#expected} checks were answered`;
		if (after > before + HEAP_TOLERANCE)
			return `the heap has grown: at least ${before} bytes, later ${after}`;
		return this.#fault;
	}
}
