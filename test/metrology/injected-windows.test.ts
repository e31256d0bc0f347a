/** Metrology takes a window's results from any source: here a day of them, without its frames. */

import type { FrontEnd } from "board";
import { catalogue } from "catalogue";
import createMeter from "meter";
import { FRAMES, RESULTS } from "metrology/results";
import { FRAME_RATE_HZ } from "sampling";
import { expect, it } from "vitest";
import ByteCodeKernel from "../../boards/virtual/byte-code-kernel.ts";
import { TestBoard } from "../../testkit/board.ts";
import { balanced, FULL_SCALE, frames } from "../../testkit/samples.ts";

const DAY_S = 86_400;

/** Gives windows that the test puts in. */
class InjectedWindows implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE.voltage;
	readonly fullScaleAmps = FULL_SCALE.current;
	readonly lostFrames = 0;
	#onReadable = (): void => {};
	#window: readonly number[] | undefined;

	start(onReadable: () => void): void {
		this.#onReadable = onReadable;
	}

	take(results: number[]): boolean {
		const window = this.#window;
		this.#window = undefined;
		window?.forEach((value, place) => {
			results[place] = value;
		});
		return window !== undefined;
	}

	restart(): void {}

	setReference(): void {}

	inject(window: readonly number[]): void {
		this.#window = window;
		this.#onReadable();
	}
}

/** A window of whole cycles: 230 V, 1 A, 60° lag. */
function steadyWindow(): number[] {
	const kernel = new ByteCodeKernel();
	const results: number[] = new Array(RESULTS).fill(0);
	const samples = frames(balanced(230, 1, 60), 50, 0, 4 * FRAME_RATE_HZ);
	for (let at = 0; at < samples.length; at += 480) {
		const block = samples.slice(at, at + 480);
		block.forEach((sample, i) => {
			kernel.samples[6 * kernel.end + i] = sample;
		});
		kernel.accept(block.length / 6);
		while (kernel.take(results));
	}
	return results;
}

it("a day of injected windows counts the day's energies, to the readings' accuracy", () => {
	const frontEnd = new InjectedWindows();
	const meter = createMeter(new TestBoard(frontEnd));
	meter.start();
	const window = steadyWindow();
	const windows = Math.round((DAY_S * FRAME_RATE_HZ) / window[FRAMES]);
	for (let n = 0; n < windows; n++) frontEnd.inject(window);
	const value = (name: Parameters<typeof catalogue.indexOf>[0]): number =>
		meter.model.get(catalogue.indexOf(name));
	const active = (3 * 230 * 0.5 * DAY_S) / 3600;
	const reactive = (3 * 230 * Math.sqrt(3) * 0.5 * DAY_S) / 3600;
	expect(Math.abs(value("forwardActiveEnergy") / active - 1)).toBeLessThan(2e-4);
	expect(Math.abs(value("forwardReactiveEnergy") / reactive - 1)).toBeLessThan(3e-4);
	expect(value("reverseActiveEnergy")).toBe(0);
	expect(value("voltageL2")).toBeCloseTo(230, 1);
	expect(value("frequency")).toBeCloseTo(50, 2);
});
