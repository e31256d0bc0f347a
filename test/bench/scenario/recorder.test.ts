import { expect, it, onTestFinished, vi } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import { STARTING_MAINS } from "../../../bench/mains/settings.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import { parseScenario } from "../../../bench/scenario/parse.ts";
import { Recorder } from "../../../bench/scenario/recorder.ts";
import { SourceText } from "../../../bench/scenario/source-text.ts";
import { runningMeter, virtualMeter } from "../../../testkit/virtual-time.ts";

it("the recording of a bus full of meters can be played", async () => {
	const source = (): Mains => new Mains(STARTING_MAINS);
	const first = await runningMeter({ source: source() });
	await first.run(1000);
	const others = Array.from({ length: 246 }, () => virtualMeter({ source: source() }).meter);
	const recorder = new Recorder([first.meter, ...others], 1);
	recorder.accepted("PATCH", "/api/meters/246/mains", { frequency: 51 });
	const text = new SourceText("recording.yaml", recorder.text());
	const { scenario } = parseScenario(text, "/", 247);
	expect(scenario.meters).toHaveLength(247);
	expect(scenario.events).toMatchObject([{ meter: 246, mains: { frequency: 51 } }]);
});

it("mains that were replaced are replaced in the recording: their harmonics are gone", async () => {
	const { meter, run } = await runningMeter({ source: new Mains(STARTING_MAINS) });
	await run(1000);
	const recorder = new Recorder([meter], 1);
	const phase = { voltage: 230, current: 1, angle: 0 };
	const mains = {
		wiring: "3P4W",
		frequency: 50,
		sequence: "123",
		tariffInput: false,
		phases: [phase, phase, phase],
	};
	recorder.accepted("PUT", "/api/mains", mains);
	const { scenario } = parseScenario(new SourceText("r.yaml", recorder.text()), "/", 1);
	const distorted = patchMains(STARTING_MAINS, {
		phases: [{ harmonics: [{ order: 5, currentPercent: 40 }] }],
	});
	const { phases } = patchMains(distorted, scenario.events?.[0]?.mains);
	expect(phases[0].harmonics).toEqual([]);
});

it("time while the supply is off counts, and only that, whoever has cut it", async () => {
	let nowMs = 0;
	const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs);
	onTestFinished(() => clock.mockRestore());
	const { meter, engine, run } = await runningMeter();
	await run(1000);
	const recorder = new Recorder([meter], 2);
	const duration = (): number =>
		parseScenario(new SourceText("r", recorder.text()), "/", 1).durationSeconds;
	// As the flash chip does, and a scenario.
	engine().events.onSupplyLost();
	nowMs = 10_000;
	expect(duration()).toBe(21);
	nowMs = 15_000;
	await meter.powerOn();
	nowMs = 60_000;
	await run(1000);
	expect(duration()).toBe(32);
});
