/** The lock of CT ratio and combination code (register 7008), asked over the buses. */
import { beforeEach, describe, expect, it } from "vitest";
import { rtuFrame } from "../../bench/bus/rtu.ts";
import { Chip } from "../../bench/flash/chip.ts";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import { writeMultipleRequest, writeRequest } from "../../client/pdu.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { long, SND } from "../mbus/support.ts";

const LOCK = 0x7008;
const COMBINATION_CODE = 0x400f;
const CT_RATIO = 0x401f;

/** Meter time in which a frame is dealt with, in frames of samples. */
const SETTLED = 400;

/** A record of M-Bus that sets the combination code. */
const combination = (code: number): number[] => [0x09, 0xfd, 0x3a, code];

let chip: Chip;
let subject: Subject;

beforeEach(() => {
	chip = new Chip();
	subject = new Subject(chip);
});

/** Sends a Modbus request. Returns its exception, 0 for none, undefined if nobody answers. */
function modbus(unit: number, pdu: Uint8Array): number | undefined {
	subject.board.line.receive([...rtuFrame(unit, pdu)]);
	Timer.advance(clock.frames + SETTLED);
	const [answer] = subject.board.line.take();
	return answer && (((answer[1] ?? 0) & 0x80) === 0 ? 0 : answer[2]);
}

/** Sends records on M-Bus. True if they are acknowledged. */
function mbus(address: number, records: readonly number[]): boolean {
	subject.board.mbusLine.receive(long(SND, address, 0x51, records));
	Timer.advance(clock.frames + SETTLED);
	return subject.board.mbusLine.take().length > 0;
}

function lock(): void {
	subject.seal(true);
	expect(modbus(1, writeRequest(LOCK, [1]))).toBe(0);
	subject.seal(false);
}

describe("the lock", () => {
	it("is off in a new meter, and can be written with the open seal only", () => {
		expect(subject.read("parameterLock")).toBe(0);
		expect(modbus(1, writeRequest(LOCK, [1]))).toBe(4);
		lock();
		expect(subject.read("parameterLock")).toBe(1);
		expect(modbus(1, writeRequest(LOCK, [0]))).toBe(4);
		subject.seal(true);
		expect(modbus(1, writeRequest(LOCK, [0]))).toBe(0);
	});

	it("is on after a power cut", () => {
		lock();
		chip.powerDown();
		subject = new Subject(chip);
		expect(subject.read("parameterLock")).toBe(1);
	});
});

describe("while the lock is on", () => {
	beforeEach(lock);

	it("CT ratio and combination code are refused on both buses, and counted in 7001", () => {
		const before = subject.read("refusedWrites");
		expect(modbus(1, writeMultipleRequest(CT_RATIO, [0x0100, 5]))).toBe(4);
		expect(modbus(1, writeRequest(COMBINATION_CODE, [3]))).toBe(4);
		expect(mbus(0, combination(3))).toBe(false);
		expect(subject.read("refusedWrites")).toBe(before + 3);
		expect([subject.read("ctRatio"), subject.read("combinationCode")]).toEqual([5_0005, 1]);
	});

	it("other settings are written as before", () => {
		expect(modbus(1, writeRequest(0x4010, [0x25]))).toBe(0);
		expect(mbus(0, [0x09, 0x7c, 0x01, 0x54, 2])).toBe(true);
	});

	it("the open seal lets them be written, but not by broadcast", () => {
		subject.seal(true);
		expect(modbus(0, writeRequest(COMBINATION_CODE, [3]))).toBeUndefined();
		expect(modbus(0, writeMultipleRequest(CT_RATIO, [0x0100, 5]))).toBeUndefined();
		expect(mbus(0xff, combination(3))).toBe(false);
		expect(mbus(0xfe, combination(3))).toBe(false);
		expect([subject.read("ctRatio"), subject.read("combinationCode")]).toEqual([5_0005, 1]);
		expect(modbus(1, writeMultipleRequest(CT_RATIO, [0x0100, 5]))).toBe(0);
		expect(mbus(0, combination(3))).toBe(true);
		expect([subject.read("ctRatio"), subject.read("combinationCode")]).toEqual([100_0005, 3]);
	});
});

describe("while the lock is off", () => {
	it("a broadcast writes both, as the manual has it", () => {
		modbus(0, writeMultipleRequest(CT_RATIO, [0x0100, 5]));
		mbus(0xff, combination(3));
		expect([subject.read("ctRatio"), subject.read("combinationCode")]).toEqual([100_0005, 3]);
	});
});

describe("a change beyond those that are stored at any pace", () => {
	it("is answered with exception 06 on Modbus, not acknowledged on M-Bus, and not in force", () => {
		for (let i = 0; i < 250; i++) subject.write("backlight", 1 + (i % 3));
		expect(modbus(1, writeRequest(COMBINATION_CODE, [3]))).toBe(6);
		expect(mbus(0, combination(3))).toBe(false);
		expect(subject.read("combinationCode")).toBe(1);
		expect(modbus(1, writeRequest(COMBINATION_CODE, [1]))).toBe(0);
	});
});
