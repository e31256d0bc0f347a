/** What reaches the engine, block by block. */
import { describe, expect, it } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import type { Engine } from "../../../bench/meter/engine.ts";
import { type Delivery, Feed } from "../../../bench/meter/feed.ts";
import { CHANNELS } from "../../../bench/source.ts";
import { BYTES_PER_FRAME } from "../../../boards/virtual/link.ts";

/** A feed whose blocks are known by their first byte, which counts conversions from 1; and what its engine gets. */
function feeding() {
	const log: string[] = [];
	let conversions = 0;
	const mains = new Mains();
	const feed = new Feed(mains, {
		convert: (_samples, frames, bytes) => {
			bytes.fill(0, 0, frames * BYTES_PER_FRAME);
			bytes[0] = ++conversions;
		},
	});
	const engine: Engine = {
		outstanding: 0,
		frames: (sequence, bytes) => void log.push(`${sequence}:${bytes[0]}x${bytes.length / BYTES_PER_FRAME}`),
		pass: (frames) => void log.push(`pass ${frames}`),
		received: () => {},
		input: () => {},
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

/** Blocks that come while the delivery is as said, and the two behind them. */
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

	it("are numbered from 0 for each engine, and nothing of the last one is left", () => {
		const { feed, give } = feeding();
		give(10, 10);
		feed.delivery = "late";
		give(10);
		feed.restart();
		feed.delivery = "once";
		expect(give(10, 10)).toEqual(["0:4x10", "1:5x10"]);
	});
});

describe("a source in another's place", () => {
	it("is converted instead, while the meter's own stands still", async () => {
		const filled: number[] = [];
		const { feed, mains, give } = feeding();
		give(160);
		const before = mains.energies[0].forwardActive;
		const other = new Mains();
		const fill = other.fill.bind(other);
		other.fill = (samples, frames) => {
			filled.push(frames);
			fill(samples, frames);
		};
		const result = await feed.substitute(other, async () => {
			give(100);
			await Promise.resolve();
			give(50);
			return "done";
		});
		expect([result, filled]).toEqual(["done", [100, 50]]);
		expect([feed.sourceFrames, mains.energies[0].forwardActive]).toEqual([160, before]);
		give(7);
		expect([feed.sourceFrames, filled]).toEqual([167, [100, 50]]);
		expect(mains.energies[0].forwardActive).toBeGreaterThan(before);
		const samples = new Float64Array(CHANNELS);
		mains.fill(samples, 1);
		expect(samples[0]).toBeCloseTo(230 * Math.SQRT2 * Math.sin((2 * Math.PI * 50 * 7) / 4000), 8);
	});

	it("is taken away when the work fails too, and is the only one", async () => {
		const { feed, give } = feeding();
		const failing = feed.substitute(new Mains(), async () => {
			await expect(feed.substitute(new Mains(), async () => {})).rejects.toThrow("already");
			throw new Error("broken");
		});
		await expect(failing).rejects.toThrow("broken");
		give(3);
		expect(feed.sourceFrames).toBe(3);
	});
});
