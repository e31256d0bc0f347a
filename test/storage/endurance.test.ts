/** A client that never rests wears no sector of the flash out within ten years. */
import { catalogue } from "catalogue";
import { Outcome } from "registers/binding";
import { expect, it } from "vitest";
import { readImage } from "../../bench/flash/image.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { FULL, StoredMeter } from "./stored-meter.ts";

/** Erases that a sector endures, and years that it must last (docs/storage.md). */
const ENDURANCE = 100_000;
const YEARS = 10;

/** Hours of meter time that are counted, and of a year. */
const HOURS = 3;
const HOURS_A_YEAR = 8766;

/** Seconds between two writes: the meter earns one more change in a minute. */
const INTERVAL_S = 20;

/** Changes that use up what is stored at any pace. */
const ALLOWANCE = 240;

/** Values that a client writes in one commit, by the number of it. */
type Writes = (place: number) => [RegisterName, number][];

const settings: Writes = (place) => [["modbusId", 1 + (place % 7)]];
const others: Writes = (place) => [
	["tariff", 1 + (place % 3)],
	["resettableEnergy", 0],
];

it.each<[string, Writes]>([
	["settings", settings],
	[
		"settings, the tariff and resets in one frame",
		(place) => [...settings(place), ...others(place)],
	],
])("a client that writes %s without end wears no area out in ten years", (_what, writes) => {
	const meter = new StoredMeter();
	const { model } = meter.subject.meter;
	for (let i = 0; i < ALLOWANCE; i++) meter.subject.write("backlight", 1 + (i % 3));
	const before = [...meter.chip.erases];
	let done = 0;
	for (let place = 0; place < (HOURS * 3600) / INTERVAL_S; place++) {
		meter.subject.second(FULL, INTERVAL_S);
		const write = model.begin();
		for (const [name, value] of writes(place)) write.stage(catalogue.indexOf(name), value);
		if (write.commit() === Outcome.DONE) done++;
	}
	expect(done).toBeGreaterThanOrEqual((HOURS * 60) / 2);
	for (const { name, first, sectors } of readImage(meter.chip.image)) {
		let erases = 0;
		for (let i = first; i < first + sectors; i++)
			erases += (meter.chip.erases[i] ?? 0) - (before[i] ?? 0);
		const years = (ENDURANCE * sectors * HOURS) / (erases * HOURS_A_YEAR);
		expect(years, name).toBeGreaterThan(YEARS);
	}
});
