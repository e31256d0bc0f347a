/** Records of settings, those of former software included. */
import { describe, expect, it } from "vitest";
import { Chip } from "../../bench/flash/chip.ts";
import { crc32, readImage } from "../../bench/flash/image.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { describe as linesOf } from "../../lab/flash-dump/main.ts";
import { Subject } from "../../lab/torture/subject.ts";

/** Bytes of the settings that former software had, and of those with the steps of a write. */
const FORMER_LENGTH = 25 * 8;
const FORMER_LENGTH_WITH_STEPS = 28 * 8;

const LENGTH_AT = 2;
const PAYLOAD_AT = 8;

/** Settings of the first place, the last one in front of the steps, and the one after them. */
const CHANGED: readonly [RegisterName, number][] = [
	["modbusId", 9],
	["swellLimit", 120],
	["interruptionLimit", 8],
];

const dump = (image: Uint8Array): string => linesOf(image).join("\n");

const valuesOf = (subject: Subject): number[] => CHANGED.map(([name]) => subject.read(name));

/** The chip of a meter whose settings have been changed, switched off. */
function changed(): Chip {
	const chip = new Chip();
	const subject = new Subject(chip);
	for (const [name, value] of CHANGED) subject.write(name, value);
	chip.powerDown();
	return chip;
}

/** Changes each newest record of settings to one of another length, with a right checksum. */
function forge(chip: Chip, length: number, change: (payload: DataView) => void = () => {}): void {
	for (const { records } of readImage(chip.image, "settings")) {
		const bytes = records.at(-1)?.bytes ?? new Uint8Array();
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
		change(new DataView(bytes.buffer, bytes.byteOffset + PAYLOAD_AT));
		view.setUint16(LENGTH_AT, length);
		view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, PAYLOAD_AT + length)));
	}
}

describe("a record of settings", () => {
	it("has settings on both sides of the steps", () => {
		const chip = changed();
		expect(valuesOf(new Subject(chip))).toEqual([9, 120, 8]);
		expect(dump(chip.image)).toMatch(/swellLimit +120\n +interruptionLimit +8\n(?! *steps)/);
	});

	it("of former software leaves the limit of interruptions as in a new meter", () => {
		const chip = changed();
		forge(chip, FORMER_LENGTH);
		const subject = new Subject(chip);
		expect(valuesOf(subject)).toEqual([9, 120, 5]);
		expect(subject.read("errorCode")).toBe(0);
		expect(dump(chip.image)).toMatch(/swellLimit +120\n(?! *interruptionLimit)/);
	});

	it("of former software with steps has no settings in the places that it left blank", () => {
		const chip = changed();
		forge(chip, FORMER_LENGTH_WITH_STEPS, (payload) => payload.setFloat64(24 * 8, Number.NaN));
		expect(valuesOf(new Subject(chip))).toEqual([9, 110, 5]);
		expect(dump(chip.image)).not.toMatch(/swellLimit|NaN/);
	});

	it("has zeros for steps if there are none, with which former software does nothing", () => {
		const [record] = readImage(changed().image, "settings");
		const { bytes = new Uint8Array() } = record?.records.at(-1) ?? {};
		const view = new DataView(bytes.buffer, bytes.byteOffset + PAYLOAD_AT);
		expect([25, 26, 27].map((place) => view.getFloat64(8 * place))).toEqual([0, 0, 0]);
	});
});
