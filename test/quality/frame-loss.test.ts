/** Power quality when frames are lost, when it is switched off in an event, and at 65 Hz. */
import { catalogue } from "catalogue";
import createMeter from "meter";
import { EventCode } from "registers/event-code";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { AnalysingFrontEnd } from "../../testkit/analysing-front-end.ts";
import { TestBoard } from "../../testkit/board.ts";
import { ChipFlash } from "../../testkit/flash.ts";
import { balanced, frames } from "../../testkit/samples.ts";

const BLOCK = 0.02 * FRAME_RATE_HZ;
const NORMAL = balanced(230, 1, 0);
const DIP = balanced(100, 1, 0);
const NOTHING = balanced(0, 0, 0);

let frontEnd: AnalysingFrontEnd;
let board: TestBoard;
let meter: ReturnType<typeof createMeter>;
let frame = 0;

const value = (name: RegisterName): number => meter.model.get(catalogue.indexOf(name));

function run(tones: typeof NORMAL, seconds: number, frequency = 50): void {
	for (let block = 0; block < 50 * seconds; block++, frame += BLOCK) {
		frontEnd.deliver(frames(tones, frequency, frame, BLOCK));
		board.line.wait(20_000);
	}
}

/** Half cycles of the events of a kind in the log. */
function logged(kind: EventCode): number[] {
	const log = meter.storage?.log;
	const event = { number: 0, seconds: 0, code: 0, detail: 0 };
	return Array.from({ length: log?.latest ?? 0 }, (_, i) => {
		log?.read(i + 1, event);
		return { ...event };
	}).flatMap(({ code, detail }) => (code === kind ? [detail & 0x3ffff] : []));
}

beforeEach(() => {
	frontEnd = new AnalysingFrontEnd();
	board = new TestBoard(frontEnd, new ChipFlash());
	meter = createMeter(board);
	meter.start();
	frame = 0;
	run(NORMAL, 2);
});

describe("power quality", () => {
	it.each([20, 40, 120])("of a sine is that of a sine after %d frames were lost", (lost) => {
		const window = value("qualityWindow");
		frame += lost;
		frontEnd.lose(lost);
		while (value("qualityWindow") === window) run(NORMAL, 0.02);
		expect(value("voltageThdL1")).toBeLessThan(0.02);
		expect(value("kFactorL1")).toBeCloseTo(1, 3);
		expect(value("voltageCrestFactorL1")).toBeCloseTo(Math.SQRT2, 2);
	});

	it("logs a dip once in which frames are lost, wherever in a window", () => {
		for (let blocks = 0; blocks < 10; blocks++) {
			run(DIP, 1 + 0.02 * blocks);
			frontEnd.lose(1);
			run(DIP, 1);
			run(NORMAL, 1);
			expect(value("dips")).toBe(blocks + 1);
			const [halves] = logged(EventCode.DIP).slice(-1);
			expect(halves).toBeGreaterThan(195 + 2 * blocks);
			expect(halves).toBeLessThan(203 + 2 * blocks);
		}
		expect(logged(EventCode.DIP)).toHaveLength(10);
	});

	it.each([60, 64, 65, 66])("logs an interruption of two seconds once at %d Hz", (frequency) => {
		run(NORMAL, 2, frequency);
		run(NOTHING, 2);
		run(NORMAL, 2, frequency);
		expect([value("interruptions"), value("dips")]).toEqual([1, 1]);
		const [halves] = logged(EventCode.INTERRUPTION);
		expect(halves).toBeGreaterThan(4 * frequency - 4);
		expect(halves).toBeLessThan(4 * frequency + 2);
	});

	it("forgets a dip in which it is switched off", () => {
		const declared = catalogue.indexOf("nominalVoltage");
		run(DIP, 1);
		meter.model.write(declared, 0);
		run(NORMAL, 10);
		meter.model.write(declared, 230);
		run(NORMAL, 1);
		expect(logged(EventCode.DIP)).toEqual([]);
	});
});
