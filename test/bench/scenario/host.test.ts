import { expect, it } from "vitest";
import { Disturbance } from "../../../bench/bus/disturbance.ts";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turns.ts";
import { ScenarioBusy, ScenarioHost } from "../../../bench/scenario/host.ts";
import { parseScenario } from "../../../bench/scenario/parse.ts";
import { SourceText } from "../../../bench/scenario/source-text.ts";
import { runningMeter } from "../../../testkit/virtual-time.ts";

/** Steps that wait until the test lets one pass. */
function gate() {
	let open = (): void => {};
	const pass = (): Promise<void> =>
		new Promise((resolve) => {
			open = resolve;
		});
	return { pass, open: () => open() };
}

/** A host with one meter, whose CT ratio is set when the test says so. */
async function hostOf(line?: SerialLine) {
	const { meter } = await runningMeter();
	const transformed = gate();
	const ends: unknown[] = [];
	const rs485 = line ?? new SerialLine(RTU, [meter.rs485]);
	const host = new ScenarioHost({
		parts: {
			meters: [meter],
			lines: { rs485, mbus: new SerialLine(MBUS, [meter.mbus]) },
			disturbances: { rs485: new Disturbance(), mbus: new Disturbance() },
			transform: transformed.pass,
			note: () => {},
		},
		speed: 1,
		directory: "/",
		onEnd: () => ends.push("end"),
		onFailure: (error) => ends.push(error),
	});
	return { host, transformed, ends };
}

/** Lets all that only waits for a turn of the event loop come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const WITH_RATIO = "version: 1\nmeters: [{ ct: 100/5 }]\n";

it("a scenario that is stopped while it is set up does not begin", async () => {
	const { host, transformed } = await hostOf();
	const replaced = host.replace(WITH_RATIO);
	host.stop();
	transformed.open();
	await replaced;
	expect(host.state).toMatchObject({ state: "stopped" });
});

it("so does that of the command line, and no other one begins meanwhile", async () => {
	const { host } = await hostOf();
	const first = gate();
	const checked = parseScenario(new SourceText("s.yaml", "version: 1\n"), "/", 1);
	const opened = host.open(checked, first.pass);
	await settled();
	await expect(host.replace("version: 1\n")).rejects.toThrow(ScenarioBusy);
	host.stop();
	first.open();
	await opened;
	host.begin();
	expect(host.state).toMatchObject({ state: "stopped" });
});

it("a scenario with `end: stop` that is stopped or replaced does not end the bench", async () => {
	const { host, transformed, ends } = await hostOf();
	const ending = "version: 1\nduration: 1 h\nend: stop\n";
	await host.replace(ending);
	const replaced = host.replace(WITH_RATIO);
	await settled();
	expect(ends).toEqual([]);
	transformed.open();
	await replaced;
	await host.replace(ending);
	host.stop();
	await settled();
	expect(ends).toEqual([]);
});

it("a scenario that is stopped between two writes of an event sends no more", async () => {
	const sent: number[] = [];
	let answer = (): void => {};
	const line = {
		isInMeterTime: false,
		send: (client: LineClient, bytes: Uint8Array): void => {
			sent.push(bytes[3] ?? 0);
			answer = () => {
				client.answer(rtuFrame(1, bytes.subarray(1, 6)));
				client.over();
			};
		},
	} as unknown as SerialLine;
	const { host } = await hostOf(line);
	const writes = "write: { lcdCycleTime: 5, backlight: 2 }";
	await host.replace(`version: 1\nevents: [{ at: 0, ${writes} }]\n`);
	await expect.poll(() => sent).toHaveLength(1);
	host.stop();
	answer();
	for (let turn = 0; turn < 10; turn++) await settled();
	expect(sent).toHaveLength(1);
});
