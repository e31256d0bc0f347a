import { expect, it } from "vitest";
import { Disturbance } from "../../../bench/bus/disturbance.ts";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU } from "../../../bench/bus/rtu.ts";
import { ScenarioHost } from "../../../bench/scenario/host.ts";
import { runningMeter } from "../../../testkit/virtual-time.ts";

it("a scenario that is stopped while it is set up does not begin", async () => {
	const { meter } = await runningMeter();
	let transformed = (): void => {};
	const host = new ScenarioHost({
		parts: {
			meters: [meter],
			lines: {
				rs485: new SerialLine(RTU, [meter.rs485]),
				mbus: new SerialLine(MBUS, [meter.mbus]),
			},
			disturbances: { rs485: new Disturbance(), mbus: new Disturbance() },
			transform: () =>
				new Promise((resolve) => {
					transformed = resolve;
				}),
			note: () => {},
		},
		speed: 1,
		directory: "/",
		onEnd: () => {},
		onFailure: () => {},
	});
	const replaced = host.replace("version: 1\nmeters: [{ ct: 100/5 }]\n");
	host.stop();
	transformed();
	await replaced;
	expect(host.state).toMatchObject({ state: "stopped" });
});
