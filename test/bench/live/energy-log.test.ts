import { expect, it } from "vitest";
import { energyCounters } from "../../../bench/live/energy-counters.ts";
import { EnergyLog } from "../../../bench/live/energy-log.ts";
import { type RegisterName, registerOf } from "../../../client/register-table.ts";

const only = (index: number, wattHours: number) =>
	Array.from({ length: 8 }, (_, counter) => (counter === index ? wattHours : 0));

it("energy belongs to the minutes in which it was counted, by tariff and direction", () => {
	const log = new EnergyLog();
	log.note(10, only(0, 100));
	log.note(40, only(0, 130));
	log.note(80, only(0, 170));
	const [first, second] = log.periods(80, 1, 60);
	expect(first).toEqual({ start: 0, wattHours: only(0, 50), spread: false });
	expect(second).toEqual({ start: 60, wattHours: only(0, 20), spread: false });
	log.note(100, [170, 0, 0, 0, 0, 7, 0, 0]);
	expect(log.periods(100, 1, 1)[0]?.wattHours).toEqual([20, 0, 0, 0, 0, 7, 0, 0]);
});

it("energy of a pause is spread over it, and says so; the sum is right", () => {
	const log = new EnergyLog();
	log.note(0, only(1, 0));
	log.note(3600, only(1, 600));
	const minutes = log.periods(3599, 1, 60);
	expect(minutes).toHaveLength(60);
	expect(minutes.every(({ spread }) => spread)).toBe(true);
	expect(minutes[7]?.wattHours[1]).toBeCloseTo(10, 9);
	expect(log.periods(3599, 60, 24)).toEqual([
		{ start: 0, wattHours: [0, expect.closeTo(600, 9), 0, 0, 0, 0, 0, 0], spread: true },
	]);
});

it("counters that go back start again, and time that goes back counts nothing", () => {
	const log = new EnergyLog();
	log.note(0, only(0, 500));
	log.note(10, only(0, 3));
	log.note(20, only(0, 5));
	log.note(15, only(0, 9));
	expect(log.periods(20, 1, 1)[0]?.wattHours[0]).toBe(2);
});

it("a month of minutes is kept", () => {
	const log = new EnergyLog();
	log.note(0, only(0, 0));
	log.note(60, only(0, 60));
	log.note(40 * 86_400, only(0, 60 + 40 * 24));
	const days = log.periods(40 * 86_400 - 1, 1440, 40);
	expect(days[0]?.wattHours[0]).toBe(0);
	expect(days.at(-1)?.wattHours[0]).toBeCloseTo(24, 3);
});

it.each([false, true])("the counters are found in the registers, integers: %s", (integers) => {
	const energies = Buffer.alloc(2 * 87);
	const put = (name: RegisterName, wattHours: number) => {
		const at = 2 * (registerOf(name).address - 0x6000);
		if (integers) energies.writeInt32BE(wattHours, at);
		else energies.writeFloatBE(wattHours / 1000, at);
	};
	put("forwardActiveEnergyT1", 12_345_678);
	put("forwardActiveEnergyT4", 4);
	put("reverseActiveEnergyT2", 22);
	put("reverseActiveEnergyT3", 33);
	const block = { address: 0x6000, meterSeconds: 1, integers, words: energies.toString("hex") };
	expect(energyCounters(block)).toEqual([12_345_678, 0, 0, 4, 0, 22, 33, 0]);
	expect(energyCounters({ ...block, address: 0x4003 })).toBeUndefined();
	expect(energyCounters({ ...block, words: "" })).toBeUndefined();
});

it("a later bench continues it: what was before ends at 0, and a gap belongs to its time", () => {
	const log = new EnergyLog();
	log.note(10, only(0, 100));
	log.note(50, only(0, 140));
	log.note(130, only(0, 220));
	const kept = log.kept(610);
	const later = new EnergyLog();
	later.restore(JSON.parse(JSON.stringify(kept)));
	const before = later.periods(0, 1, 60).filter(({ wattHours }) => wattHours[0]);
	expect(before.map(({ start, wattHours }) => [start, wattHours[0]])).toEqual([
		[-660, 50],
		[-600, 60],
		[-540, expect.closeTo(10, 9)],
	]);
	// Nobody read the meter for the last 480 s; it has counted 48 Wh since.
	later.note(20, only(0, 268));
	const sum = later
		.periods(20, 1, 60)
		.filter(({ start }) => start >= -480)
		.reduce((total, { wattHours }) => total + (wattHours[0] ?? 0), 0);
	expect(sum).toBeCloseTo(48, 9);
	expect(later.periods(20, 1, 1)[0]?.spread).toBe(true);
});

it("the energy of another flash image is not what was used until then", () => {
	const log = new EnergyLog();
	log.note(0, only(0, 500));
	log.note(10, only(0, 503));
	log.breakOff(11);
	// Read before, told after: its data type had not been sure.
	log.note(11, only(0, 504));
	log.note(12, only(0, 1_000_000));
	log.note(20, only(0, 1_000_002));
	expect(log.periods(20, 1, 1)[0]?.wattHours[0]).toBe(5);
});
