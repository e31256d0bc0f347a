/** When windows take the place of frames, and how time continues. */
import { describe, expect, it } from "vitest";
import { FastForward } from "../../../bench/fast-forward/fast-forward.ts";
import { Chip } from "../../../bench/flash/chip.ts";
import { FrontEnd } from "../../../bench/front-end/front-end.ts";
import type { Mains } from "../../../bench/mains/model.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import type { Engine } from "../../../bench/meter/engine.ts";
import { Feed, InputPins } from "../../../bench/meter/feed.ts";
import { Terminals } from "../../../bench/terminals.ts";
import { CHANNELS } from "../../../src/sampling.ts";
import { mainsWith } from "../mains/measure.ts";

const HOUR_FRAMES = 3600 * 8000;

/** The parts of a meter, and a log of its engine. */
function forwarding(patch: object = {}) {
	const log: string[] = [];
	const mains = mainsWith(patch);
	const source = new Terminals(mains);
	const converter = new FrontEnd({ seed: 1 });
	const feed = new Feed(source, converter, new InputPins());
	const chip = new Chip();
	const engineOf = (): Engine =>
		({
			frames: (_sequence: number, bytes: Uint8Array) => void log.push(`F${bytes.length / 18}`),
			windows: (count: number, frames: number) => void log.push(`W${count}x${frames}`),
			pass: () => {},
			temperature: () => {},
		}) as unknown as Engine;
	let engine = engineOf();
	const fastForward = new FastForward({ source, feed, converter, chip });
	fastForward.on = true;
	const frames = (count: number): void => {
		for (let left = count; left > 0; left -= 200) {
			fastForward.note(engine, Math.min(200, left));
			feed.give(engine, Math.min(200, left));
		}
	};
	return {
		...{ log, mains, source, converter, feed, chip, fastForward, frames },
		windows: (count = HOUR_FRAMES): number => fastForward.give(engine, count),
		restart: () => {
			engine = engineOf();
		},
	};
}

type Forwarding = ReturnType<typeof forwarding>;

function change(mains: Mains, patch: object): void {
	mains.apply(patchMains(mains.settings, patch));
}

describe("fast forward", () => {
	it("gives frames until all is settled, then a minute of windows at a time", () => {
		const { frames, windows, log } = forwarding();
		frames(7999);
		expect(windows()).toBe(0);
		frames(1);
		log.length = 0;
		expect(windows()).toBe(300 * 1600);
		expect(log).toEqual(["W300x1600"]);
	});

	it.each([
		[50, 1600],
		[60, 1600],
		[49.37, 1620],
		[69.9, 1602],
		[44.1, 1633],
	])("at %d Hz a window is whole cycles, as the kernel's: %d frames", (frequency, length) => {
		const { frames, windows } = forwarding({ frequency });
		frames(8000);
		expect(windows(length)).toBe(length);
		expect(windows(length - 1)).toBe(0);
	});

	it("needs frames for less than a window, and leaves the rest to them", () => {
		const { frames, windows } = forwarding();
		frames(8000);
		expect(windows(1599)).toBe(0);
		expect(windows(5000)).toBe(4800);
	});

	it("does nothing unless it is on", () => {
		const { frames, windows, fastForward } = forwarding();
		fastForward.on = false;
		frames(8000);
		expect(windows()).toBe(0);
	});

	it.each<[string, (meter: Forwarding) => void]>([
		["a change of the mains", ({ mains }) => change(mains, { phases: [{ current: 3 }] })],
		["another temperature", ({ feed }) => void Object.assign(feed, { temperature: 30 })],
		["other transformers", ({ feed }) => void Object.assign(feed, { ctClass: "good" })],
		["a sensor that fails", ({ feed }) => void Object.assign(feed, { sensorFails: true })],
		["a power cut", ({ restart }) => restart()],
	])("gives frames for a second after %s", (_what, happens) => {
		const meter = forwarding();
		meter.frames(8000);
		expect(meter.windows()).toBeGreaterThan(0);
		happens(meter);
		expect(meter.windows()).toBe(0);
		meter.frames(7999);
		expect(meter.windows()).toBe(0);
		meter.frames(1);
		expect(meter.windows()).toBeGreaterThan(0);
	});

	it.each<[string, object, (meter: Forwarding) => void]>([
		["frames that are observed", {}, ({ feed }) => void feed.observe(() => {})],
		["frames that get lost", {}, ({ feed }) => void Object.assign(feed, { delivery: "lost" })],
		[
			"converters that have stopped",
			{},
			({ converter }) => void Object.assign(converter, { stuck: true }),
		],
		["a flash that is about to fail", {}, ({ chip }) => chip.setFaults({ cutAfterOperations: 9 })],
		[
			"a peak at full scale",
			{ phases: [{ current: 21, harmonics: [{ order: 3, currentPercent: 60 }] }] },
			() => {},
		],
		[
			"a harmonic at half the frame rate",
			{ phases: [{ harmonics: [{ order: 79, voltagePercent: 1 }] }] },
			() => {},
		],
		["no voltage", { phases: [{ voltage: 0 }, { voltage: 0 }, { voltage: 0 }] }, () => {}],
	])("gives frames for %s", (_what, patch, happens) => {
		const meter = forwarding(patch);
		happens(meter);
		meter.frames(9000);
		expect(meter.windows()).toBe(0);
	});

	it("the frame after it continues the one before it, and the truth has its energy", () => {
		const [one, other] = [forwarding({ frequency: 49.37 }), forwarding({ frequency: 49.37 })];
		for (const { frames } of [one, other]) frames(8111);
		const skipped = one.windows();
		const next = ({ mains }: Forwarding): number[] => {
			const samples = new Float64Array(300 * CHANNELS);
			mains.fill(samples, 300);
			return [...samples];
		};
		const reference = next(other);
		next(one).forEach((sample, i) => {
			expect(sample).toBeCloseTo(reference[i], 9);
		});
		const energyOf = ({ mains }: Forwarding): number => mains.total.forwardActive;
		expect(energyOf(one) - energyOf(other)).toBeCloseTo((690 * skipped) / HOUR_FRAMES, 9);
	});
});
