import Buttons from "display/buttons";
import type { Press } from "display/screen";
import fc from "fast-check";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import { TestPanel } from "../../testkit/board.ts";
import { TestDisplay } from "../../testkit/display.ts";

const [LEFT, MIDDLE, RIGHT] = [0, 1, 2];

let panel: TestPanel;
let presses: Press[];

/** Lets meter time pass. */
function wait(durationMs: number): void {
	Timer.advance(clock.frames + Math.round((FRAME_RATE_HZ * durationMs) / 1000));
}

beforeEach(() => {
	panel = new TestPanel();
	presses = [];
	const buttons = new Buttons(panel.touch, { turned: false }, (press) => presses.push(press));
	buttons.start();
});

describe("a button", () => {
	it.each([
		[LEFT, "left"],
		[MIDDLE, "middle"],
		[RIGHT, "right"],
	])("%i counts when it is released", (pad, name) => {
		panel.pad(pad, true);
		wait(100);
		expect(presses).toEqual([]);
		panel.pad(pad, false);
		wait(40);
		expect(presses).toEqual([name]);
	});

	it("on the outside counts as the other one on a turned screen, as soon as it is turned", () => {
		const ours = new TestPanel();
		const screen = { turned: false };
		const buttons = new Buttons(ours.touch, screen, (press) => presses.push(press));
		buttons.start();
		const press = (pad: number): void => {
			for (const down of [true, false]) {
				ours.pad(pad, down);
				wait(100);
			}
		};
		for (screen.turned of [false, true]) for (const pad of [LEFT, MIDDLE, RIGHT]) press(pad);
		expect(presses).toEqual(["left", "middle", "right", "right", "middle", "left"]);
	});

	it("counts once, however much its pad bounces", () => {
		for (let i = 0; i < 20; i++) {
			panel.pad(RIGHT, i % 2 === 0);
			wait(5);
		}
		panel.pad(RIGHT, true);
		wait(200);
		for (let i = 0; i < 21; i++) {
			panel.pad(RIGHT, i % 2 === 1);
			wait(5);
		}
		wait(100);
		expect(presses).toEqual(["right"]);
	});

	it("does not count when it is touched for less than 30 ms", () => {
		panel.pad(LEFT, true);
		wait(29);
		panel.pad(LEFT, false);
		wait(100);
		expect(presses).toEqual([]);
	});

	it("in the middle counts as held after 3 s, immediately and only once", () => {
		panel.pad(MIDDLE, true);
		wait(3020);
		expect(presses).toEqual([]);
		wait(20);
		expect(presses).toEqual(["hold"]);
		wait(600_000);
		panel.pad(MIDDLE, false);
		wait(100);
		expect(presses).toEqual(["hold"]);
	});

	it("on the outside does not count when it is held longer than 3 s", () => {
		panel.pad(LEFT, true);
		wait(120_000);
		panel.pad(LEFT, false);
		wait(100);
		expect(presses).toEqual([]);
	});

	it("counts again after that", () => {
		panel.pad(LEFT, true);
		wait(5000);
		panel.pad(LEFT, false);
		wait(100);
		panel.pad(LEFT, true);
		wait(100);
		panel.pad(LEFT, false);
		wait(100);
		expect(presses).toEqual(["left"]);
	});

	it("does not count if it does not exist", () => {
		for (const pad of [3, 7, 255, -1]) {
			panel.pad(pad, true);
			wait(100);
			panel.pad(pad, false);
			wait(100);
		}
		expect(presses).toEqual([]);
	});
});

describe("buttons pressed together", () => {
	it("do not count until all are released", () => {
		panel.pad(LEFT, true);
		wait(100);
		panel.pad(RIGHT, true);
		wait(100);
		panel.pad(LEFT, false);
		wait(100);
		panel.pad(RIGHT, false);
		wait(100);
		expect(presses).toEqual([]);
	});

	it("do not count as held either", () => {
		panel.pad(MIDDLE, true);
		wait(100);
		panel.pad(LEFT, true);
		wait(100);
		panel.pad(LEFT, false);
		wait(5000);
		panel.pad(MIDDLE, false);
		wait(100);
		expect(presses).toEqual([]);
	});

	it("do not count when touched at the same moment", () => {
		for (const down of [true, false]) {
			for (const pad of [LEFT, MIDDLE, RIGHT]) panel.pad(pad, down);
			wait(100);
		}
		expect(presses).toEqual([]);
	});

	it("do not count when a finger slides from one to the next", () => {
		panel.pad(LEFT, true);
		wait(100);
		panel.pad(LEFT, false);
		panel.pad(RIGHT, true);
		wait(100);
		panel.pad(RIGHT, false);
		wait(100);
		expect(presses).toEqual([]);
	});
});

/** Touches: a pad, down or up, and the ms until the next one. */
const hammering = fc.array(
	fc.tuple(fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.oneof(fc.nat(60), fc.nat(4000))),
	{ maxLength: 120 },
);

describe("buttons that are hammered", () => {
	it("count at most once for each time that all pads were free", () => {
		fc.assert(
			fc.property(hammering, (touches) => {
				const ours = new TestPanel();
				let count = 0;
				let freed = 1;
				let down = 0;
				const buttons = new Buttons(ours.touch, { turned: false }, () => count++);
				buttons.start();
				for (const [pad, touched, pause] of touches) {
					const before = down;
					down = touched ? down | (1 << pad) : down & ~(1 << pad);
					if (before !== 0 && down === 0) freed++;
					ours.pad(pad, touched);
					wait(pause);
				}
				expect(count).toBeLessThanOrEqual(freed);
			}),
			{ numRuns: 200 },
		);
	});

	it("leave parts 1 and 2, all settings and a readable page", () => {
		fc.assert(
			fc.property(hammering, (touches) => {
				const display = new TestDisplay({ password: 4711 });
				const above = display.rows.slice(0, 5);
				for (const [pad, touched, pause] of touches) {
					display.panel.pad(pad, touched);
					wait(pause);
				}
				for (const pad of [LEFT, MIDDLE, RIGHT]) display.panel.pad(pad, false);
				wait(200);
				const { rows } = display;
				expect(rows.slice(1, 5)).toEqual(above.slice(1));
				expect(rows.at(-1)).toMatch(/^↓ <<.*>> ↓ +\d+\/\d+$|^ +BACK$/);
				expect(display.get("password")).toBe(4711);
				expect(display.get("tariff")).toBe(1);
				display.wait(61.5);
				expect(display.reading.page).toMatch(/^[1-8]\/16$/);
			}),
			{ numRuns: 15 },
		);
	});
});

it("a finger that was on the middle button when a menu closed does not open it again", () => {
	const display = new TestDisplay();
	display.openSettings();
	display.wait(58);
	display.hold("middle", 5000);
	expect(display.reading.page).toBe("1/16");
	display.hold("middle");
	expect(display.screen[0]).toBe("*BLUETOOTH");
});
