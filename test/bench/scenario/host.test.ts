import { describe, expect, it } from "vitest";
import { Disturbance } from "../../../bench/bus/disturbance.ts";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { Mains } from "../../../bench/mains/model.ts";
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

/**
 * A host with one meter, whose CT ratio is set when the test says so.
 * @param speed of the bench; the meter's clock moves when the test says so
 */
async function hostOf(line?: SerialLine, speed = 1) {
	const { meter, run } = await runningMeter();
	const transformed = gate();
	const ends: unknown[] = [];
	const notes: string[] = [];
	const rs485 = line ?? new SerialLine(RTU, [meter.rs485]);
	const host = new ScenarioHost({
		parts: {
			meters: [meter],
			lines: { rs485, mbus: new SerialLine(MBUS, [meter.mbus]) },
			disturbances: { rs485: new Disturbance(), mbus: new Disturbance() },
			transform: transformed.pass,
			note: (line) => notes.push(line),
		},
		speed,
		directory: "/",
		onEnd: () => ends.push("end"),
		onFailure: (error) => ends.push(error),
	});
	return { host, transformed, ends, notes, meter, run };
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

it("one whose ratio a meter without supply cannot take changes nothing", async () => {
	const { host, meter } = await hostOf();
	await host.replace("version: 1\nduration: 1 h\n");
	await meter.powerOff();
	const mains = "mains: { frequency: 51 }";
	const other = host.replace(`version: 1\nmeters: [{ ct: 100/5, ${mains} }]\n`);
	await expect(other).rejects.toThrow("meter 0 is off: it cannot take its CT ratio");
	expect(host.state).toMatchObject({ state: "playing", durationSeconds: 3600 });
	expect(meter.source.frequency).toBe(50);
	host.stop();
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

it("a meter that a scenario gives another Modbus ID is written to by that one", async () => {
	const units: number[] = [];
	const line = {
		isInMeterTime: false,
		send: (client: LineClient, bytes: Uint8Array): void => {
			const [unit = 0] = bytes;
			units.push(unit);
			client.answer(rtuFrame(unit, bytes.subarray(1, 6)));
			client.over();
		},
	} as unknown as SerialLine;
	const { host, notes } = await hostOf(line);
	const writes = "write: { lcdCycleTime: 5, modbusId: 9, backlight: 2 }";
	await host.replace(`version: 1\nevents: [{ at: 0, ${writes} }]\n`);
	await expect.poll(() => units).toEqual([1, 1, 9]);
	expect(notes).toEqual([]);
	host.stop();
});

it("a scenario that is to run as fast as possible does, whatever advance is stopped", async () => {
	const { host, meter } = await hostOf();
	await host.replace("version: 1\nduration: 20 s\n", true);
	expect(meter.advanceSeconds).toBe(0);
	meter.stopAdvances();
	await expect.poll(() => host.state).toMatchObject({ state: "over", seconds: 20 });
});

it("what others do between two events has its own time, not that of the next event", async () => {
	const { host, run } = await hostOf();
	await host.replace("version: 1\nduration: 1 h\n");
	await run(500);
	expect(host.seconds).toBeCloseTo(0.5, 1);
	host.stop();
});

it("mains and loads whose place a recording has taken are told, loads once", async () => {
	const { host, meter, run, notes } = await hostOf();
	const rows = [0, 1, 2, 3, 4].map((second) => `\\n${second},${100 * second},0,0`).join("");
	const load = `{ profile: "time,L1,L2,L3${rows}" }`;
	const events = "events: [{ at: 2.5 s, tariffInput: true }, { at: 3.5 s, temperature: 30 }]";
	await host.replace(`version: 1\nduration: 9 s\nmeters: [{ load: ${load} }]\n${events}\n`);
	const played = { name: "a.cff", channels: "1,2,3:4,5,6", scale: null, frequency: 50, seconds: 1 };
	const { framesPerSecond, frequency, lineVoltages, phases, energies, total } = new Mains();
	const values = { framesPerSecond, frequency, lineVoltages, phases, energies, total };
	meter.source.play({ ...values, tariffInput: false, fill: () => {} }, played);
	const runTo = async (seconds: number): Promise<void> => {
		while ((host.state.seconds ?? 0) < seconds) await run(100);
	};
	await runTo(3.8);
	const taken = "a recorded waveform has taken the place of the mains";
	const told = [`scenario: at 1 s: load of meter 0: ${taken}`, `scenario: at 2.5 s: ${taken}`];
	expect(notes).toEqual(told);
	await expect(host.replace(`version: 1\nmeters: [{ load: ${load} }]\n`)).rejects.toThrow(taken);
	meter.source.stop();
	await runTo(4.2);
	expect(meter.source.mains?.settings.phases[0].current).toBeCloseTo(400 / 230, 9);
	expect(notes).toEqual(told);
	host.stop();
});

describe("while all meters are off", () => {
	const progress = (host: ScenarioHost): number => host.state.seconds ?? Number.NaN;

	it("the scenario's time is the clock's, and neither stands nor jumps", async () => {
		const { host } = await hostOf();
		await host.replace("version: 1\nduration: 1 h\nevents: [{ at: 0, power: cut }]\n");
		await expect.poll(() => progress(host)).toBeGreaterThan(0);
		const [early, later] = [progress(host), () => progress(host)];
		expect(early).toBeLessThan(3600);
		await expect.poll(later).toBeGreaterThan(early);
		host.stop();
		expect(progress(host)).toBeLessThan(3600);
	});

	it("it continues from where the last one went off", async () => {
		const { host, meter, run } = await hostOf(undefined, 0.001);
		await host.replace("version: 1\nduration: 2 s\n");
		await run(1500);
		expect(progress(host)).toBeCloseTo(1.5, 1);
		await meter.powerOff();
		await settled();
		// By the clock, at this speed, the rest takes 500 s.
		expect(progress(host)).toBeCloseTo(1.5, 1);
		expect(host.state.state).toBe("playing");
		host.stop();
	});
});
