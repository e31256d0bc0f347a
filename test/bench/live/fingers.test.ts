import { expect, it } from "vitest";
import { Fingers } from "../../../bench/live/fingers.ts";

/** A meter whose time the test moves. */
function station() {
	const log: string[] = [];
	let frames = 0;
	let waiting: { at: number; callback: (reached: boolean) => void } | undefined;
	const meter = {
		running: true,
		touch: (pad: number, down: boolean) =>
			void log.push(`${pad} ${down ? "down" : "up"} ${frames}`),
		after: (count: number, callback: (reached: boolean) => void) => {
			// A longer wait is that for the answer, with which nothing begins.
			if (waiting) return () => {};
			waiting = { at: frames + count, callback };
			return () => {};
		},
	};
	const run = (count: number): void => {
		const end = frames + count;
		while (waiting && waiting.at <= end) {
			const { at, callback } = waiting;
			waiting = undefined;
			frames = at;
			callback(true);
		}
		frames = end;
	};
	const cut = (): void => {
		const lost = waiting;
		waiting = undefined;
		meter.running = false;
		lost?.callback(false);
	};
	return { log, meter, run, cut, fingers: new Fingers(meter) };
}

it("every touch and every pause lasts at least 40 ms, however fast they come", () => {
	const { log, run, fingers } = station();
	for (let press = 0; press < 2; press++) {
		fingers.move(1, true);
		fingers.move(1, false);
	}
	run(2000);
	expect(log).toEqual(["1 down 0", "1 up 320", "1 down 640", "1 up 960"]);
});

it("a slow hand is followed as it moves", () => {
	const { log, run, fingers } = station();
	fingers.move(0, true);
	run(12_000);
	fingers.move(0, false);
	run(1);
	expect(log).toEqual(["0 down 0", "0 up 12000"]);
});

it("a limited number of touches waits, and the finger is always lifted at the end", () => {
	const { log, run, fingers } = station();
	for (let press = 0; press < 100; press++) fingers.move(2, true);
	fingers.move(2, false);
	run(100_000);
	expect(log).toHaveLength(22);
	expect(log.at(-1)).toContain("up");
});

it("waiting touches are dropped when the supply fails", () => {
	const { log, meter, run, cut, fingers } = station();
	fingers.move(0, true);
	fingers.move(0, false);
	cut();
	fingers.move(1, true);
	meter.running = true;
	fingers.move(2, true);
	run(1000);
	expect(log).toEqual(["0 down 0", "2 down 0"]);
});

it("lifting a finger that is not down is nothing, however often it is asked for", () => {
	const { log, run, fingers } = station();
	for (let lift = 0; lift < 20_000; lift++) fingers.move(lift % 3, false);
	fingers.move(1, true);
	fingers.move(1, false);
	for (let lift = 0; lift < 20_000; lift++) fingers.move(1, false);
	fingers.move(0, true);
	run(2000);
	expect(log).toEqual(["1 down 0", "1 up 320", "0 down 640"]);
});
