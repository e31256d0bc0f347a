import { Status } from "registers/status-word";
import { FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, frames } from "../../testkit/samples.ts";

/** 690 W. */
const LOAD = balanced(230, 1, 0);

/** Frames delivered at a time: 20 ms. */
const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

describe("a front end", () => {
	it("a front end that stops clears the readings, and stops the energy until it resumes", () => {
		const meter = new TestMeter();
		meter.run(LOAD, 50, 10);
		expect(meter.value("activePower")).toBeCloseTo(690, 0);
		const energy = meter.value("forwardActiveEnergy");
		meter.board.line.wait(2_500_000);
		expect(meter.value("voltageL1")).toBe(0);
		expect(meter.value("activePower")).toBe(0);
		expect(meter.value("frequency")).toBe(0);
		meter.board.line.wait(3_600_000_000);
		expect(meter.value("forwardActiveEnergy")).toBe(energy);
		meter.run(LOAD, 50, 3);
		expect(meter.value("activePower")).toBeCloseTo(690, 0);
		expect(meter.value("frequency")).toBeCloseTo(50, 2);
	});

	it("a front end that loses frames loses their energy at most, and keeps the frequency", () => {
		const meter = new TestMeter();
		let frame = 0;
		for (let block = 0; block < 4000; block++) {
			meter.frontEnd.deliver(frames(LOAD, 50, frame, BLOCK_FRAMES));
			frame += BLOCK_FRAMES;
			if (block % 100 === 50) {
				frame += 33;
				meter.frontEnd.lose(33);
			}
		}
		// 80 s of 690 W; each of the 40 losses costs its frames and their window, at most 0.25 s.
		const full = (690 * (frame / FRAME_RATE_HZ)) / 3600;
		const energy = meter.value("forwardActiveEnergy");
		expect(energy).toBeLessThanOrEqual(full);
		expect(energy).toBeGreaterThan((690 * (80 - 40 * 0.26)) / 3600 - 1);
		expect(meter.value("frequency")).toBeCloseTo(50, 2);
		expect(meter.value("lostFrames")).toBe(40 * 33);
	});

	it.each([50, 64])("after a loss frequency and reactive power are right, at %d Hz", (hertz) => {
		const meter = new TestMeter();
		const { metrology } = meter.meter;
		const { load, window } = metrology;
		const lagging = balanced(230, 1, 90);
		const worst = { frequency: 0, reactivePower: 0 };
		let frame = 0;
		const run = (): void => {
			for (let block = 0; block < 50; block++, frame += BLOCK_FRAMES)
				meter.frontEnd.deliver(frames(lagging, hertz, frame, BLOCK_FRAMES));
		};
		run();
		metrology.onWindow(() => {
			const { frequency, reactivePower } = worst;
			worst.frequency = Math.max(frequency, Math.abs(window.frequency - hertz));
			worst.reactivePower = Math.max(reactivePower, Math.abs(load.reactivePower[0] - 230));
		});
		for (let second = 0; second < 40; second++) {
			frame += 33;
			meter.frontEnd.lose(33);
			run();
		}
		expect(worst.frequency).toBeLessThan(0.2);
		expect(worst.reactivePower).toBeLessThan(1.5);
	});

	it.each([
		["a tenth of a second, so that no window closes,", 5, 0],
		["three tenths, so that no window is whole,", 15, 1380],
	])("a front end that loses frames each %s shows no old readings and tells of it", (...each) => {
		const [, blocks, power] = each;
		const meter = new TestMeter();
		const run = (amperes: number, count: number, isLosing: boolean): void => {
			for (let block = 1; block <= count; block++) {
				meter.run(balanced(230, amperes, 0), 50, 0.02);
				if (isLosing && block % blocks === 0) meter.frontEnd.lose(1);
			}
		};
		run(1, 250, false);
		expect(meter.value("activePower")).toBeCloseTo(690, 0);
		run(2, 350, true);
		for (let second = 0; second < 6; second++) {
			run(2, 50, true);
			expect(Math.abs(meter.value("activePower") - power)).toBeLessThanOrEqual(0.05 * power);
			expect(meter.value("statusWord") & Status.FRAMES_LOST).not.toBe(0);
		}
		run(1, 200, false);
		expect(meter.value("activePower")).toBeCloseTo(690, 0);
		expect(meter.value("statusWord")).toBe(0);
	});

	it("a front end that saturates gives finite readings, and right ones afterwards", () => {
		const meter = new TestMeter();
		for (let n = 0; n < 2 * FRAME_RATE_HZ; n += BLOCK_FRAMES) {
			const block: number[] = [];
			for (let i = 0; i < BLOCK_FRAMES; i++) {
				const up = Math.sin((2 * Math.PI * (n + i)) / BLOCK_FRAMES) >= 0;
				for (let phase = 0; phase < 3; phase++)
					block.push(up ? 0x7fffff : -0x800000, up ? 0x7fffff : -0x800000);
			}
			meter.frontEnd.deliver(block);
		}
		expect(meter.value("voltageL1")).toBeGreaterThan(700);
		expect(meter.value("voltageL1")).toBeLessThan(900);
		expect(meter.value("currentL1")).toBeLessThan(34);
		meter.run(LOAD, 50, 3);
		expect(meter.value("activePower")).toBeCloseTo(690, 0);
	});

	it("a front end whose reference phase fails keeps full readings on the others", () => {
		const meter = new TestMeter();
		meter.run(LOAD, 50, 3);
		const dead = balanced(230, 1, 0);
		dead[0].voltage = 0;
		const before = meter.value("forwardActiveEnergy");
		meter.run(dead, 50, 40);
		expect(meter.value("frequency")).toBeCloseTo(50, 2);
		expect(meter.value("activePower")).toBeCloseTo(460, 0);
		const counted = meter.value("forwardActiveEnergy") - before;
		expect(Math.abs(counted - (460 * 40) / 3600)).toBeLessThanOrEqual(1);
	});
});
