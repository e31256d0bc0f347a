import { beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../engine/image/desktop.ts";
import { ANSWER_BYTE_CODES, answerByteCodes, LARGEST_READS } from "../../lab/cost/answer-codes.ts";
import { displayByteCodes, idleByteCodes, kernelByteCodes } from "../../lab/cost/byte-codes.ts";
import { notificationByteCodes } from "../../lab/cost/notifications.ts";
import { bundleFirmware, bundleKernelProbe, bundleWithoutDisplay } from "../../scripts/bundle.ts";
import { startBench } from "../../testkit/bench.ts";

let engine: string;
let firmware: string;
let probe: string;
let withoutDisplay: string;

beforeAll(async () => {
	engine = await buildEngine();
	firmware = await bundleFirmware();
	probe = await bundleKernelProbe();
	withoutDisplay = await bundleWithoutDisplay();
});

describe("on XS", () => {
	it("the kernel as byte code takes at most 1100 byte codes per three-phase frame", () => {
		const count = kernelByteCodes(engine, probe);
		expect(count).toBeGreaterThan(100);
		expect(count).toBeLessThanOrEqual(1100);
	});

	it("an idle meter with the compiled kernel takes at most 30 byte codes per frame", () => {
		const count = idleByteCodes(engine, firmware);
		expect(count).toBeGreaterThan(5);
		expect(count).toBeLessThanOrEqual(30);
	});

	it("notifying three clients of all readings takes at most 33 000 byte codes a second", () => {
		const count = notificationByteCodes(engine, firmware);
		expect(count).toBeGreaterThan(1000);
		expect(count).toBeLessThanOrEqual(33_000);
	});

	it.each([false, true])(
		"the display takes at most 65 000 byte codes a second, with fast page turns: %s",
		(fastest) => {
			const display = displayByteCodes(engine, firmware, withoutDisplay, fastest);
			expect(display).toBeGreaterThan(1000);
			expect(display).toBeLessThanOrEqual(65_000);
		},
	);

	it.each(LARGEST_READS)(
		"a response of $count registers, $what, is within its budget as floats and integers",
		(read) => {
			for (const integers of [false, true]) {
				const count = answerByteCodes(engine, firmware, read, integers);
				expect(count).toBeGreaterThan(1000);
				expect(count).toBeLessThanOrEqual(ANSWER_BYTE_CODES);
			}
		},
	);

	it("the heap does not grow between minute 5 and minute 15 of meter time", async () => {
		const bench = await startBench();
		const heap = async (): Promise<number> => {
			const { body } = await bench.call("GET", "/api/engine");
			return (body as { heapBytes: number }).heapBytes;
		};
		try {
			await bench.call("POST", "/api/advance", { seconds: 300 });
			const before = await heap();
			await bench.call("POST", "/api/advance", { seconds: 600 });
			expect(before).toBeGreaterThan(10_000);
			// Timers come and go; lasting objects do not.
			expect(Math.abs((await heap()) - before)).toBeLessThanOrEqual(1024);
		} finally {
			await bench.stop();
		}
	});
});
