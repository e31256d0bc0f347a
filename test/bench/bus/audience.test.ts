import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import type { Protocol } from "../../../bench/bus/protocol.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { long, MbusModel, ModbusModel, select, short } from "./model-meters.ts";

/** A line on which every meter hears everything. */
const withoutEars = (protocol: Protocol): Protocol => ({
	...protocol,
	newEar: () => ({ heeds: () => true, hear: () => {}, learn: () => {} }),
});

/** A line whose client records what it hears, and how long its turns take. */
function lineOf<M extends ModbusModel | MbusModel>(protocol: Protocol, meters: M[]) {
	const line = new SerialLine(protocol, meters);
	const heard: string[] = [];
	const client = {
		answer: (bytes: Uint8Array) => void heard.push(Buffer.from(bytes).toString("hex")),
		over: () => void heard.push(`over at ${meters[0]?.frames}`),
	};
	const pass = (frames: number): void => {
		for (let left = frames; left > 0; left--) for (const meter of meters) meter.pass(2);
	};
	/** Sends a request and waits until its turn is over. */
	const ask = (bytes: Uint8Array): string => {
		heard.length = 0;
		line.send(client, bytes);
		while (!heard.some((text) => text.startsWith("over"))) pass(2);
		pass(40);
		return heard.filter((text) => !text.startsWith("over")).join("");
	};
	const chunks = (): number => meters.reduce((sum, meter) => sum + meter.chunks, 0);
	return { line, client, meters, heard, pass, ask, chunks };
}

const read = (unit: number): Uint8Array => rtuFrame(unit, Uint8Array.of(3, 0x50, 2, 0, 2));
const setUnit = (unit: number, value: number): Uint8Array =>
	rtuFrame(unit, Uint8Array.of(6, 0x40, 3, 0, value));

const serial = (index: number): string => `${12345678 + index}`;
const sixtyModbus = () =>
	lineOf(
		RTU,
		Array.from({ length: 60 }, (_, index) => new ModbusModel(index + 1)),
	);
const sixtyMbus = () =>
	lineOf(
		MBUS,
		Array.from({ length: 60 }, (_, index) => new MbusModel(index + 1, serial(index))),
	);

/** A second of meter time and more: what a meter needs to settle after it has powered up. */
const SECOND = FRAME_RATE_HZ + 1;

describe("sixty meters on RS-485", () => {
	it("a meter that is not addressed gets no byte once each has answered", () => {
		const { meters, pass, ask, chunks } = sixtyModbus();
		pass(SECOND);
		for (let unit = 1; unit <= 60; unit++) ask(read(unit));
		const before = meters.map((meter) => meter.chunks);
		for (let poll = 0; poll < 3; poll++) for (const unit of [7, 200, 60]) ask(read(unit));
		const given = meters.map((meter, index) => meter.chunks - (before[index] ?? 0));
		expect(given[6]).toBe(3);
		expect(given[59]).toBe(3);
		expect(given.reduce((sum, count) => sum + count)).toBe(6);
		expect(chunks()).toBeGreaterThan(60);
	});

	it("those that nobody ever asks are spared the frames for others, too", () => {
		const { pass, ask, chunks } = sixtyModbus();
		pass(SECOND);
		for (let poll = 0; poll < 3; poll++) {
			ask(read(7));
			pass(SECOND);
		}
		const before = chunks();
		expect(ask(read(7))).not.toBe("");
		expect(chunks() - before).toBe(1);
	});

	it("all hear a broadcast, and each answers at the address that it gets", () => {
		const { meters, pass, ask } = sixtyModbus();
		pass(SECOND);
		for (let unit = 1; unit <= 60; unit++) ask(read(unit));
		const before = meters.map((meter) => meter.chunks);
		ask(setUnit(0, 99));
		expect(meters.map((meter, index) => meter.chunks - (before[index] ?? 0))).toEqual(
			new Array(60).fill(1),
		);
		expect(ask(read(7))).toBe("");
		expect(ask(read(99))).toBe(Buffer.from(rtuFrame(99, Uint8Array.of(3, 99))).toString("hex"));
	});

	it("a meter whose address somebody may have changed at its buttons hears everything", () => {
		const { meters, pass, ask } = sixtyModbus();
		pass(SECOND);
		for (let unit = 1; unit <= 60; unit++) ask(read(unit));
		const [meter] = meters;
		if (!meter) throw new Error("no meter");
		meter.unit = 100;
		expect(ask(read(100))).toBe("");
		meter.mayChange();
		expect(ask(read(100))).not.toBe("");
	});
});

describe("sixty meters on M-Bus", () => {
	it("a meter that is not addressed gets no byte once each has answered", () => {
		const { pass, ask, chunks } = sixtyMbus();
		pass(SECOND);
		for (let address = 1; address <= 60; address++) ask(short(0x5b, address));
		ask(short(0x40, 0xfd));
		const before = chunks();
		for (const address of [7, 200, 60, 7]) ask(short(0x5b, address));
		expect(chunks() - before).toBe(3);
		expect(ask(select(serial(11)))).toBe("e5");
		expect(ask(short(0x5b, 0xfd))).toContain("89563412");
		expect(chunks() - before).toBe(5);
	});

	it("one collision of all tells the line who they are", () => {
		const { meters, pass, ask, chunks } = sixtyMbus();
		pass(SECOND);
		ask(short(0x5b, 0xfe));
		const before = chunks();
		expect(ask(short(0x5b, 17))).not.toBe("");
		expect(chunks() - before).toBe(1);
		ask(short(0x40, 0xfd));
		const asked = chunks();
		expect(ask(select("1234568f"))).toBe("e5");
		expect(meters.filter(({ selected }) => selected)).toHaveLength(10);
		expect(chunks() - asked).toBe(10);
	});

	it("a search by secondary address finds all, and wakes few", () => {
		const { pass, ask, chunks } = sixtyMbus();
		pass(SECOND);
		const found = new Set<string>();
		let frames = 0;
		const search = (digits: string): void => {
			frames += 2;
			ask(short(0x40, 0xfd));
			if (ask(select(digits.padEnd(8, "f"))) === "") return;
			frames++;
			const telegram = Buffer.from(ask(short(0x5b, 0xfd)), "hex");
			if (MBUS.isWhole(telegram)) found.add(telegram.subarray(7, 11).reverse().toString("hex"));
			else for (let digit = 0; digit <= 9; digit++) search(`${digits}${digit}`);
		};
		for (let digit = 0; digit <= 9; digit++) search(`${digit}`);
		expect([...found].sort()).toEqual(Array.from({ length: 60 }, (_, index) => serial(index)));
		// All would have heard every frame: that is 60 times as many.
		expect(chunks()).toBeLessThan(10 * frames);
	});

	it("all hear a broadcast and noise, and then every frame until they are known again", () => {
		const { meters, pass, ask, chunks } = sixtyMbus();
		pass(SECOND);
		for (let address = 1; address <= 60; address++) ask(short(0x5b, address));
		for (const bytes of [long(0x53, 0xff, 0xbd), Uint8Array.of(0x55), short(0x40, 0xff)]) {
			const before = chunks();
			ask(bytes);
			expect(chunks() - before).toBe(60);
		}
		// A new baud rate is kept by a meter that hears any good frame.
		const before = chunks();
		ask(short(0x5b, 7));
		expect(chunks() - before).toBe(60);
		expect(meters).toHaveLength(60);
	});
});

describe("a client on a line that spares meters the frames for others", () => {
	const pause = fc.constantFrom(0, 1, 40, 200, 1400, 4000, 12_000);

	/** Runs the same traffic on both lines; returns what each client has heard. */
	function transcripts<M extends ModbusModel | MbusModel>(
		protocol: Protocol,
		meters: () => M[],
		steps: readonly [Uint8Array, number][],
	): [string[], string[]] {
		const run = (of: Protocol): string[] => {
			const { line, client, heard, pass } = lineOf(of, meters());
			for (const [bytes, frames] of steps) {
				line.send(client, bytes);
				pass(frames);
			}
			pass(4000);
			// Turns may end a frame apart: the meters of a test live through a frame one by one.
			return heard.map((text) => text.replace(/ at .*/, ""));
		};
		return [run(protocol), run(withoutEars(protocol))];
	}

	it("hears on RS-485 what it would hear if all meters heard everything", () => {
		const unit = fc.integer({ min: 0, max: 5 });
		const frame = fc.oneof(
			{ weight: 6, arbitrary: unit.map(read) },
			{
				weight: 1,
				arbitrary: fc
					.tuple(unit, fc.integer({ min: 1, max: 5 }))
					.map(([at, to]) => setUnit(at, to)),
			},
			{ weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 12 }) },
			{ weight: 1, arbitrary: unit.map((at) => read(at).subarray(0, 3)) },
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(frame, pause), { maxLength: 60 }), (steps) => {
				const meters = () => [1, 2, 3, 3].map((unit) => new ModbusModel(unit));
				const [spared, all] = transcripts(RTU, meters, steps);
				expect(spared).toEqual(all);
			}),
			{ numRuns: 100 },
		);
	});

	it("hears on M-Bus what it would hear if all meters heard everything", () => {
		const address = fc.constantFrom(1, 2, 3, 4, 0xfd, 0xfd, 0xfe, 0xff);
		const digits = fc.constantFrom("1234567f", "12345678", "1234568f", "12345680", "1fffffff");
		const frame = fc.oneof(
			{ weight: 4, arbitrary: address.map((at) => short(0x5b, at)) },
			{ weight: 2, arbitrary: address.map((at) => short(0x40, at)) },
			{ weight: 4, arbitrary: digits.map(select) },
			{
				weight: 1,
				arbitrary: fc
					.tuple(address, fc.integer({ min: 1, max: 4 }))
					.map(([at, to]) => long(0x53, at, 0x51, 0x01, 0x7a, to)),
			},
			{ weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 12 }) },
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(frame, pause), { maxLength: 60 }), (steps) => {
				const meters = () =>
					["12345678", "12345679", "12345680"].map((id, index) => new MbusModel(index + 1, id));
				const [spared, all] = transcripts(MBUS, meters, steps);
				expect(spared).toEqual(all);
			}),
			{ numRuns: 100 },
		);
	});
});
