/**
 * Random and mutated frames against the firmware on XS, over the byte link: no crash, no setting changed, the next
 * good request answered, heap flat. The engine's arenas are static and hold fewer slots than a batch has frames:
 * one slot lost a frame would end the engine. A batch is named by its seed and can be run again by it.
 */
import { spawnSync } from "node:child_process";
import { rtuFrame } from "../../bench/bus/crc16.ts";
import { message, startMessage } from "../../bench/meter/link.ts";
import { HEADER_LENGTH, Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { harmlessFrame, seeded } from "./frames.ts";

/** Frames of one run of the engine, and after how many the meter is asked what it has. */
export const BATCH = 50_000;
const CHECK = 5_000;

/** Longest run of the engine in ms. */
const TIME_LIMIT = 120_000;

/** Frames of meter time that end a request at 9600 baud. */
const SILENCE = 20;

const SERIAL_NUMBER = 12345678;

/** Reads of everything that can be set: 4000–4034 but the status, 6048, and the constants of the vendor block. */
const READS: readonly (readonly number[])[] = [
	[0x03, 0x40, 0x00, 0x00, 0x12],
	[0x03, 0x40, 0x1f, 0x00, 0x16],
	[0x03, 0x60, 0x48, 0x00, 0x01],
	[0x03, 0x70, 0x02, 0x00, 0x05],
	[0x03, 0x70, 0x10, 0x00, 0x30],
];

/** What a batch showed. */
export interface BatchResult {
	/** What went wrong; undefined: nothing. */
	fault: string | undefined;
	/** Most heap ever in use, bytes. */
	peakHeap: number;
}

/** Runs one batch. @param engine path of the engine @param firmware path of the bundle */
export function runBatch(engine: string, firmware: string, seed: number, frames = BATCH): BatchResult {
	const { status, stdout, stderr } = spawnSync(engine, [firmware], {
		input: batchInput(seed, frames),
		timeout: TIME_LIMIT,
		maxBuffer: 1 << 30,
	});
	if (status !== 0) return { fault: `the engine ended with ${status}: ${stderr}`, peakHeap: 0 };
	return judge(stdout, Math.ceil(frames / CHECK) + 1);
}

function batchInput(seed: number, frames: number): Buffer {
	const random = seeded(seed);
	const start = startMessage({ serialNumber: SERIAL_NUMBER, modbusId: 1, mbusAddress: 0 });
	const time = Buffer.alloc(4);
	time.writeUInt32LE(SILENCE);
	const silence = message(ToBoard.TIME, time);
	const port = Uint8Array.of(Port.RS485);
	const request = (bytes: Uint8Array): Buffer[] => [message(ToBoard.RECEIVED, port, bytes), silence];
	const check = (): Buffer[] => [
		...READS.flatMap((pdu) => request(rtuFrame(1, Uint8Array.from(pdu)))),
		message(ToBoard.STATS),
	];
	const messages = [start, ...check()];
	for (let i = 1; i <= frames; i++) {
		const frame = harmlessFrame(random);
		// Half of the frames come in two pieces, which is the same frame to the meter.
		const cut = random() % (2 * frame.length);
		if (cut > 0 && cut < frame.length)
			messages.push(message(ToBoard.RECEIVED, port, frame.subarray(0, cut)), ...request(frame.subarray(cut)));
		else messages.push(...request(frame));
		if (i % CHECK === 0 || i === frames) messages.push(...check());
	}
	return Buffer.concat(messages);
}

/** The answers before each STATS are those to READS: they must be the same each time. */
function judge(output: Buffer, checks: number): BatchResult {
	let checked = 0;
	let peakHeap = 0;
	let answers: string[] = [];
	let first = "";
	for (let at = 0; at < output.length; ) {
		const length = output.readUInt16LE(at + 1);
		const payload = output.subarray(at + HEADER_LENGTH, at + HEADER_LENGTH + length);
		if (output[at] === ToBench.TRANSMIT) {
			answers.push(payload.subarray(5).toString("hex"));
			if (answers.length > READS.length) answers = answers.slice(-READS.length);
		}
		if (output[at] === ToBench.STATS) {
			checked++;
			peakHeap = payload.readDoubleLE(16);
			const said = answers.join("\n");
			first ||= said;
			if (said !== first)
				return { fault: `settings or answers differ:\n${said}\nwere:\n${first}`, peakHeap: 0 };
		}
		at += HEADER_LENGTH + length;
	}
	if (checked !== checks) return { fault: `${checked} of ${checks} checks were answered`, peakHeap };
	return { fault: undefined, peakHeap };
}
