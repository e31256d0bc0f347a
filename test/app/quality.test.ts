import { beforeEach, expect, it, vi } from "vitest";
import { registerOf } from "../../client/register-table.ts";
import { FakeMeter, newPage } from "./fake-meter.ts";

const dips = registerOf("dips");
const firstNumber = registerOf("event1number");

/** A log whose latest event has this number, and one dip since power-up. */
function withEvent(meter: FakeMeter, number: number): void {
	meter.registers.set(dips.address + dips.length - 1, 1);
	meter.registers.set(firstNumber.address + firstNumber.length - 1, number);
}

beforeEach(() => {
	newPage();
});

it("a dip after a restart of the meter is read, with its counter as before", async () => {
	const connection = await import("../../app/src/state/connection.ts");
	const { followQuality } = await import("../../app/src/state/quality.ts");
	const { events } = await import("../../app/src/state/events.ts");
	const meter = new FakeMeter("11111111");
	withEvent(meter, 4);
	connection.start();
	await connection.connect(meter);
	const end = followQuality();
	await vi.advanceTimersByTimeAsync(5000);
	expect(events.value?.[0]?.number).toBe(4);
	end();
	meter.links[0]?.lose();
	await vi.advanceTimersByTimeAsync(2000);
	withEvent(meter, 5);
	followQuality();
	await vi.advanceTimersByTimeAsync(5000);
	expect(events.value?.[0]?.number).toBe(5);
});
