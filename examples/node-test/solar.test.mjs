/** Export on one phase: what an energy manager must not take for import. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMeter } from "ambit";

/** @type {import("ambit").RunningMeter} */
let meter;

before(async () => {
	meter = await startMeter();
});

after(() => meter.stop());

test("power that is fed in is negative and counts as reverse energy", async () => {
	await meter.mains.set({ phases: [{ current: 4, angle: 180 }, { current: 0 }, { current: 0 }] });
	await meter.advance("10 min");
	const { activePower, directionL1, reverseActiveEnergy } = await meter.readings();
	assert.ok(Math.abs(Number(activePower.value) + 920) < 1);
	assert.equal(directionL1.value, "1R");
	assert.ok(Math.abs(Number(reverseActiveEnergy.value) - 920 / 6) < 2);
});

test("a setting that the meter does not know is refused by name", async () => {
	await assert.rejects(meter.write("tariff", 9), /register 6048: exception 03/);
});
