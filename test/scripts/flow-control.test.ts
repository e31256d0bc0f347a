import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { message } from "../../bench/meter/link.ts";
import { ToBoard } from "../../boards/virtual/link.ts";
import { FlowControl } from "../../lab/fuzz/flow-control.ts";

describe("the flow of a fuzzer's messages", () => {
	it("ends when the engine has dealt with the last: it may wait for its flash", async () => {
		const input = new PassThrough();
		const flow = new FlowControl(input);
		await flow.send([message(ToBoard.TIME), message(ToBoard.TIME)]);
		const end = flow.end();
		flow.done();
		expect(input.writableEnded).toBe(false);
		flow.done();
		await end;
		expect(input.writableEnded).toBe(true);
	});

	it("ends when the engine has ended", async () => {
		const input = new PassThrough();
		const flow = new FlowControl(input);
		await flow.send([message(ToBoard.TIME)]);
		const end = flow.end();
		flow.close();
		await end;
		expect(input.writableEnded).toBe(true);
	});
});
