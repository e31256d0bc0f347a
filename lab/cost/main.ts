/**
 * `npm run bench`: prints byte codes, heap, speed and response times, the figures that the
 * documents quote.
 */
import { ANSWER_BYTE_CODES, answerByteCodes, LARGEST_READS } from "./answer-codes.ts";
import { answerTimes } from "./answer-times.ts";
import {
	displayByteCodes,
	idleByteCodes,
	kernelByteCodes,
	telegramByteCodes,
} from "./byte-codes.ts";
import type { KernelInC } from "./c-kernel.ts";
import { telegramsPerSecond } from "./mbus-telegrams.ts";
import { type Images, printMicrocontroller } from "./mcu-figures.ts";
import { notificationByteCodes } from "./notifications.ts";
import { call, startMeter, type VirtualMeter } from "./virtual-meter.ts";

/** Paths of the programs that are measured. */
export interface Subjects {
	root: string;
	engine: string;
	firmware: string;
	probe: string;
	/** The firmware with a display that does nothing. */
	withoutDisplay: string;
	/** The compiled kernel's C: its folder and its flags. */
	kernelInC: KernelInC;
	/** Builds the images for the microcontroller. */
	images(): Promise<Images>;
}

/** Minutes of meter time at which the heap is measured. */
const SETTLED = 5;
const END = 60;

/** Real seconds of `--speed max`. */
const WATCHED = 10;

function print(what: string, value: string, limit = ""): void {
	console.log(`${what.padEnd(64)}${value.padStart(16)}   ${limit}`);
}

const kilobytes = (bytes: number | undefined): string =>
	`${((bytes ?? Number.NaN) / 1024).toFixed(1)} KB`;

async function withMeter(
	root: string,
	oneCore: boolean,
	args: readonly string[],
	use: (meter: VirtualMeter) => Promise<void>,
): Promise<void> {
	const meter = await startMeter(root, oneCore, args);
	try {
		await use(meter);
	} finally {
		await meter.stop();
	}
}

async function heap(meter: VirtualMeter): Promise<void> {
	await call(meter, "/api/advance", { seconds: SETTLED * 60 });
	const before = await call(meter, "/api/engine");
	await call(meter, "/api/advance", { seconds: (END - SETTLED) * 60 });
	const after = await call(meter, "/api/engine");
	print(`XS heap (64-bit) after ${SETTLED} minutes of meter time`, kilobytes(before.heapBytes));
	print(
		`XS heap (64-bit) after ${END} minutes of meter time`,
		kilobytes(after.heapBytes),
		"no growth",
	);
	print("XS heap, peak", kilobytes(after.peakHeapBytes));
}

async function speed(meter: VirtualMeter): Promise<void> {
	const seconds = async (): Promise<number> =>
		(await call(meter, "/api/engine")).meterSeconds ?? Number.NaN;
	const [from, start] = [await seconds(), performance.now()];
	await new Promise((resolve) => setTimeout(resolve, WATCHED * 1000));
	const factor = ((await seconds()) - from) / ((performance.now() - start) / 1000);
	print(
		"meter seconds a second, --speed max, bench and engine on one core",
		factor.toFixed(0),
		"at least 20",
	);
}

async function answers(root: string): Promise<void> {
	const { meterTime, clock, asked, answered, wrong } = await answerTimes(root);
	const at = (times: readonly number[], q: number): string =>
		`${(times[Math.floor(q * (times.length - 1))] ?? Number.NaN).toFixed(2)} ms`;
	console.log(
		"Modbus RTU, 9600 baud, real time, 4 clients that poll as fast as they can; from the end of a",
	);
	console.log("request on the line to the first character of its answer:");
	print("  in meter time: median", at(meterTime, 0.5), "below 5 ms; t3.5 is 4.01 ms");
	print("  in meter time: longest", at(meterTime, 1), "at most 20 ms");
	print("  by the clock, to the client's socket: median", at(clock, 0.5), "below 5 ms");
	print("  by the clock, to the client's socket: p99", at(clock, 0.99));
	print("  by the clock, to the client's socket: longest", at(clock, 1), "at most 20 ms");
	print(
		"  requests, answers, wrong answers",
		`${asked}, ${answered}, ${wrong}`,
		"none lost, 0 wrong",
	);
}

async function telegrams({ root, engine, firmware }: Subjects): Promise<void> {
	print("byte codes an M-Bus telegram", telegramByteCodes(engine, firmware).toFixed(0));
	await withMeter(root, false, ["--speed", "max"], async (meter) => {
		print("M-Bus telegrams a second, --speed max", (await telegramsPerSecond(meter)).toFixed(0));
	});
}

function byteCodes({ engine, firmware, probe, withoutDisplay }: Subjects): void {
	const kernel = kernelByteCodes(engine, probe);
	print("byte codes a three-phase frame, kernel as byte code", kernel.toFixed(1), "at most 1100");
	const idle = idleByteCodes(engine, firmware);
	print(
		"byte codes a three-phase frame, all that runs while nobody polls",
		idle.toFixed(1),
		"at most 30",
	);
	for (const fastest of [false, true]) {
		const display = displayByteCodes(engine, firmware, withoutDisplay, fastest);
		print(
			`byte codes a second, display, a page every ${fastest ? "second" : "10 s"}`,
			display.toFixed(0),
			"at most 65000",
		);
	}
}

function answerCodes({ engine, firmware }: Subjects): void {
	console.log("byte codes of a Modbus answer, with values as floats and as integers");
	for (const read of LARGEST_READS) {
		const counts = [false, true].map((integers) =>
			answerByteCodes(engine, firmware, read, integers),
		);
		const limit = `at most ${ANSWER_BYTE_CODES}`;
		print(
			`  ${read.count} registers from ${read.address.toString(16)}, ${read.what}`,
			counts.join(", "),
			limit,
		);
	}
}

/** Prints the byte codes of notifications in a second. */
function bluetooth({ engine, firmware }: Subjects): void {
	const notified = notificationByteCodes(engine, firmware);
	print(
		"byte codes a second, all readings notified to 3 clients",
		notified.toFixed(0),
		"at most 33000",
	);
}

/** All benchmarks by their names on the command line, in the order in which they run. */
const BENCHMARKS: Readonly<Record<string, (subjects: Subjects) => void | Promise<void>>> = {
	"byte-codes": byteCodes,
	"answer-codes": answerCodes,
	bluetooth,
	heap: ({ root }) => withMeter(root, false, [], heap),
	speed: ({ root }) => withMeter(root, true, ["--speed", "max"], speed),
	answers: ({ root }) => answers(root),
	mbus: telegrams,
	mcu: async ({ root, kernelInC, images }) => printMicrocontroller(root, kernelInC, await images()),
};

/** Runs the named benchmarks, all if none is named. */
export async function main(subjects: Subjects, names: readonly string[]): Promise<void> {
	const unknown = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
	if (unknown !== undefined) {
		console.error(`bench: ${unknown}: must be one of ${Object.keys(BENCHMARKS).join(", ")}`);
		process.exitCode = 2;
		return;
	}
	for (const [name, run] of Object.entries(BENCHMARKS))
		if (names.length === 0 || names.includes(name)) await run(subjects);
}
