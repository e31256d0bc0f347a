/** Blocks that reach the engine. */
import { describe, expect, it } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import type { Engine } from "../../../bench/meter/engine.ts";
import { type Delivery, Feed, InputPins } from "../../../bench/meter/feed.ts";
import type { Converter } from "../../../bench/meter/options.ts";
import { BYTES_PER_FRAME } from "../../../boards/virtual/link.ts";

/**
 * A feed whose blocks are identified by their first byte, which counts conversions from 1, and a
 * log of its engine.
 */
function feeding(temperature?: number) {
	const log: string[] = [];
	let conversions = 0;
	const mains = new Mains();
	const converter: Converter = {
		convert: (_samples, frames, bytes) => {
			bytes.fill(0, 0, frames * BYTES_PER_FRAME);
			bytes[0] = ++conversions;
		},
	};
	if (temperature !== undefined) converter.temperature = temperature;
	const feed = new Feed(mains, converter, new InputPins());
	const engine: Engine = {
		outstanding: 0,
		frames: (sequence, bytes) =>
			void log.push(`${sequence}:${bytes[0]}x${bytes.length / BYTES_PER_FRAME}`),
		windows: () => {},
		pass: (frames) => void log.push(`pass ${frames}`),
		received: () => {},
		input: () => {},
		touch: () => {},
		temperature: (celsius) => void log.push(`${celsius} °C`),
		radio: () => {},
		stats: () => Promise.reject(new Error("none")),
		kill: () => Promise.resolve(),
	};
	const give = (...lengths: number[]): string[] => {
		log.length = 0;
		for (const frames of lengths) feed.give(engine, frames);
		return [...log];
	};
	return { feed, mains, give };
}

/** Blocks that arrive during the delivery, and the next two. */
function delivered(delivery: Delivery): string[] {
	const { feed, give } = feeding();
	const before = give(10);
	expect(before).toEqual(["0:1x10"]);
	feed.delivery = delivery;
	const during = give(20, 30, 40);
	feed.delivery = "once";
	return [...during, "|", ...give(50, 60)];
}

describe("the blocks of the front end", () => {
	it.each<[Delivery, string]>([
		["once", "1:2x20 2:3x30 3:4x40 | 4:5x50 5:6x60"],
		["twice", "1:2x20 1:2x20 2:3x30 2:3x30 3:4x40 3:4x40 | 4:5x50 5:6x60"],
		["lost", "pass 20 pass 30 pass 40 | 4:5x50 5:6x60"],
		["stopped", "pass 20 pass 30 pass 40 | 1:5x50 2:6x60"],
		["late", "pass 20 2:3x30 1:2x20 pass 40 | 4:5x50 3:4x40 5:6x60"],
	])("come %s: %s", (delivery, blocks) => {
		expect(delivered(delivery).join(" ")).toBe(blocks);
	});

	it("are numbered from 0 for each engine, with none left of the last one", () => {
		const { feed, give } = feeding();
		give(10, 10);
		feed.delivery = "late";
		give(10);
		feed.restart();
		feed.delivery = "once";
		expect(give(10, 10)).toEqual(["0:4x10", "1:5x10"]);
	});

	it("come after the temperature, which each engine is told once and when it changes", () => {
		const { feed, give } = feeding(23);
		expect(give(10, 10)).toEqual(["23 °C", "0:1x10", "1:2x10"]);
		feed.temperature = -10;
		expect(give(10, 10)).toEqual(["-10 °C", "2:3x10", "3:4x10"]);
		feed.restart();
		expect(give(10)).toEqual(["-10 °C", "0:5x10"]);
		feed.sensorFails = true;
		expect(give(10, 10)).toEqual(["NaN °C", "1:6x10", "2:7x10"]);
	});
});
