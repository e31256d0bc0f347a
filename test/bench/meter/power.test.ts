import { describe, expect, it } from "vitest";
import { Fingers } from "../../../bench/live/fingers.ts";
import type { VirtualMeter } from "../../../bench/meter/meter.ts";
import { Pin, Port } from "../../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { runningMeter, virtualMeter } from "../../../testkit/virtual-time.ts";

/** Requests that may fail because of a later one. */
const on = (meter: VirtualMeter) => meter.powerOn().catch(() => {});
const off = (meter: VirtualMeter, warning: boolean) => meter.powerOff(warning).catch(() => {});

describe("the supply of a meter", () => {
	it("is cut by ending the engine at once, and time then stands still", async () => {
		const { meter, engine, engines, run } = await runningMeter();
		await run(40);
		meter.powerOff();
		expect(engine().killed).toBe(true);
		const { seconds } = meter;
		const energy = meter.source.energies[0].forwardActive;
		await run(100);
		meter.rs485.receive(Uint8Array.of(1));
		expect([meter.seconds, meter.powered]).toEqual([seconds, false]);
		expect(meter.source.energies[0].forwardActive).toBe(energy);
		expect(engines).toHaveLength(1);
	});

	it("comes back with a new engine, and meter time continues", async () => {
		const { meter, engines, run } = await runningMeter();
		await run(100);
		meter.powerOff();
		await run(100);
		await meter.powerOn();
		await run(100);
		expect(engines).toHaveLength(2);
		const blocks = Array.from({ length: FRAME_RATE_HZ / 2000 }, (_, block) => block);
		expect(engines.map(({ sequences }) => sequences)).toEqual([blocks, blocks]);
		expect(meter.seconds).toBe(0.2);
		let reached: boolean | undefined;
		meter.after(40, (how) => {
			reached = how;
		});
		await run(10);
		expect(reached).toBe(true);
	});

	it("does not set back the time at which characters are sent", async () => {
		const { meter, engine, run } = await runningMeter();
		const sent: [string, number][] = [];
		meter.rs485.listen((frame) => void sent.push(["RS-485", frame]));
		meter.mbus.listen((frame) => void sent.push(["M-Bus", frame]));
		await run(100);
		meter.powerOff();
		await meter.powerOn();
		const { frames } = meter;
		engine().events.onTransmit(7, Port.RS485, Uint8Array.of(1));
		engine().events.onTransmit(9, Port.MBUS, Uint8Array.of(1));
		expect(frames).toBe(0.1 * FRAME_RATE_HZ);
		expect(sent).toEqual([
			["RS-485", frames + 7],
			["M-Bus", frames + 9],
		]);
	});

	it("tells those who wait for a moment that it will not come", async () => {
		const { meter } = await runningMeter();
		const reached: boolean[] = [];
		meter.after(100, (how) => void reached.push(how));
		const advanced = meter.advance(100);
		meter.powerOff();
		expect(reached).toEqual([false]);
		await expect(advanced).rejects.toThrow("supply is off");
		await expect(meter.advance(1)).rejects.toThrow("supply is off");
	});

	it("can be cut while the firmware starts", async () => {
		const { meter } = virtualMeter();
		const on = meter.powerOn();
		meter.powerOff();
		await expect(on).rejects.toThrow("supply is off");
		await meter.powerOn();
		expect(meter.powered).toBe(true);
	});

	it("is switched on again when the board has restarted by itself", async () => {
		const { meter, engine, engines, ends, settle } = await runningMeter();
		engine().events.onRestart(80, "heap full");
		await settle();
		expect(engines.map(({ killed }) => killed)).toEqual([true, false]);
		expect([meter.powered, ends]).toEqual([true, []]);
	});

	it("stays off when the board restarts while the supply goes", async () => {
		const { meter, engine, engines, ends, settle } = await runningMeter({}, true);
		const off = meter.powerOff(true);
		engine().events.onRestart(80, "heap full");
		await off;
		await settle();
		expect([meter.powered, engines.length, ends]).toEqual([false, 1, []]);
	});

	it("is off for good when the engine ends by itself", async () => {
		const { meter, engine, ends } = await runningMeter();
		engine().events.onEnd("ended by SIGSEGV");
		expect([meter.powered, ends]).toEqual([false, ["ended by SIGSEGV"]]);
		await expect(meter.powerOn()).rejects.toThrow("the engine ended by SIGSEGV");
		await meter.powerOff(true);
		await expect(meter.powerOn()).rejects.toThrow("the engine ended by SIGSEGV");
	});

	it("goes when an operation of the flash chip loses it", async () => {
		const { meter, engine, ends } = await runningMeter();
		engine().events.onSupplyLost();
		expect([meter.powered, engine().killed, ends]).toEqual([false, true, []]);
		await meter.powerOn();
		expect(meter.running).toBe(true);
	});

	it("warns once and keeps the hold-up time when it is switched off twice", async () => {
		const { meter, engine, settle } = await runningMeter({}, true);
		const off = [meter.powerOff(true), meter.powerOff(true)];
		await settle();
		expect(engine().killed).toBe(false);
		expect(engine().log).toEqual([`I${Pin.POWER_FAIL}=1 0`, `T${0.08 * FRAME_RATE_HZ} 0`]);
		while (engine().outstanding > 0) engine().deal();
		await Promise.all(off);
		expect([engine().killed, meter.frames]).toEqual([true, 0.08 * FRAME_RATE_HZ]);
	});

	it("comes back after the hold-up time when it is wanted meanwhile", async () => {
		const { meter, engines, settle } = await runningMeter({}, true);
		const off = meter.powerOff(true);
		const on = meter.powerOn();
		await settle();
		expect([engines.length, meter.running]).toEqual([1, false]);
		while ((engines[0]?.outstanding ?? 0) > 0) engines[0]?.deal();
		await Promise.all([off, on]);
		expect([meter.running, engines.map(({ killed }) => killed)]).toEqual([true, [true, false]]);
	});

	it.each([
		[
			"off, on, off",
			false,
			(meter: VirtualMeter) => [off(meter, true), on(meter), off(meter, false)],
		],
		[
			"on, off, on, off",
			false,
			(meter: VirtualMeter) => [on(meter), off(meter, true), on(meter), off(meter, false)],
		],
		[
			"off, on, off, on",
			true,
			(meter: VirtualMeter) => [off(meter, true), on(meter), off(meter, false), on(meter)],
		],
	] as const)(
		"obeys the last of %s in one go, with no other engine left",
		async (_what, powered, ask) => {
			const { meter, engines, ends, settle } = await runningMeter();
			await Promise.all(ask(meter));
			await settle();
			expect([meter.powered, engines.filter(({ killed }) => !killed).length, ends]).toEqual([
				powered,
				powered ? 1 : 0,
				[],
			]);
		},
	);

	it("stays off when it is cut while the board restarts by itself", async () => {
		const { meter, engine, engines, ends, settle } = await runningMeter();
		engine().events.onRestart(80, "heap full");
		await meter.powerOff();
		await settle();
		expect([meter.powered, ends]).toEqual([false, []]);
		expect(engines.every(({ killed }) => killed)).toBe(true);
	});

	it("notices no finger while it comes up or goes", async () => {
		const { meter, engines, settle } = virtualMeter({}, true);
		const fingers = new Fingers(meter);
		const started = meter.powerOn();
		fingers.move(0, true);
		await started;
		const stopped = meter.powerOff(true);
		fingers.move(1, true);
		while ((engines[0]?.outstanding ?? 0) > 0) engines[0]?.deal();
		await stopped;
		fingers.move(2, true);
		await settle();
		expect(engines[0]?.log.filter((entry) => entry.startsWith("B"))).toEqual([]);
	});

	it("fails when the engine cannot be started", async () => {
		const powerUp = (): never => {
			throw new Error("too many files");
		};
		const { meter, ends } = virtualMeter({ powerUp });
		await expect(meter.powerOn()).rejects.toThrow("too many files");
		expect([meter.powered, ends]).toEqual([false, ["could not be started: too many files"]]);
	});
});
