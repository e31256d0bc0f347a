import type { FrontEnd } from "board";
import { catalogue } from "catalogue";
import createMeter from "meter";
import { CHANNELS } from "sampling";
import { expect, it } from "vitest";
import ByteCodeSamplePath from "../../boards/virtual/byte-code-sample-path.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { TestBoard } from "../../testkit/board.ts";
import { balanced, FULL_SCALE, frames } from "../../testkit/samples.ts";

/** A front end with the analyser, as byte code. */
class AnalysingFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE.voltage;
	readonly fullScaleAmps = FULL_SCALE.current;
	readonly lostFrames = 0;
	readonly #path = new ByteCodeSamplePath();
	readonly quality = this.#path.analyser;
	#onReadable = (): void => {};

	start(onReadable: () => void): void {
		this.#onReadable = onReadable;
	}
	take(results: number[]): boolean {
		return this.#path.take(results);
	}
	restart(): void {
		this.#path.restart();
	}
	setReference(phase: number): void {
		this.#path.setReference(phase);
	}
	deliver(block: readonly number[]): void {
		const { samples, end } = this.#path;
		for (let i = 0; i < block.length; i++) samples[CHANNELS * end + i] = block[i];
		this.#path.accept(block.length / CHANNELS);
		this.#onReadable();
	}
}

it("power quality is not a number once the meter has stopped", () => {
	const frontEnd = new AnalysingFrontEnd();
	const board = new TestBoard(frontEnd);
	const meter = createMeter(board);
	meter.start();
	const value = (name: RegisterName): number => meter.model.get(catalogue.indexOf(name));
	const block = 0.02 * FRAME_RATE_HZ;
	let frame = 0;
	const run = (seconds: number): void => {
		for (const end = frame + seconds * FRAME_RATE_HZ; frame < end; frame += block) {
			frontEnd.deliver(frames(balanced(230, 1, 0), 50, frame, block));
			board.line.wait(20_000);
		}
	};
	run(2);
	expect(value("fundamentalPower")).toBeCloseTo(690, 0);
	meter.model.stop();
	run(1);
	for (const name of ["fundamentalPower", "voltageThdL1", "currentZeroSequence"] as const)
		expect(value(name)).toBeNaN();
});
