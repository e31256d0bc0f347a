import { expect, it } from "vitest";
import { Disturbance, DisturbedPort } from "../../../bench/bus/disturbance.ts";
import { SerialLine } from "../../../bench/bus/line.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

const ANSWER = rtuFrame(1, Uint8Array.of(3, 2, 0x12, 0x34));

/** A line with one meter whose answers are late. */
function lateLine(delayMs: number) {
	const meter = new FakeLineMeter();
	const disturbance = new Disturbance();
	disturbance.fault = { fault: "delay", share: 1, delayMs, code: 6 };
	const line = new SerialLine(RTU, [new DisturbedPort(meter, disturbance)]);
	const heard: number[] = [];
	const turns: number[] = [];
	const client = {
		answer: (bytes: Uint8Array) => void heard.push(...bytes),
		over: () => void turns.push(meter.frames),
	};
	line.send(client, rtuFrame(1, Uint8Array.of(3, 0, 0, 0, 1)));
	meter.pass(40);
	meter.transmit(ANSWER);
	return { meter, heard, turns };
}

it("an answer that is a little late arrives so much later", () => {
	const { meter, heard, turns } = lateLine(10);
	meter.pass(79);
	expect(heard).toEqual([]);
	meter.pass(100);
	expect([heard, turns.length]).toEqual([[...ANSWER], 1]);
});

it("one that is later than any may be does not keep the line until then", () => {
	const { meter, heard, turns } = lateLine(1000);
	meter.pass(200);
	expect([heard, turns]).toEqual([[], [194]]);
	meter.pass(9000);
	expect([heard, turns]).toEqual([[], [194]]);
});

it("one whose meter is cut before never comes", () => {
	const { meter, heard, turns } = lateLine(10);
	meter.powerOff();
	expect([heard, turns.length]).toEqual([[], 1]);
});
