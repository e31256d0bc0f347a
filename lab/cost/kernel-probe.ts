/** A bundle for an engine that runs only the kernel, to count its byte codes. */
import { CURRENT_BITS } from "board";
import Kernel from "metrology/kernel";
import { ToBench, ToBoard } from "../../boards/virtual/link";

/** One cycle of a three-phase load, 80 frames at 50 Hz, packed as a board does. */
const words: number[] = [];
for (let n = 0; n < 80; n++)
	for (let phase = 0; phase < 3; phase++) {
		const angle = 2 * Math.PI * (n / 80 - phase / 3);
		const v = Math.round(1665 * Math.sin(angle));
		const i = Math.round(17500 * Math.sin(angle - 0.5));
		words.push((v << CURRENT_BITS) | (i & ((1 << CURRENT_BITS) - 1)));
	}

/** The frames left over, and one more cycle. */
const buffer: number[] = new Array(words.length + 9).fill(0);
let left = 0;
const kernel = new Kernel();

/** INPUT of pin 0 runs the kernel over a cycle; any other pin does everything else. */
host.onMessage = (type) => {
	if (type !== ToBoard.INPUT) return;
	const measured = new Uint8Array(host.input)[0] === 0;
	for (let i = 0; i < words.length; i++) buffer[left + i] = words[i];
	const length = left + words.length;
	let next = measured ? 0 : length;
	if (measured)
		do {
			next = kernel.run(buffer, next, length);
		} while (kernel.closed);
	left = length - next;
	for (let i = 0; i < left; i++) buffer[i] = buffer[next + i];
	host.send(ToBench.DONE, 8);
};
