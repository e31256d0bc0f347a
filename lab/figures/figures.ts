/**
 * The figures recorded at each commit, so that a change that costs something is noticed when it is
 * made.
 */
import { FRAME_RATE_HZ } from "sampling";
import { ANSWER_BYTE_CODES, answerByteCodes, LARGEST_READS } from "../cost/answer-codes.ts";
import {
	displayByteCodes,
	idleByteCodes,
	kernelByteCodes,
	telegramByteCodes,
} from "../cost/byte-codes.ts";
import { costs, partMilliseconds } from "../cost/microcontroller.ts";
import { notificationByteCodes } from "../cost/notifications.ts";

/** Paths of the built programs that are measured, and the sizes of the image's parts. */
export interface Subjects {
	/** The engine on the desktop. */
	readonly engine: string;
	readonly firmware: string;
	readonly probe: string;
	readonly withoutDisplay: string;
	/** The image for the Cortex-M7. */
	readonly image: string;
	readonly sizes: readonly { readonly memory: string; readonly bytes: number }[];
}

/** Values by name; of each of them less is better. */
export type Figures = Readonly<Record<string, number>>;

/**
 * Frames that are counted on the Cortex-M7, after as many that are not: five seconds, in which
 * everything that recurs each second runs, and the display turns its page, ten seconds after START.
 */
const COUNTED = 5 * FRAME_RATE_HZ;

/** Measures everything. All of it is counted, not timed, so a busy machine changes nothing. */
export async function measure(subjects: Subjects): Promise<Figures> {
	return { ...byteCodes(subjects), ...sizes(subjects), ...(await microcontroller(subjects.image)) };
}

/** Byte codes on XS. */
function byteCodes({ engine, firmware, probe, withoutDisplay }: Subjects): Figures {
	const answers = LARGEST_READS.flatMap((read) =>
		[false, true].map((integers) => answerByteCodes(engine, firmware, read, integers)),
	);
	return {
		"byte codes a frame, kernel as byte code": rounded(kernelByteCodes(engine, probe), 1),
		"byte codes a frame, all that runs while nobody polls": rounded(
			idleByteCodes(engine, firmware),
			1,
		),
		"byte codes a second, display": rounded(
			displayByteCodes(engine, firmware, withoutDisplay, false),
		),
		"byte codes a second, notifications to 3 clients": rounded(
			notificationByteCodes(engine, firmware),
		),
		"byte codes an M-Bus telegram": rounded(telegramByteCodes(engine, firmware)),
		[`byte codes a Modbus answer, the longest of ${answers.length} (limit ${ANSWER_BYTE_CODES})`]:
			Math.max(...answers),
	};
}

function sizes({ sizes: parts }: Subjects): Figures {
	const of = (memory: string): number =>
		parts.reduce((sum, part) => (part.memory === memory ? sum + part.bytes : sum), 0);
	return { "image, bytes of flash": of("flash"), "image, bytes of RAM": of("ram") };
}

async function microcontroller(image: string): Promise<Figures> {
	const { frame, frameAlone, start, longest, slots, chunkBytes } = await costs(image, COUNTED);
	return {
		"Cortex-M7, instructions a frame": rounded(frameAlone),
		"Cortex-M7, instructions a frame, with power quality": rounded(frame),
		"Cortex-M7, ms of start-up": rounded(partMilliseconds(start), 1),
		"Cortex-M7, ms of the longest message": rounded(partMilliseconds(longest), 2),
		"Cortex-M7, heap slots in use": slots,
		"Cortex-M7, bytes of chunks in use": chunkBytes,
	};
}

const rounded = (value: number, decimals = 0): number => Number(value.toFixed(decimals));

/**
 * Growth that is noise between compiler versions, and shrinkage after which the file must be
 * written again.
 */
const WORSE = 0.005;
const BETTER = 0.03;

/** Lines for figures that have become worse, or so much better that the file is out of date. */
export function compare(base: Figures, now: Figures): string[] {
	const names = new Set([...Object.keys(base), ...Object.keys(now)]);
	return [...names].flatMap((name) => {
		const [before, after] = [base[name], now[name]];
		if (before === undefined || after === undefined)
			return [`${name}: ${before === undefined ? "not in the file" : "no longer measured"}`];
		if (after > before * (1 + WORSE)) return [`${name}: ${after} is worse than ${before}`];
		if (after < before * (1 - BETTER)) return [`${name}: ${after} is better than ${before}`];
		return [];
	});
}
