import { catalogue } from "catalogue";
import { describe, expect, it } from "vitest";
import { registers } from "../../client/register-table.ts";
import { bytesOf, withCrc } from "../../testkit/line.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { EDGES } from "./edges.ts";

/** Ends a frame at 9600 baud. */
const SILENCE_US = 4250;

/** Answers of the whole meter, new and without a load. */
function ask({ board }: TestMeter, unit: number, pdu: readonly number[]): number[][] {
	board.line.receive(withCrc([unit, ...pdu]));
	board.line.wait(SILENCE_US);
	return board.line.take();
}

/** Values of all writable registers. */
function settings({ meter }: TestMeter): number[] {
	return registers
		.filter(({ range }) => range)
		.map(({ name }) => meter.model.get(catalogue.indexOf(name)));
}

const isRefusal = (response: string): boolean => /^([89A-F][0-9A-F]) 0[1-4]$/i.test(response);

describe("an edge of a function code", () => {
	it.each(EDGES)("%s", (_name, request, response) => {
		const meter = new TestMeter();
		const before = settings(meter);
		expect(ask(meter, 1, bytesOf(request))).toEqual([withCrc([1, ...bytesOf(response)])]);
		if (isRefusal(response)) expect(settings(meter)).toEqual(before);
	});

	it("has a unique name", () => {
		const names = EDGES.map(([name]) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	it("to another unit is not answered and changes nothing", () => {
		const meter = new TestMeter();
		const before = settings(meter);
		for (const [, request] of EDGES) expect(ask(meter, 2, bytesOf(request)), request).toEqual([]);
		expect(settings(meter)).toEqual(before);
	});

	it("in a broadcast is not answered, and changes nothing if it is refused", () => {
		const meter = new TestMeter();
		const before = settings(meter);
		for (const [, request, response] of EDGES)
			if (isRefusal(response)) expect(ask(meter, 0, bytesOf(request)), request).toEqual([]);
		expect(settings(meter)).toEqual(before);
	});

	it("is an S0 rate or a pulse width that cannot keep up with the other", () => {
		const meter = new TestMeter();
		const answer = (request: string): number[][] => ask(meter, 1, bytesOf(request));
		const fast = "10 400D 0002 04 461C4000";
		// 3 × 230 V × 5 A at 10 000 imp/kWh: a pulse every 104 ms, too short for 99 ms and the
		// pause.
		expect(answer("06 4021 0099")).toEqual([withCrc([1, ...bytesOf("06 4021 0099")])]);
		expect(answer(fast)).toEqual([withCrc([1, 0x90, 3])]);
		expect(answer("06 4021 0030")).toEqual([withCrc([1, ...bytesOf("06 4021 0030")])]);
		expect(answer(fast)).toEqual([withCrc([1, ...bytesOf("10 400D 0002")])]);
		expect(answer("06 4021 0099")).toEqual([withCrc([1, 0x86, 3])]);
		expect(answer("03 4021 0001")).toEqual([withCrc([1, ...bytesOf("03 02 0030")])]);
	});
});
