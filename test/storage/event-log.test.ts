/** The event log of the whole firmware. */

import { ErrorCode } from "storage/error-code";
import { beforeEach, expect, it } from "vitest";
import { FULL, NOTHING, nameOf, StoredMeter } from "./stored-meter.ts";

/** Sectors of the energy area's main copy, and of both copies. */
const MAIN = Array.from({ length: 12 }, (_, sector) => sector);
const BOTH = Array.from({ length: 24 }, (_, sector) => sector);

const meter = new StoredMeter();

beforeEach(() => meter.renew());

it("the event log contains everything that a verifier asks for", () => {
	const { subject } = meter;
	meter.run(FULL, 5);
	subject.seal(true);
	subject.write("calibrated", 0xdefa);
	subject.seal(false);
	subject.write("ctRatio", 250_0001);
	subject.write("combinationCode", 3);
	subject.write("password", 1234);
	subject.write("resettableEnergy", 0);
	const checksum = subject.read("calibrationChecksum");
	meter.restart(true);
	meter.restart();
	meter.subject.write("powerDownCounter", 0);
	expect(meter.events()).toEqual([
		["POWER_UP", 0],
		["SEAL_OPENED", 0],
		["CALIBRATION", checksum],
		["SEAL_CLOSED", 0],
		["CT_RATIO", 250 * 65_536 + 1],
		["COMBINATION_CODE", 3],
		["PASSWORD", 0],
		["RESET", 0],
		["POWER_DOWN", 1],
		["POWER_UP", 1],
		["POWER_DOWN", 0],
		["POWER_UP", 2],
		["POWER_DOWN_RESET", 2],
	]);
});

it("the event log tells of a lock after five wrong passwords, and how long it lasts", () => {
	const wrong = (times: number): void => {
		for (let i = 0; i < times; i++) meter.subject.meter.password.check(9999);
	};
	wrong(4);
	expect(meter.events().map(([name]) => name)).not.toContain("LOCKED");
	wrong(1);
	expect(meter.events().at(-1)).toEqual(["LOCKED", 60]);
	meter.run(NOTHING, 61);
	wrong(5);
	expect(meter.events().at(-1)).toEqual(["LOCKED", 120]);
});

it("the event log tells of a failing flash, and last of all that the meter has stopped", () => {
	const { chip } = meter;
	chip.setFaults({ badSectors: MAIN });
	meter.run(FULL, 61);
	expect(meter.events().at(-1)).toEqual(["STORAGE_FAULT", ErrorCode.MAIN_FAILED]);
	chip.setFaults({ badSectors: BOTH });
	meter.run(FULL, 61);
	expect(meter.events().at(-1)).toEqual([
		"STORAGE_FAULT",
		ErrorCode.MAIN_FAILED | ErrorCode.BACKUP_FAILED | ErrorCode.LOST,
	]);
	const before = chip.operations;
	meter.run(FULL, 200);
	meter.subject.warn();
	meter.subject.seal(true);
	expect(chip.operations).toBe(before);
});

it("the event log shows the latest first on Modbus, or from a given number onward", () => {
	const { subject } = meter;
	const numberAt = (place: 1 | 2 | 4 | 5 | 8): number => subject.read(`event${place}number`);
	for (let i = 0; i < 12; i++) subject.seal(i % 2 === 0);
	expect(subject.read("latestEvent")).toBe(13);
	expect([numberAt(1), numberAt(2), numberAt(8)]).toEqual([13, 12, 6]);
	expect(nameOf(subject.read("event1code"))).toBe("SEAL_CLOSED");
	subject.write("firstEventShown", 10);
	expect([numberAt(1), numberAt(4), numberAt(5)]).toEqual([10, 13, 0]);
	expect(subject.read("event5code")).toBe(0);
});

it("the event log keeps the latest 760", () => {
	const { subject } = meter;
	for (let i = 0; i < 3000; i++) subject.seal(i % 2 === 0);
	const { storage } = subject.meter.keeper;
	const event = { number: 0, seconds: 0, code: 0, detail: 0 };
	for (let back = 0; back < 760; back += 13) {
		storage?.log.read(3001 - back, event);
		expect(event.number).toBe(3001 - back);
		expect(nameOf(event.code)).toBe(back % 2 === 0 ? "SEAL_CLOSED" : "SEAL_OPENED");
	}
});
