/**
 * Runs the microcontroller's image in the emulator over prepared input, as `runEngine` runs the
 * desktop engines.
 */

import { emulator } from "../bench/emulator/qemu.ts";
import { decode, message } from "../bench/meter/link.ts";
import { MessageReader } from "../bench/meter/link-engine.ts";
import { ToBench, ToBoard } from "../boards/virtual/link.ts";
import { TO_BENCH } from "../spec/link.ts";

/** Longest run in ms; then it is ended. */
const TIME_LIMIT = 150_000;

export interface EmulatedMessage {
	type: number;
	payload: Buffer;
}

/** A board that has restarted waits for ever. */
function restartOf(payload: Buffer): Error {
	const { text } = decode(TO_BENCH.RESTARTED, payload);
	return new Error(`the board restarted by itself: ${text.toString("utf8")}`);
}

/**
 * Sends `input` to the image, messages of the byte link that begin with START, and waits until it
 * has dealt with them.
 * @param options further options of the emulator
 * @returns everything that it has sent before the answer to a last STATS
 */
export async function runImage(
	image: string,
	input: Buffer,
	options: readonly string[] = [],
): Promise<EmulatedMessage[]> {
	const { child, input: link, output, errors } = emulator(image, options)();
	const ended = new Promise((resolve) => child.once("close", resolve));
	const messages: EmulatedMessage[] = [];
	let said = "";
	errors.on("data", (text: Buffer) => {
		said += text.toString();
	});
	const limit = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT);
	try {
		await new Promise<void>((resolve, reject) => {
			const reader = new MessageReader((type, payload) => {
				if (type === ToBench.STATS) resolve();
				else if (type === ToBench.RESTARTED) reject(restartOf(payload));
				else messages.push({ type, payload: Buffer.from(payload) });
			});
			output.on("data", (bytes: Buffer) => reader.push(bytes));
			ended.then(() => reject(new Error(`the emulator ended: ${said}`)));
			link.write(input);
			link.write(message(ToBoard.STATS));
		});
	} finally {
		clearTimeout(limit);
		child.kill("SIGKILL");
		await ended;
	}
	return messages;
}
