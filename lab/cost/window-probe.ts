/**
 * A bundle for an engine that sends each window's results to the bench, and then the analyser's, to
 * compare kernels: as byte code or compiled, as the bundle is made.
 */
import { RESULTS } from "metrology/results";
import { RESULTS as QUALITY_RESULTS, RECORD_SAMPLES } from "quality/results";
import { frontEnd } from "../../boards/virtual/device";
import { BYTES_PER_FRAME, SEQUENCE_LENGTH, ToBench, ToBoard } from "../../boards/virtual/link";
import { input, inputView, outputView } from "../../boards/virtual/messages";

const BYTES_PER_RESULT = 8;

/** Pin of an INPUT that restarts the kernel; a lower one is the phase of its new reference. */
const RESTART = 3;

/** Limits of the analyser's waveforms, by which the test's signals make some. */
const LOW = 1.2e10;
const HIGH = 3e10;

/** Distance of the samples of two waveforms that are sent. */
const SAMPLES_APART = 61;
const SAMPLES = Math.floor((2 * RECORD_SAMPLES) / SAMPLES_APART);

function sendResults(results: readonly number[]): void {
	const { quality } = frontEnd;
	let at = 0;
	const add = (value: number): void => {
		outputView.setFloat64(at, value, true);
		at += BYTES_PER_RESULT;
	};
	for (let i = 0; i < RESULTS; i++) add(results[i]);
	for (let i = 0; i < QUALITY_RESULTS; i++) add(quality.at(i));
	for (let i = 0; i < SAMPLES; i++) add(quality.at(QUALITY_RESULTS + SAMPLES_APART * i));
	host.send(ToBench.OUTPUT, at);
}

/** Sends each window's results. */
function start(): void {
	const results: number[] = new Array(RESULTS).fill(0);
	frontEnd.quality.enable(true);
	for (let phase = 0; phase < 3; phase++) frontEnd.quality.setLimits(phase, LOW, HIGH);
	frontEnd.start(() => {
		while (frontEnd.take(results)) sendResults(results);
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
