/** The chain of the audit trail: each entry carries the checksum of the one before. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { EventCode } from "registers/event-code";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import { Chip, LENGTH, SECTOR } from "../../bench/flash/chip.ts";
import { crc32, energyOf, newestOf, readImage } from "../../bench/flash/image.ts";
import { describe as dump } from "../../lab/flash-dump/main.ts";
import { type Entry, trailOf } from "../../lab/flash-dump/trail.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { NOTHING, nameOf, StoredMeter } from "./stored-meter.ts";

const RATIO = 100_0005;

const meter = new StoredMeter();

beforeEach(() => meter.renew());

function trail(): readonly Entry[] {
	const { entries, breaks } = trailOf(meter.chip.image);
	expect(breaks).toEqual([]);
	return entries;
}

describe("the chain", () => {
	it("survives the ring's wrap, with at least the latest 379 entries", () => {
		let fewest = Number.POSITIVE_INFINITY;
		for (let number = 1; number <= 1500; number++) {
			meter.subject.seal(number % 2 === 1);
			// The first entry of a sector has the next one erased, in the background.
			if (number % 63 !== 1) continue;
			meter.run(NOTHING, 1);
			if (number > 8 * 63) fewest = Math.min(fewest, trail().length);
		}
		expect(fewest).toBe(379);
		expect(trail().at(-1)?.number).toBe(1500);
		meter.restart();
		meter.subject.seal(true);
		expect(trail().at(-1)?.number).toBe(1501);
	});

	it("survives a cut in any operation of a change, and ends with the values in force", () => {
		for (let operations = 0, completed = false; !completed; operations++) {
			meter.renew();
			meter.subject.write("combinationCode", 2);
			meter.chip.setFaults({ cutAfterOperations: operations, tornBytes: 3 });
			try {
				meter.subject.write("combinationCode", 3);
				completed = true;
			} catch (error) {
				if (!(error instanceof SupplyGone)) throw error;
			}
			meter.chip.setFaults({});
			meter.restart();
			const { code, values } = trail().at(-1) as Entry;
			expect(code).toBe(EventCode.COMBINATION_CODE);
			expect(values.combinationCode).toBe(meter.subject.read("combinationCode"));
			expect([2, 3]).toContain(values.combinationCode);
			expect(completed && values.combinationCode !== 3).toBe(false);
		}
	});

	it("is told as broken by flash-dump, and where, when an entry was changed or is gone", () => {
		for (let i = 0; i < 6; i++) meter.subject.write("combinationCode", 1 + (i % 3));
		const image = meter.chip.image;
		expect(dump(image).some((line) => line.endsWith("the chain is whole"))).toBe(true);
		const third = readImage(image, "audit trail").map(({ records }) => records[2]?.offset ?? 0);
		for (const offset of third) image.fill(0, offset + 24, offset + 30);
		expect(trailOf(image).breaks).toEqual(["entries 3 to 3 are missing"]);
		expect(dump(image)).toContain("  broken: entries 3 to 3 are missing");
	});

	it("an entry that was written over with a right checksum breaks the chain after it", () => {
		for (let i = 0; i < 4; i++) meter.subject.write("combinationCode", 1 + (i % 3));
		const { image } = meter.chip;
		for (const { records } of readImage(image, "audit trail")) {
			const [record] = records;
			if (!record) throw new Error("no entry");
			const entry = Buffer.from(image.buffer, record.offset, 64);
			entry.writeUInt32BE(99, 12);
			entry.writeUInt32BE(crc32(entry.subarray(0, 48)), 60);
		}
		expect(trailOf(image).breaks).toEqual(["entry 2 does not follow entry 1"]);
	});

	it("continues after the latest entries are lost, and tells that they are", () => {
		for (let i = 0; i < 4; i++) meter.subject.write("combinationCode", 1 + (i % 3));
		meter.run(NOTHING, 1);
		meter.restart(true);
		for (const { records } of readImage(meter.chip.image, "audit trail")) {
			const at = records.at(-1)?.offset ?? 0;
			meter.chip.image.fill(0, at, at + 64);
		}
		meter.restart(true);
		expect(meter.subject.read("errorCode") & ErrorCode.NOT_INITIALISED).not.toBe(0);
		expect(meter.subject.stopped).toBe(false);
		const { entries: all, breaks } = trailOf(meter.chip.image);
		expect(breaks).toEqual(["entries 3 to 3 are missing"]);
		expect(all.slice(2).map(({ code }) => nameOf(code))).toContain("STORAGE_FAULT");
		expect(meter.subject.read("entry1number")).toBe(all.at(-1)?.number);
		meter.subject.write("firstEntryShown", 2);
		expect(meter.subject.read("entry1number")).toBe(2);
		meter.restart(true);
		expect(meter.subject.read("errorCode")).toBe(0);
	});

	it("is known to the energy record", () => {
		meter.subject.write("combinationCode", 3);
		const record = newestOf(meter.chip.image, "energy");
		expect(record && energyOf(record).trail).toBe(1);
		expect(meter.subject.read("entryChecksum")).toBe(trail()[0]?.checksum);
	});
});

describe("an image of software without an audit trail", () => {
	const old = gunzipSync(readFileSync("test/data/flash-without-audit-trail.gz"));

	it("is read as it is, and the audit trail begins with what differs from a new meter", () => {
		const image = new Uint8Array(LENGTH).fill(0xff);
		image.set(old);
		meter.renew(new Chip(image));
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.whole[20]).toBe(1341);
		expect(meter.subject.read("ctRatio")).toBe(RATIO);
		expect(trail().map(({ code, detail }) => [nameOf(code), detail])).toEqual([
			["CALIBRATION", 2_194_901_345],
			["CT_RATIO", 100 * 65_536 + 5],
			["COMBINATION_CODE", 3],
			["WIRING", 1],
		]);
		meter.restart();
		expect(trail()).toHaveLength(4);
	});

	it("is read by flash-dump", () => {
		expect(old).toHaveLength(64 * SECTOR);
		expect(dump(old)).toContain("audit trail, entries 0 to 0: the chain is whole");
	});
});
