import { expect, it } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import { STARTING_MAINS } from "../../../bench/mains/settings.ts";
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
