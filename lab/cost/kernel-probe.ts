/** A bundle for an engine that runs only the kernel as byte code, to count its byte codes. */
import { RESULTS } from "metrology/results";
import ByteCodeKernel from "../../boards/virtual/byte-code-kernel";
import { ToBench, ToBoard } from "../../boards/virtual/link";

/** Two and a half cycles of a three-phase load at 50 Hz: a board's block. */
const FRAMES = 200;
const block: number[] = [];
for (let n = 0; n < FRAMES; n++)
	for (let phase = 0; phase < 3; phase++) {
		const angle = 2 * Math.PI * (n / 80 - phase / 3);
		block.push(Math.round(1665 * Math.sin(angle)));
		block.push(Math.round(17500 * Math.sin(angle - 0.5)));
	}

const kernel = new ByteCodeKernel();
const results: number[] = new Array(RESULTS).fill(0);

/** INPUT of pin 0 runs the kernel over a cycle; any other pin does everything else. */
host.onMessage = (type) => {
	if (type !== ToBoard.INPUT) return;
	const measured = new Uint8Array(host.input)[0] === 0;
	const { samples } = kernel;
	let at = (kernel.end * block.length) / FRAMES;
	for (let i = 0; i < block.length; i++) samples[at++] = block[i];
	if (measured) {
		kernel.accept(FRAMES);
		while (kernel.take(results));
	}
	host.send(ToBench.DONE, 8);
};
