/** What the whole firmware keeps and says of its flash, beside what the torture shows. */
import { beforeEach, describe, expect, it } from "vitest";
import { Chip, LENGTH, SECTOR } from "../../bench/flash/chip.ts";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import { energyOf, newestOf, readImage } from "../../lab/flash-dump/image.ts";
import type { Powers } from "../../lab/torture/ledger.ts";
import { Subject } from "../../lab/torture/subject.ts";

const FULL: Powers = { active: [1150, 1150, 1150], reactive: [0, 0, 0] };
const NOTHING: Powers = { active: [0, 0, 0], reactive: [0, 0, 0] };
const SMALL: Powers = { active: [12, 12, 12], reactive: [0, 0, 0] };

let chip: Chip;
let subject: Subject;

beforeEach(() => {
	chip = new Chip();
	subject = new Subject(chip);
});

function run(powers: Powers, seconds: number): void {
	for (let i = 0; i < seconds; i++) subject.second(powers);
}

/** Takes the supply away and gives it back. */
function restart(warning = false): void {
	if (warning) subject.warn();
	chip.powerDown();
	subject = new Subject(chip);
}

/** Newest energy record in the image. */
function stored() {
	const record = newestOf(chip.image, "energy");
	if (!record) throw new Error("no energy record");
	return energyOf(record);
}

/** Codes and details of all events, the oldest first. */
function events(): [number, number][] {
	const { storage } = subject.meter.keeper;
	const event = { number: 0, seconds: 0, code: 0, detail: 0 };
	return Array.from({ length: storage?.log.latest ?? 0 }, (_, i) => {
		storage?.log.read(i + 1, event);
		return [event.code, event.detail];
	});
}

describe("energy is saved", () => {
	it("once a minute at full load", () => {
		const first = stored().sequence;
		run(FULL, 59);
		expect(stored().sequence).toBe(first);
		run(FULL, 61);
		expect(stored().sequence).toBe(first + 2);
		// 115 Wh but for the last bit of the sum.
		expect(stored().whole[0]).toBe(114);
	});

	it("after 9 Wh at the terminals, whatever the CT ratio", () => {
		subject.write("ctRatio", 100_0005);
		const first = stored().sequence;
		run(SMALL, 895);
		expect(stored().sequence).toBe(first);
		run(SMALL, 6);
		expect(stored().sequence).toBe(first + 1);
		expect(stored().whole[0]).toBe(179);
	});

	it("every quarter of an hour without load", () => {
		const first = stored().sequence;
		run(NOTHING, 899);
		expect(stored().sequence).toBe(first);
		run(NOTHING, 2);
		expect(stored().sequence).toBe(first + 1);
	});

	it("with every change of a setting, and not when a setting is written as it was", () => {
		const first = stored().sequence;
		subject.write("modbusId", 9);
		expect(stored().sequence).toBe(first + 1);
		subject.write("modbusId", 9);
		run(NOTHING, 3);
		expect(stored().sequence).toBe(first + 1);
	});
});

describe("a master that never rests", () => {
	it("has 60 changes kept at once, then one a minute, the last of them in the end", () => {
		const first = stored().sequence;
		for (let i = 0; i < 200; i++) subject.write("lcdCycleTime", 1 + (i % 7));
		expect(stored().sequence - first).toBe(60);
		subject.write("lcdCycleTime", 29);
		run(NOTHING, 61);
		restart();
		expect(subject.read("lcdCycleTime")).toBe(29);
	});
});

describe("a master that writes what is so already, on and on", () => {
	it.each([
		["CT ratio", "ctRatio", 5_0005],
		["power-down counter", "powerDownCounter", 0],
		["tariff", "tariff", 1],
		["combination code", "combinationCode", 1],
	] as const)("has nothing written for the %s", (_what, name, value) => {
		run(NOTHING, 1);
		const before = chip.operations;
		for (let i = 0; i < 1000; i++) subject.write(name, value);
		run(NOTHING, 10);
		expect(chip.operations).toBe(before);
	});

	it("has the resettable counters' reset kept 60 times, then once a minute, the last of them in the end", () => {
		run(FULL, 61);
		const first = stored().sequence;
		for (let i = 0; i < 300; i++) {
			run(FULL, 1);
			subject.write("resettableEnergy", 0);
		}
		expect(subject.read("resettableEnergy")).toBe(0);
		// Each that is kept has energy saved before it and behind it; beside them energy is saved by
		// the clock.
		expect(stored().sequence - first).toBeLessThanOrEqual(2 * 66);
		run(FULL, 61);
		const counted = subject.read("resettableEnergy");
		restart(true);
		expect(Math.abs(subject.read("resettableEnergy") - counted)).toBeLessThan(2);
		expect(events().filter(([code]) => code === 10).length).toBeLessThanOrEqual(66);
	});
});

describe("with the warning", () => {
	it("no fraction of a Wh is lost, and no pulse that is due", () => {
		run(FULL, 77);
		const { energy } = subject;
		const before: number[] = [];
		subject.meter.pulses.save(before);
		restart(true);
		const after: number[] = [];
		subject.meter.pulses.save(after);
		expect(after).toEqual(before);
		subject.energy.forEach((value, i) => {
			expect(Math.abs(value - energy[i])).toBeLessThan(1e-6);
		});
	});

	it("fractions of an older record are not taken", () => {
		run(FULL, 77);
		restart(true);
		run(FULL, 60);
		restart();
		expect(subject.energy.every(Number.isInteger)).toBe(true);
	});
});

describe("a supply that chatters", () => {
	/** Three records, each a body and a checksum. */
	const PER_SAVING = 6;

	/** A warning, and the supply is there again so many milliseconds later. */
	function flicker(milliseconds: number): void {
		subject.warn();
		Timer.advance(clock.frames + 4 * milliseconds);
		subject.recover();
		Timer.advance(clock.frames + 4 * (100 - milliseconds));
	}

	/** Chip operations of so many warnings. */
	function operations(warnings: number, milliseconds: number): number {
		const before = chip.operations;
		for (let i = 0; i < warnings; i++) flicker(milliseconds);
		return chip.operations - before;
	}

	it("has 60 warnings answered with a saving at once", () => {
		const first = stored().sequence;
		for (let i = 0; i < 60; i++) flicker(1);
		expect(stored().sequence).toBe(first + 60);
	});

	it("writes nothing more for warnings that are over within 15 ms, and one each two minutes", () => {
		operations(60, 1);
		// The erase of a sector that is full may still be due.
		run(NOTHING, 1);
		expect(operations(570, 10)).toBe(0);
		const first = stored().sequence;
		// A quarter of an hour brings 7, and a saving by the clock.
		operations(9000, 10);
		expect(stored().sequence - first).toBeLessThanOrEqual(8);
		expect(stored().sequence - first).toBeGreaterThanOrEqual(7);
	});

	it("has nothing lost at a real cut in the middle of it", () => {
		operations(100, 10);
		run(FULL, 7);
		operations(3, 10);
		run(FULL, 7);
		const { energy } = subject;
		subject.warn();
		Timer.advance(clock.frames + 4 * 20);
		restart();
		subject.energy.forEach((value, i) => {
			expect(Math.abs(value - energy[i])).toBeLessThan(1e-6);
		});
	});

	it("has at most 10 000 long warnings more, and then one each two minutes, answered with a saving", () => {
		operations(60, 1);
		const first = stored().sequence;
		for (let i = 0; i < 20_000; i++) flicker(20);
		// 20 000 warnings take 2000 s, which bring 16 of either kind.
		expect(stored().sequence - first).toBeLessThanOrEqual(10_000 + 34);
		expect(stored().sequence - first).toBeGreaterThanOrEqual(10_000);
		expect(operations(600, 20)).toBeLessThanOrEqual(2 * PER_SAVING + 2);
	}, 60_000);
});

describe("the event log", () => {
	it("tells what a verifier asks for", () => {
		run(FULL, 5);
		subject.seal(true);
		subject.write("calibrated", 0xdefa);
		subject.seal(false);
		subject.write("ctRatio", 250_0001);
		subject.write("combinationCode", 3);
		subject.write("password", 1234);
		subject.write("resettableEnergy", 0);
		const checksum = subject.read("calibrationChecksum");
		restart(true);
		restart();
		subject.write("powerDownCounter", 0);
		expect(events()).toEqual([
			[1, 0],
			[3, 0],
			[5, checksum],
			[4, 0],
			[6, 250 * 65_536 + 1],
			[7, 3],
			[8, 0],
			[10, 0],
			[2, 1],
			[1, 1],
			[2, 0],
			[1, 2],
			[11, 2],
		]);
	});

	it("tells of a lock after five wrong passwords, of the menu or Bluetooth, and how long it is", () => {
		const wrong = (times: number): void => {
			for (let i = 0; i < times; i++) subject.meter.password.check(9999);
		};
		wrong(4);
		expect(events().map(([code]) => code)).not.toContain(13);
		wrong(1);
		expect(events().at(-1)).toEqual([13, 60]);
		run(NOTHING, 61);
		wrong(5);
		expect(events().at(-1)).toEqual([13, 120]);
	});

	it("tells of a failing flash, and last of all that the meter has stopped", () => {
		chip.setFaults({ badSectors: Array.from({ length: 12 }, (_, i) => i) });
		run(FULL, 61);
		expect(events().at(-1)).toEqual([9, 1 << 3]);
		chip.setFaults({ badSectors: Array.from({ length: 24 }, (_, i) => i) });
		run(FULL, 61);
		expect(events().at(-1)).toEqual([9, (1 << 3) | (1 << 2) | 1]);
		const before = chip.operations;
		run(FULL, 200);
		subject.warn();
		subject.seal(true);
		expect(chip.operations).toBe(before);
	});

	it("shows the latest first on Modbus, or from a number on", () => {
		for (let i = 0; i < 12; i++) subject.seal(i % 2 === 0);
		expect(subject.read("latestEvent")).toBe(13);
		expect([1, 2, 8].map((place) => subject.read(`event${place}number` as "event1number"))).toEqual(
			[13, 12, 6],
		);
		expect(subject.read("event1code")).toBe(4);
		subject.write("firstEventShown", 10);
		expect([1, 4, 5].map((place) => subject.read(`event${place}number` as "event1number"))).toEqual(
			[10, 13, 0],
		);
		expect(subject.read("event5code")).toBe(0);
	});

	it("keeps the latest 760", () => {
		for (let i = 0; i < 3000; i++) subject.seal(i % 2 === 0);
		const { storage } = subject.meter.keeper;
		const event = { number: 0, seconds: 0, code: 0, detail: 0 };
		for (let back = 0; back < 760; back += 13) {
			storage?.log.read(3001 - back, event);
			expect(event).toMatchObject({ number: 3001 - back, code: back % 2 === 0 ? 4 : 3 });
		}
	});
});

describe("a flash that fails", () => {
	/** First sectors of the areas, and their bits of manual 8.1. */
	it.each([
		["main energy", 0, 1 << 3],
		["backup energy", 12, 1 << 2],
		["mantissa", 24, 1 << 1],
		["settings", 28, 1 << 7],
	])("in one sector of %s says so, and loses nothing", (_area, from, bit) => {
		run(FULL, 61);
		subject.write("modbusId", 5);
		restart(true);
		chip.setFaults({ badSectors: [from + 1] });
		for (let i = 0; i < 20; i++) {
			run(FULL, 61);
			subject.write("modbusId", 6 + i);
			subject.warn();
		}
		expect(subject.read("errorCode")).toBe(bit);
		expect(subject.read("statusWord") & (1 << 14)).not.toBe(0);
		const { energy } = subject;
		restart(true);
		expect(subject.energy.every((value, i) => Math.abs(value - energy[i]) < 1e-6)).toBe(true);
		expect(subject.read("modbusId")).toBe(25);
	});

	it("is no data error where a sector was left out behind a full one, nor a loss if the other copy is gone too", () => {
		chip.setFaults({ badSectors: [1] });
		// The sixteenth record would be the first behind the head of sector 1: the newest ends sector
		// 0.
		for (let id = 2; stored().sequence < 15; id++) subject.write("modbusId", id);
		run(NOTHING, 1);
		const id = subject.read("modbusId");
		const image = chip.image.slice();
		chip.powerDown();
		image.fill(0, 12 * SECTOR, 24 * SECTOR);
		chip = new Chip(image);
		chip.setFaults({ badSectors: Array.from({ length: 13 }, (_, i) => (i === 0 ? 1 : 11 + i)) });
		subject = new Subject(chip);
		const code = subject.read("errorCode");
		expect(code & ((1 << 6) | 1)).toBe(0);
		expect(code & (1 << 5)).not.toBe(0);
		expect(subject.read("modbusId")).toBe(id);
		run(FULL, 130);
		restart(true);
		expect(subject.whole[0]).toBe(Math.floor((3450 * 130) / 3600));
	});

	it("altogether in one copy goes on with the other", () => {
		chip.setFaults({ badSectors: Array.from({ length: 12 }, (_, i) => i) });
		run(FULL, 130);
		restart(true);
		expect(subject.whole[0]).toBe(Math.floor((3450 * 130) / 3600));
		expect(subject.read("errorCode") & 1).toBe(0);
		expect(subject.read("errorCode") & (1 << 3)).not.toBe(0);
	});

	it("in both copies of energy stops the meter", () => {
		chip.setFaults({ badSectors: Array.from({ length: 24 }, (_, i) => i) });
		run(FULL, 61);
		expect(subject.read("errorCode") & 1).toBe(1);
		const { energy } = subject;
		run(FULL, 10);
		expect(subject.energy).toEqual(energy);
		expect(subject.meter.modbus.isTrusted(0x6000, 2)).toBe(false);
		expect(subject.meter.modbus.isTrusted(0x4000, 0x35)).toBe(true);
	});
});

describe("an erase that was interrupted when all of the sector read as blank", () => {
	it("is done again before anything is written there", () => {
		for (let id = 2; stored().sequence < 13; id++) subject.write("modbusId", id);
		run(NOTHING, 1);
		// The next saving but one is the last before the sector behind must be there; its erase is to
		// be torn.
		chip.image.fill(0xff, SECTOR, 2 * SECTOR);
		const before = chip.erases[1];
		restart();
		for (let i = 0; i < 4; i++) subject.write("modbusId", 100 + i);
		expect(chip.erases[1]).toBe(before + 1);
		expect(stored().sequence).toBeGreaterThan(16);
	});
});

describe("an image", () => {
	it("of another version is refused with 81 and left as it is", () => {
		run(FULL, 61);
		restart(true);
		for (let at = 0; at < LENGTH; at += SECTOR) {
			if (chip.image[at] !== 0x41) continue;
			const head = Buffer.from(chip.image.buffer, at, 12);
			head[4] = 2;
			let crc = 0xffffffff;
			for (const byte of head.subarray(0, 8))
				for (let bit = 0; bit < 8; bit++)
					crc = ((crc ^ (byte >> bit)) & 1 ? 0xedb88320 : 0) ^ (crc >>> 1);
			head.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8);
		}
		const before = chip.image.slice();
		restart();
		run(FULL, 61);
		subject.warn();
		expect(subject.read("errorCode")).toBe(0x81);
		expect(Buffer.from(before).equals(chip.image)).toBe(true);
	});

	it("that is blank is a new meter's", () => {
		expect(subject.read("errorCode")).toBe(0);
		expect(subject.read("powerDownCounter")).toBe(0);
		expect(events()).toEqual([[1, 0]]);
	});

	it("of noise stops the meter", () => {
		for (let at = 0; at < LENGTH; at++) chip.image[at] = (at * 2_654_435_761) >>> 24;
		restart();
		expect(subject.read("errorCode") & 1).toBe(1);
	});

	it("has its first record main, and the second copy in other sectors", () => {
		const [main, backup] = readImage(chip.image, "energy");
		expect(main.records.map(({ sequence }) => sequence)).toEqual(
			backup.records.map(({ sequence }) => sequence),
		);
		expect(main.records[0].offset).toBe(256);
		expect(backup.records[0].offset).toBe(12 * SECTOR + 256);
	});
});
