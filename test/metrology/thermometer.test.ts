import createMeter from "meter";
import { Thermometer } from "metrology/correction";
import { EventCode } from "registers/event-code";
import { describe, expect, it } from "vitest";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { TestBoard, TestFrontEnd } from "../../testkit/board.ts";
import { ChipFlash } from "../../testkit/flash.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, frames } from "../../testkit/samples.ts";

const WINDOWS_A_MINUTE = 300;

function thermometer(celsius?: number) {
	const frontEnd = new TestFrontEnd();
	const subject = new Thermometer(frontEnd);
	const doubts: boolean[] = [];
	subject.onDoubt((doubtful) => doubts.push(doubtful));
	/** Gives a reading for some windows and returns the temperature after them. */
	const give = (reading: number | undefined, windows: number): number => {
		frontEnd.temperatureCelsius = reading;
		for (let i = 0; i < windows; i++) subject.update(false);
		return subject.celsius;
	};
	give(celsius, 1);
	return { subject, frontEnd, doubts, give };
}

describe("the temperature that corrections go by", () => {
	it("is 23 °C without a sensor, and in no doubt", () => {
		const { subject, doubts, give } = thermometer();
		give(undefined, 1000);
		expect([subject.celsius, doubts]).toEqual([23, []]);
	});

	it("is the first reading at once, and follows slow changes", () => {
		const { give, doubts } = thermometer(-20);
		expect(give(-20, 1)).toBe(-20);
		for (let celsius = -20; celsius < 55; celsius += 0.01)
			expect(Math.abs(give(celsius, 1) - celsius)).toBeLessThan(0.05);
		expect(doubts).toEqual([]);
	});

	it("follows a jump slowly, and says so once", () => {
		const { give, doubts } = thermometer(20);
		expect(give(50, 1)).toBeCloseTo(20.2, 6);
		expect(give(50, 100)).toBeCloseTo(40.2, 6);
		expect(give(50, 300)).toBeCloseTo(50, 6);
		expect(doubts).toEqual([true]);
		give(50, WINDOWS_A_MINUTE);
		expect(doubts).toEqual([true, false]);
	});

	it.each([
		["not a number", Number.NaN],
		["infinite", Number.POSITIVE_INFINITY],
		["colder than any meter", -60],
		["hotter than any meter", 120],
	])("goes slowly to 23 °C while the reading is %s, and says so", (_what, reading) => {
		const { give, doubts } = thermometer(40);
		expect(give(reading, 1)).toBeCloseTo(39.8, 6);
		expect(give(reading, 1000)).toBe(23);
		expect(doubts).toEqual([true]);
	});

	it.each([
		[-45, false],
		[-45.1, true],
		[90, false],
		[90.1, true],
	])("is possible from −45 to 90 °C: %f °C", (reading, doubtful) => {
		const { give, doubts } = thermometer(reading);
		expect(give(reading, 1)).toBeCloseTo(doubtful ? 23 : reading, 6);
		expect(doubts).toEqual(doubtful ? [true] : []);
	});

	it("is the first possible reading at once, also after some that are not", () => {
		const { give } = thermometer(Number.NaN);
		expect(give(Number.NaN, 10)).toBe(23);
		expect(give(40, 1)).toBe(40);
	});

	it("is in no doubt 3 K from the reading, but beyond", () => {
		const { give, doubts } = thermometer(20);
		give(23, 20);
		expect(doubts).toEqual([]);
		give(26.1, 1);
		expect(doubts).toEqual([true]);
	});

	it("tells a sensor that fails and recovers all the time no more than once a minute", () => {
		const { give, doubts } = thermometer(40);
		for (let second = 0; second < 600; second++) give(second % 2 === 0 ? Number.NaN : 40, 5);
		expect(doubts).toEqual([true]);
	});

	it("is the reading at once during a calibration, whose chamber changes it", () => {
		const { subject, frontEnd, doubts } = thermometer(23);
		frontEnd.temperatureCelsius = 50;
		subject.update(true);
		expect([subject.celsius, doubts]).toEqual([50, []]);
	});
});

/** A meter whose voltage gain rises by 400 ppm/K. */
function drifting(): TestMeter {
	const meter = new TestMeter();
	meter.frontEnd.temperatureCelsius = 23;
	meter.seal(true);
	for (const phase of ["L1", "L2", "L3"] as const)
		meter.writeFloat(`voltageGainDrift${phase}`, 4e-4);
	meter.write(0x7003, 0xca1b);
	return meter;
}

describe("a meter whose temperature jumps", () => {
	it("corrects by the temperature, which 705C shows", () => {
		const meter = drifting();
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(meter.value("voltageL1")).toBeCloseTo(230, 1);
		for (let celsius = 23; celsius < 43; celsius += 0.2) {
			meter.frontEnd.temperatureCelsius = celsius;
			meter.run(balanced(230, 1, 0), 50, 1);
		}
		meter.run(balanced(230, 1, 0), 50, 2);
		expect(meter.value("temperature")).toBeCloseTo(42.8, 5);
		expect(meter.value("voltageL1")).toBeCloseTo(230 * (1 + 4e-4 * 19.8), 1);
		expect(meter.value("voltageL3")).toBeCloseTo(231.8, 1);
	});

	it("counts no energy that jumps", () => {
		const meter = drifting();
		meter.write(0x401f, 0x9995, 0x0005);
		const kilo = (): number => meter.value("forwardActiveEnergy");
		const counted: number[] = [];
		for (let second = 0; second < 8; second++) {
			const before = kilo();
			if (second === 4) meter.frontEnd.temperatureCelsius = 80;
			if (second === 6) meter.frontEnd.temperatureCelsius = Number.NaN;
			meter.run(balanced(230, 5, 0), 50, 1);
			counted.push(kilo() - before);
		}
		// Corrected by 80 °C at once, a second would count 2.3 % more.
		const [, , , steady = 0] = counted;
		expect(steady).toBeGreaterThan(1800);
		for (const second of counted.slice(4)) expect(Math.abs(second / steady - 1)).toBeLessThan(2e-3);
	});
});

it("an event tells of a temperature in doubt, and of its end a minute later", () => {
	const frontEnd = new TestFrontEnd();
	const board = new TestBoard(frontEnd, new ChipFlash());
	const { keeper, start } = createMeter(board);
	start();
	let frame = 0;
	const run = (celsius: number, seconds: number): void => {
		frontEnd.temperatureCelsius = celsius;
		for (let block = 0; block < 50 * seconds; block++) {
			const count = FRAME_RATE_HZ / 50;
			frontEnd.deliver(frames(balanced(230, 1, 0), 50, frame, count));
			frame += count;
			board.line.wait(20_000);
		}
	};
	const told = (): number[] => {
		const log = keeper.storage?.log;
		const event = { number: 0, seconds: 0, code: 0, detail: 0 };
		return Array.from({ length: log?.latest ?? 0 }, (_, i) => {
			log?.read(i + 1, event);
			return { ...event };
		}).flatMap(({ code, detail }) => (code === EventCode.TEMPERATURE ? [detail] : []));
	};
	run(25, 5);
	expect(told()).toEqual([]);
	run(Number.NaN, 2);
	expect(told()).toEqual([1]);
	run(25, 65);
	expect(told()).toEqual([1, 0]);
});
