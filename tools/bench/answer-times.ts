/** Time from the last byte of a request to the first byte of its answer on the RTU port, in real time. */
import { connect, type Socket } from "node:net";
import { crc16 } from "../../bench/bus/crc16.ts";
import type { VirtualMeter } from "./virtual-meter.ts";

/** Requests that are timed. */
const REQUESTS = 500;

/** Longest wait for an answer in ms. */
const TIMEOUT = 1000;

/** Pause between an answer and the next request in ms, so that the line is silent. */
const PAUSE = 3;

/** Bytes of the answer: unit ID, function code, length, 27 floats, CRC. */
const ANSWER_LENGTH = 3 + 27 * 4 + 2;

/** Sorted times in ms. */
export async function answerTimes(meter: VirtualMeter): Promise<number[]> {
	const socket = connect(meter.rtuPort, "127.0.0.1");
	socket.setNoDelay(true);
	await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
	const request = Buffer.from([1, 3, 0x50, 0x02, 0, 54, 0, 0]);
	request.writeUInt16LE(crc16(request.subarray(0, 6)), 6);
	const times: number[] = [];
	try {
		for (let i = 0; i < REQUESTS; i++) {
			times.push(await ask(socket, request));
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
		}
	} finally {
		socket.destroy();
	}
	return times.sort((a, b) => a - b);
}

function ask(socket: Socket, request: Buffer): Promise<number> {
	return new Promise((resolve, reject) => {
		let length = 0;
		let first = 0;
		const start = performance.now();
		const timeout = setTimeout(() => reject(new Error("no answer on the RTU port")), TIMEOUT);
		const take = (bytes: Buffer): void => {
			first ||= performance.now() - start;
			length += bytes.length;
			if (length < ANSWER_LENGTH) return;
			clearTimeout(timeout);
			socket.off("data", take);
			resolve(first);
		};
		socket.on("data", take);
		socket.write(request);
	});
}
