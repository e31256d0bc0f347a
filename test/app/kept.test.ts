import { beforeEach, expect, it, vi } from "vitest";
import { stubPage } from "./fake-meter.ts";

/** The app in a window of its own; all have the same storage. */
async function openWindow() {
	vi.resetModules();
	return import("../../app/src/meter/kept.ts");
}

const reading = (serialNumber: string) => ({
	serialNumber,
	time: "2026-11-30T05:00:00.000Z",
	values: [],
});

beforeEach(() => {
	stubPage();
});

it("a reading that another window has saved stays when this one saves or deletes", async () => {
	const one = await openWindow();
	const two = await openWindow();
	one.keepSnapshot(reading("11111111"));
	two.keepSnapshot(reading("22222222"));
	const numbers = two.kept.value.map(({ serialNumber }) => serialNumber);
	expect(numbers).toEqual(["22222222", "11111111"]);
	one.forgetSnapshot(reading("11111111"));
	expect((await openWindow()).kept.value).toEqual([reading("22222222")]);
});

it("a reading that is saved twice is there once", async () => {
	const { keepSnapshot, kept } = await openWindow();
	keepSnapshot(reading("11111111"));
	keepSnapshot(reading("11111111"));
	expect(kept.value).toEqual([reading("11111111")]);
});

it("a reading that another window has saved or deleted is shown so here", async () => {
	const one = await openWindow();
	const two = await openWindow();
	one.keepSnapshot(reading("11111111"));
	expect(two.kept.value).toEqual([]);
	two.followStored("meter-manager.charts");
	expect(two.kept.value).toEqual([]);
	two.followStored("meter-manager.readings");
	expect(two.kept.value).toEqual([reading("11111111")]);
	one.forgetSnapshot(reading("11111111"));
	two.followStored(null);
	expect(two.kept.value).toEqual([]);
});
