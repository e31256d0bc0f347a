/** M-Bus telegrams of a meter at `--speed max`, one after the other. */
import { connect, type Socket } from "node:net";
import { MBUS } from "../../bench/bus/mbus.ts";
import type { VirtualMeter } from "./virtual-meter.ts";

/** REQ_UD2 to whichever meter is on the line. */
export const REQUEST = Uint8Array.of(0x10, 0x7b, 0xfe, 0x79, 0x16);

/** Real seconds of counting. */
const WATCHED = 10;

/** Longest wait for a telegram in ms. */
const TIMEOUT = 2000;

/**
 * Counts complete telegrams a real second.
 * @throws Error if one does not arrive
 */
export async function telegramsPerSecond(meter: VirtualMeter): Promise<number> {
	const socket = connect(meter.mbusPort, "127.0.0.1").setNoDelay(true);
	await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
	const start = performance.now();
	let telegrams = 0;
	try {
		for (; performance.now() < start + 1000 * WATCHED; telegrams++) await ask(socket);
	} finally {
		socket.destroy();
	}
	return (1000 * telegrams) / (performance.now() - start);
}

function ask(socket: Socket): Promise<void> {
	return new Promise((resolve, reject) => {
		let answer: Buffer = Buffer.alloc(0);
		const limit = setTimeout(() => reject(new Error("no M-Bus telegram")), TIMEOUT);
		const onData = (bytes: Buffer): void => {
			answer = Buffer.concat([answer, bytes]);
			if (!MBUS.isWhole(answer)) return;
			clearTimeout(limit);
			socket.off("data", onData);
			resolve();
		};
		socket.on("data", onData);
		socket.write(REQUEST);
	});
}
