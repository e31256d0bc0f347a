/** Flash chips that fail, and images that are damaged, blank or of another version. */
import { Status } from "registers/status-word";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import { Chip, LENGTH, SECTOR } from "../../bench/flash/chip.ts";
import { readImage } from "../../bench/flash/image.ts";
import { FULL, fullLoadWh, NOTHING, StoredMeter } from "./stored-meter.ts";

const meter = new StoredMeter();

beforeEach(() => meter.renew());

describe("a flash that fails", () => {
	/** First sectors of the areas, and their error codes. */
	it.each([
		["main energy", 0, ErrorCode.MAIN_FAILED],
		["backup energy", 12, ErrorCode.BACKUP_FAILED],
		["mantissa", 24, ErrorCode.MANTISSA_FAILED],
		["settings", 28, ErrorCode.NOT_INITIALISED],
	])(
		"a flash that fails in one sector of %s is reported, and loses nothing",
		(_area, from, bit) => {
			meter.run(FULL, 61);
			meter.subject.write("modbusId", 5);
			meter.restart(true);
			meter.chip.setFaults({ badSectors: [from + 1] });
			for (let i = 0; i < 20; i++) {
				meter.run(FULL, 61);
				meter.subject.write("modbusId", 6 + i);
				meter.subject.warn();
			}
			expect(meter.subject.read("errorCode")).toBe(bit);
			expect(meter.subject.read("statusWord") & Status.STORAGE_ERROR).not.toBe(0);
			const { energy } = meter.subject;
			meter.restart(true);
			expect(meter.subject.energy.every((value, i) => Math.abs(value - energy[i]) < 1e-6)).toBe(
				true,
			);
			expect(meter.subject.read("modbusId")).toBe(25);
		},
	);

	it("a sector skipped after a full one is no data error, even if the other copy is lost", () => {
		meter.chip.setFaults({ badSectors: [1] });
		// The sixteenth record would be the first after the head of sector 1: the newest ends sector 0.
		for (let id = 2; meter.stored().sequence < 15; id++) meter.subject.write("modbusId", id);
		meter.run(NOTHING, 1);
		const id = meter.subject.read("modbusId");
		const image = meter.chip.image.slice();
		meter.chip.powerDown();
		image.fill(0, 12 * SECTOR, 24 * SECTOR);
		const chip = new Chip(image);
		chip.setFaults({
			badSectors: Array.from({ length: 13 }, (_, i) => (i === 0 ? 1 : 11 + i)),
		});
		meter.renew(chip);
		const code = meter.subject.read("errorCode");
		expect(code & (ErrorCode.MAIN_WRONG | ErrorCode.LOST)).toBe(0);
		expect(code & ErrorCode.BACKUP_WRONG).not.toBe(0);
		expect(meter.subject.read("modbusId")).toBe(id);
		meter.run(FULL, 130);
		meter.restart(true);
		expect(meter.subject.whole[0]).toBe(fullLoadWh(130));
	});

	it("a meter continues with one copy if the other fails altogether", () => {
		meter.chip.setFaults({ badSectors: Array.from({ length: 12 }, (_, i) => i) });
		meter.run(FULL, 130);
		meter.restart(true);
		expect(meter.subject.whole[0]).toBe(fullLoadWh(130));
		expect(meter.subject.read("errorCode") & ErrorCode.LOST).toBe(0);
		expect(meter.subject.read("errorCode") & ErrorCode.MAIN_FAILED).not.toBe(0);
	});

	it("a flash that fails in both copies of energy stops the meter", () => {
		meter.chip.setFaults({ badSectors: Array.from({ length: 24 }, (_, i) => i) });
		meter.run(FULL, 61);
		expect(meter.subject.read("errorCode") & ErrorCode.LOST).not.toBe(0);
		const { energy } = meter.subject;
		meter.run(FULL, 10);
		expect(meter.subject.energy).toEqual(energy);
		expect(meter.subject.meter.modbus.isTrusted(0x6000, 2)).toBe(false);
		expect(meter.subject.meter.modbus.isTrusted(0x4000, 0x35)).toBe(true);
	});
});

describe("an erase that was interrupted when the whole sector read as blank", () => {
	it("an interrupted erase is repeated before anything is written to the sector", () => {
		for (let id = 2; meter.stored().sequence < 13; id++) meter.subject.write("modbusId", id);
		meter.run(NOTHING, 1);
		// The save after the next is the last before the following sector must be ready; its erase is
		// torn.
		meter.chip.image.fill(0xff, SECTOR, 2 * SECTOR);
		const before = meter.chip.erases[1];
		meter.restart();
		for (let i = 0; i < 4; i++) meter.subject.write("modbusId", 100 + i);
		expect(meter.chip.erases[1]).toBe(before + 1);
		expect(meter.stored().sequence).toBeGreaterThan(16);
	});
});

describe("an image", () => {
	it("an image of another version is refused with error code 81 and left untouched", () => {
		meter.run(FULL, 61);
		meter.restart(true);
		for (let at = 0; at < LENGTH; at += SECTOR) {
			if (meter.chip.image[at] !== 0x41) continue;
			const head = Buffer.from(meter.chip.image.buffer, at, 12);
			head[4] = 2;
			let crc = 0xffffffff;
			for (const byte of head.subarray(0, 8))
				for (let bit = 0; bit < 8; bit++)
					crc = ((crc ^ (byte >> bit)) & 1 ? 0xedb88320 : 0) ^ (crc >>> 1);
			head.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8);
		}
		const before = meter.chip.image.slice();
		meter.restart();
		meter.run(FULL, 61);
		meter.subject.warn();
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.NOT_INITIALISED | ErrorCode.LOST);
		expect(Buffer.from(before).equals(meter.chip.image)).toBe(true);
	});

	it("a blank image makes a new meter", () => {
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.read("powerDownCounter")).toBe(0);
		expect(meter.events()).toEqual([["POWER_UP", 0]]);
	});

	it("an image of noise stops the meter", () => {
		for (let at = 0; at < LENGTH; at++) meter.chip.image[at] = (at * 2_654_435_761) >>> 24;
		meter.restart();
		expect(meter.subject.read("errorCode") & ErrorCode.LOST).not.toBe(0);
	});

	it("an image has its first record in the main area, and its copy in other sectors", () => {
		const [main, backup] = readImage(meter.chip.image, "energy");
		expect(main.records.map(({ sequence }) => sequence)).toEqual(
			backup.records.map(({ sequence }) => sequence),
		);
		expect(main.records[0].offset).toBe(256);
		expect(backup.records[0].offset).toBe(12 * SECTOR + 256);
	});
});
