import { describe, expect, it } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import type { VirtualMeter } from "../../../bench/meter/meter.ts";
import { Pin } from "../../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { runningMeter } from "../../../testkit/virtual-time.ts";

/** Frames in a millisecond. */
const MS = FRAME_RATE_HZ / 1000;

describe("the pace of a meter", () => {
	it.each([2, 50])("runs at %d times the clock", async (speed) => {
		const { meter, run } = await runningMeter({ speed });
		await run(1000);
		expect(meter.seconds).toBeCloseTo(speed, 1);
	});

	it("brings the meter to the present before it hands over what was received", async () => {
		const { meter, engine, run } = await runningMeter();
		await run(7.25);
		meter.rs485.receive(Uint8Array.of(1, 2, 3));
		expect(engine().log).toEqual([`F${7.25 * MS} 7.25`, "R3 7.25"]);
	});

	it("wakes for the firmware's timer while an answer is awaited, and not before", async () => {
		const { meter, engine, run } = await runningMeter();
		const sent: number[] = [];
		meter.rs485.listen((frame) => void sent.push(frame));
		await run(5);
		meter.rs485.receive(Uint8Array.of(1));
		meter.after(60 * MS, () => {});
		await run(10);
		expect(sent).toEqual([9.25 * MS]);
		expect(engine().log.slice(0, 3)).toEqual([`F${5 * MS} 5`, "R1 5", `F${4.25 * MS} 9.25`]);
	});

	it("answers as soon when it crawls, and lives through no more than the exchange", async () => {
		const { meter, run } = await runningMeter({ speed: 1e-6 });
		const sent: number[] = [];
		let withdraw = (): void => {};
		meter.rs485.listen((frame) => {
			sent.push(frame);
			withdraw();
		});
		await run(5);
		meter.rs485.receive(Uint8Array.of(1));
		withdraw = meter.after(60 * MS, () => {});
		await run(100);
		expect([sent, meter.frames]).toEqual([[4.25 * MS], 4.25 * MS]);
	});

	it("holds its time for the chunks of a request, and makes up for it afterwards", async () => {
		const { meter, engine, run } = await runningMeter();
		const sent: number[] = [];
		meter.rs485.listen((frame) => void sent.push(frame));
		const withdraw = meter.after(100 * MS, () => {});
		await run(5);
		meter.rs485.receive(Uint8Array.of(1));
		for (let chunk = 0; chunk < 3; chunk++) {
			await run(4);
			meter.rs485.receive(Uint8Array.of(1), true);
		}
		expect(engine().log).toEqual([`F${5 * MS} 5`, "R1 5", "R1 9", "R1 13", "R1 17"]);
		await run(4.25);
		expect([sent, meter.frames]).toEqual([[9.25 * MS], 9.25 * MS]);
		withdraw();
		await run(38);
		expect(meter.seconds).toBe(0.05925);
	});

	it("lets meter time stand still at the frame asked for, and hands over there", async () => {
		const { meter, engine, run } = await runningMeter();
		const held: boolean[] = [];
		void meter.runTo(25 * MS).then((reached) => held.push(reached));
		await run(20);
		expect([held, meter.frames]).toEqual([[], 0]);
		await run(500);
		meter.rs485.receive(Uint8Array.of(1));
		await run(10);
		expect([held, meter.frames]).toEqual([[true], 25 * MS]);
		expect(engine().log.at(-1)).toMatch(/^R1 /);
		meter.release();
		await run(20);
		expect(meter.frames).toBeGreaterThan(500 * MS);
	});

	it("stands still at that frame while it runs as fast as it can, too", async () => {
		const { meter, run } = await runningMeter({ speed: Number.POSITIVE_INFINITY });
		const held = meter.runTo(4321);
		await run(1);
		expect(await held).toBe(true);
		await run(1);
		expect(meter.frames).toBe(4321);
	});

	it("says that a frame is never reached when the supply goes off", async () => {
		const { meter, run } = await runningMeter();
		const held = meter.runTo(4000);
		await run(100);
		await meter.powerOff();
		expect(await held).toBe(false);
		expect(await meter.runTo(5000)).toBe(false);
	});

	it("calls back when the meter has lived through the frames asked for", async () => {
		const { meter, engine, run } = await runningMeter();
		const reached: [boolean, number][] = [];
		meter.after(33, (how) => void reached.push([how, engine().frameCount]));
		await run(20);
		expect(reached).toEqual([[true, 33]]);
	});

	it("gives no more than a few blocks to an engine that lags, and catches up later", async () => {
		const { meter, engine, clock } = await runningMeter({}, true);
		clock.moveTo(900);
		engine().deal();
		expect(engine().outstanding).toBe(3);
		while (engine().outstanding > 0) engine().deal();
		// All but less than a block.
		expect(0.9 - meter.seconds).toBeLessThan(0.05);
		expect(meter.seconds).toBeLessThanOrEqual(0.9);
	});

	it.each([
		["what was received", (meter: VirtualMeter) => meter.rs485.receive(Uint8Array.of(1))],
		["a message of the radio", (meter: VirtualMeter) => meter.tellRadio(0x19, Uint8Array.of(1))],
		["a touch", (meter: VirtualMeter) => meter.touch(0, true)],
		["the seal", (meter: VirtualMeter) => meter.setSeal(true)],
	])("hands %s to a lagging engine when it has room, after the frames", async (_what, act) => {
		const { meter, engine, clock } = await runningMeter({ speed: 10 }, true);
		clock.time = 100;
		void act(meter);
		expect(engine().log).toEqual(["F200 100", "F200 100", "F200 100"]);
		expect(meter.frames).toBe(FRAME_RATE_HZ);
		const blocks = FRAME_RATE_HZ / 200;
		for (let dealt = 3; dealt < blocks; dealt++) engine().deal();
		expect(engine().log).toEqual(new Array(blocks).fill("F200 100"));
		engine().deal();
		expect(engine().log.at(-1)).toMatch(/^(R1|radio|B0=1|I1=1).* 100$/);
	});

	it("never has more than three messages in the engine, however much is written", async () => {
		const { meter, engine } = await runningMeter({}, true);
		for (let write = 0; write < 1000; write++) {
			void meter.tellRadio(0x19, Uint8Array.of(write & 0xff));
			meter.rs485.receive(Uint8Array.of(1), write > 0);
		}
		for (let most = 0; engine().outstanding > 0; engine().deal()) {
			most = Math.max(most, engine().outstanding);
			expect(most).toBeLessThanOrEqual(3);
		}
		const radio = engine().log.filter((entry) => entry.startsWith("radio"));
		expect(radio).toHaveLength(1000);
		expect(radio[999]).toBe("radio 25 e7 0");
	});

	it("lets an action wait for two seconds of meter time at most", async () => {
		const { meter, engine, clock } = await runningMeter({ speed: 1000 }, true);
		clock.time = 900;
		meter.rs485.receive(Uint8Array.of(1));
		while (!engine().log.at(-1)?.startsWith("R")) engine().deal();
		expect(engine().log).toHaveLength((2 * FRAME_RATE_HZ) / 200 + 1);
	});

	it("tells who acts that the firmware has not heard of it if the supply goes first", async () => {
		const { meter, clock } = await runningMeter({ speed: 10 }, true);
		clock.time = 100;
		const touched = meter.touch(0, true);
		meter.powerOff();
		expect(await touched).toBe(false);
		expect(meter.frames).toBe(600);
	});

	it("leaves out what it is more than a second late", async () => {
		const { meter, clock, late, settle } = await runningMeter();
		clock.moveTo(50);
		await settle();
		clock.time = 5050;
		clock.moveTo(5050);
		clock.moveTo(5070);
		await settle();
		expect(late).toEqual([5]);
		expect(meter.seconds).toBeLessThan(0.1);
	});
});

describe("a meter at full speed", () => {
	it("always has work for the engine, and a bounded amount", async () => {
		const { engine } = await runningMeter({ speed: Number.POSITIVE_INFINITY }, true);
		expect(engine().log).toEqual(["F200 0", "F200 0", "F200 0"]);
		engine().deal();
		expect(engine().log).toHaveLength(4);
	});

	it("runs exactly the seconds asked for, and then follows the clock", async () => {
		const { meter, settle, run } = await runningMeter();
		await run(10);
		const before = meter.frames;
		const advanced = meter.advance(0.5).then(() => meter.frames - before);
		await settle();
		expect(await advanced).toBe(FRAME_RATE_HZ / 2);
		await run(50);
		expect(meter.frames - before).toBe(FRAME_RATE_HZ / 2 + 50 * MS);
	});

	it("runs two advances one after the other", async () => {
		const { meter } = await runningMeter();
		const before = meter.frames;
		await Promise.all([meter.advance(0.25), meter.advance(0.25)]);
		expect(meter.frames - before).toBe(FRAME_RATE_HZ / 2);
	});

	it("answers an advance at --speed max too", async () => {
		const { meter, engine } = await runningMeter({ speed: Number.POSITIVE_INFINITY }, true);
		const end = meter.frames + FRAME_RATE_HZ;
		const advanced = meter.advance(1);
		while (engine().frameCount < end) engine().deal();
		await advanced;
		expect(engine().outstanding).toBeGreaterThan(0);
	});
});

describe("the inputs of a meter", () => {
	it("follow the mains' tariff input at its frame, once per change", async () => {
		const mains = new Mains();
		const { engine, run } = await runningMeter({ source: mains });
		await run(50);
		mains.apply(patchMains(mains.settings, { tariffInput: true }));
		await run(100);
		mains.apply(patchMains(mains.settings, { tariffInput: false }));
		await run(50);
		const tariff = `I${Pin.TARIFF_INPUT}`;
		const blocks = (at: number) => Array(FRAME_RATE_HZ / 4000).fill(`F200 ${at}`);
		expect(engine().log).toEqual([
			...blocks(50),
			`${tariff}=1 100`,
			...blocks(100),
			...blocks(150),
			`${tariff}=0 200`,
			...blocks(200),
		]);
	});

	it("see the seal opened at once, after the frames up to then", async () => {
		const { meter, engine, run } = await runningMeter();
		await run(7.25);
		void meter.setSeal(true);
		void meter.setSeal(true);
		expect(engine().log).toEqual([`F${7.25 * MS} 7.25`, `I${Pin.SEAL}=1 7.25`]);
		void meter.setSeal(false);
		expect(engine().log.at(-1)).toBe(`I${Pin.SEAL}=0 7.25`);
		expect(meter.sealOpen).toBe(false);
	});

	it("have their levels before the firmware starts", async () => {
		const mains = new Mains();
		const { meter, engine, run } = await runningMeter({ source: mains });
		expect(engine().highInputs).toEqual([]);
		void meter.setSeal(true);
		await run(20);
		meter.powerOff();
		mains.apply(patchMains(mains.settings, { tariffInput: true }));
		await meter.powerOn();
		expect([...engine().highInputs].sort()).toEqual([Pin.TARIFF_INPUT, Pin.SEAL].sort());
		meter.powerOff();
		await meter.setSeal(false);
		await meter.powerOn();
		expect(engine().highInputs).toEqual([Pin.TARIFF_INPUT]);
		await run(20);
		expect(engine().log.some((entry) => entry.startsWith("I"))).toBe(false);
	});
});

describe("the figures of a meter", () => {
	it("count byte codes per meter second", async () => {
		const { meter, engine, run } = await runningMeter();
		engine().byteCodes = 150;
		await run(100);
		expect(await meter.figures()).toEqual({
			heapBytes: 1000,
			peakHeapBytes: 2000,
			bytecodesPerSecond: 150 * FRAME_RATE_HZ,
		});
	});

	it("are zero while the supply is off", async () => {
		const { meter } = await runningMeter();
		meter.powerOff();
		expect(await meter.figures()).toEqual({
			heapBytes: 0,
			peakHeapBytes: 0,
			bytecodesPerSecond: 0,
		});
	});
});
