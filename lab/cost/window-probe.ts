/**
 * A bundle for an engine that sends each window's results to the bench, to compare kernels: as
 * byte code or compiled, as the bundle is made.
 */
import { RESULTS } from "metrology/results";
import { frontEnd } from "../../boards/virtual/device";
import { BYTES_PER_FRAME, SEQUENCE_LENGTH, ToBench, ToBoard } from "../../boards/virtual/link";
import { input, inputView, outputView } from "../../boards/virtual/messages";

const BYTES_PER_RESULT = 8;

/** Pin of an INPUT that restarts the kernel; a lower one is the phase of its new reference. */
const RESTART = 3;

/** Sends each window's results. */
function start(): void {
	const results: number[] = new Array(RESULTS).fill(0);
	frontEnd.start(() => {
		while (frontEnd.take(results)) {
			for (let i = 0; i < RESULTS; i++)
				outputView.setFloat64(BYTES_PER_RESULT * i, results[i], true);
			host.send(ToBench.OUTPUT, BYTES_PER_RESULT * RESULTS);
		}
	});
}

host.onMessage = (type, length) => {
	if (type === ToBoard.START) start();
	else if (type === ToBoard.FRAMES) {
		const count = (length - SEQUENCE_LENGTH) / BYTES_PER_FRAME;
		if (frontEnd.isNew(inputView.getUint16(0, true), count)) frontEnd.deliver(count);
	} else if (type === ToBoard.INPUT) {
		if (input[0] === RESTART) frontEnd.restart();
		else frontEnd.setReference(input[0]);
	}
	host.send(ToBench.DONE, 8);
};
