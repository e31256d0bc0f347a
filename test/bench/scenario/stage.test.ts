import { expect, it } from "vitest";
import { Disturbance } from "../../../bench/bus/disturbance.ts";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import type { Event } from "../../../bench/scenario/scenario.ts";
import { Stage } from "../../../bench/scenario/stage.ts";
import { runningMeter } from "../../../testkit/virtual-time.ts";

/** A stage with one meter, on which events take place in the order of the calls. */
async function stageOf() {
	const { meter } = await runningMeter();
	const disturbances = { rs485: new Disturbance(), mbus: new Disturbance() };
	const parts = {
		meters: [meter],
		lines: {
			rs485: new SerialLine(RTU, [meter.rs485]),
			mbus: new SerialLine(MBUS, [meter.mbus]),
		},
		disturbances,
		transform: async () => {},
		note: () => {},
	};
	const stage = new Stage(parts, 1, { hurried: true, fastForward: false });
	/** Begins an event; returns a function that ends it. */
	const begin = async (event: Omit<Event, "at">) => {
		const [first, last] = stage.itemsOf({ at: 0, ...event });
		await first?.run();
		return async () => last?.run();
	};
	return { meter, disturbances, begin };
}

it("the end of an event does not end a later one of its kind", async () => {
	const { meter, disturbances, begin } = await stageOf();
	const early = [
		await begin({ bus: { fault: "drop" }, for: 1 }),
		await begin({ frames: "lost", for: 1 }),
		await begin({ radio: "lost", for: 1 }),
	];
	const endGarbling = await begin({ bus: { fault: "garble" }, for: 1 });
	const endStop = await begin({ frames: "stopped", for: 1 });
	await begin({ radio: "lost" });
	const endOther = await begin({ bus: { fault: "drop", line: "mbus" }, for: 1 });
	for (const end of early) await end();
	expect(disturbances.rs485.fault).toMatchObject({ fault: "garble" });
	expect([meter.feed.delivery, meter.radio.inRange]).toEqual(["stopped", false]);
	await endGarbling();
	await endStop();
	expect([disturbances.rs485.fault, meter.feed.delivery]).toEqual([undefined, "once"]);
	expect(disturbances.mbus.fault).toMatchObject({ fault: "drop" });
	await endOther();
	expect(disturbances.mbus.fault).toBeUndefined();
});

it("a dropped connection leaves a lost radio to its end", async () => {
	const { meter, begin } = await stageOf();
	const end = await begin({ radio: "lost", for: 1 });
	await begin({ radio: "dropped" });
	await end();
	expect(meter.radio.inRange).toBe(true);
});

it("a supply that has failed again is not brought back by the end of the first cut", async () => {
	const { meter, begin } = await stageOf();
	const end = await begin({ power: "cut", for: 1 });
	await begin({ power: "on" });
	expect(meter.powered).toBe(true);
	const endLater = await begin({ power: "cut", for: 1 });
	await end();
	expect(meter.powered).toBe(false);
	await endLater();
	expect(meter.powered).toBe(true);
});
