/** A board that has restarted by itself, with its supply up all the time. */
import { RestartReason } from "board";
import createMeter from "meter";
import { expect, it } from "vitest";
import Timer from "../../boards/virtual/timer.ts";
import { trailOf } from "../../lab/flash-dump/trail.ts";
import { TestBoard } from "../../testkit/board.ts";
import { ChipFlash } from "../../testkit/flash.ts";
import { FULL, nameOf, StoredMeter } from "./stored-meter.ts";

class RestartedBoard extends TestBoard {
	readonly restartReason = RestartReason.HEAP;
}

it("a restart is logged with its reason in both logs, and is no power cut", () => {
	const before = new StoredMeter();
	before.run(FULL, 120);
	const { chip } = before;
	const events = before.events();
	chip.powerDown();
	Timer.reset();
	const meter = createMeter(new RestartedBoard(undefined, new ChipFlash(chip)));
	meter.start();
	const { model, storage } = meter;
	expect(model.get(model.indexOf("powerDownCounter"))).toBe(0);
	const event = { number: 0, seconds: 0, code: 0, detail: 0 };
	storage?.log.read(events.length + 1, event);
	expect([storage?.log.latest, nameOf(event.code), event.detail]).toEqual([
		events.length + 1,
		"RESTART",
		80,
	]);
	const { code, detail } = trailOf(chip.image).entries.at(-1) ?? { code: 0, detail: 0 };
	expect([nameOf(code), detail]).toEqual(["RESTART", 80]);
});
