import { expect, it } from "vitest";
import type { LineClient } from "../../../bench/bus/turns.ts";
import { Poller } from "../../../bench/live/poller.ts";
import { withCrc } from "../../../testkit/line.ts";

/** A line whose turns the test ends. */
function station() {
	const sent: string[] = [];
	const left: LineClient[] = [];
	/** True: the line has the request in its queue, and drops it with its client. */
	let queued = false;
	let client: LineClient | undefined;
	const line = {
		send: (who: LineClient, bytes: Uint8Array) => {
			client = who;
			sent.push(Buffer.from(bytes).toString("hex"));
		},
		leave: (who: LineClient) => {
			if (queued) left.push(who);
		},
	};
	const poller = new Poller(line, 7, () => 12.5);
	/** The present turn ends with this answer. */
	const end = (answer?: number[]): void => {
		if (answer) client?.answer(Uint8Array.from(answer));
		client?.over();
	};
	/** Answers as the meter does, every register with the same value. */
	const answer = (value: number): void => {
		const request = Buffer.from(sent.at(-1) ?? "", "hex");
		const count = request.readUInt16BE(4);
		end(
			withCrc([
				7,
				3,
				2 * count,
				...Array.from({ length: 2 * count }, (_, i) => (i % 2 ? value : 0)),
			]),
		);
	};
	const queue = (): void => {
		queued = true;
	};
	return { poller, sent, left, end, answer, queue, client: () => client };
}

it("reads each block once, and has registers when it has read all", () => {
	const { poller, sent, answer } = station();
	poller.poll();
	for (const value of [1, 2, 3]) answer(value);
	expect(poller.registers).toBeNull();
	answer(4);
	expect(sent.map((frame) => frame.slice(0, 12))).toEqual([
		"070350020036",
		"070340030032",
		"070360000057",
		"070370020001",
	]);
	expect(poller.registers).toEqual({
		meterSeconds: 12.5,
		blocks: [
			{ address: 0x5002, meterSeconds: 12.5, words: "0001".repeat(54) },
			{ address: 0x4003, meterSeconds: 12.5, words: "0002".repeat(50) },
			{ address: 0x6000, meterSeconds: 12.5, words: "0003".repeat(87) },
			{ address: 0x7002, meterSeconds: 12.5, words: "0004" },
		],
	});
});

it("then reads the measurements each time and the others every fifth time", () => {
	const { poller, sent, answer } = station();
	for (let poll = 1; poll <= 11; poll++) {
		poller.poll();
		for (let turn = 0; turn < 4; turn++) answer(1);
	}
	const count = (address: string) =>
		sent.filter((frame) => frame.startsWith(`0703${address}`)).length;
	expect(["5002", "4003", "6000", "7002"].map(count)).toEqual([11, 3, 3, 3]);
});

it("does not start another poll while it waits", () => {
	const { poller, sent, end } = station();
	poller.poll();
	poller.poll();
	expect(sent).toHaveLength(1);
	end();
	expect(sent).toHaveLength(2);
});

it.each([
	["another unit's", [8, 3, 2, 0, 1]],
	["an exception", [7, 0x83, 2]],
	["one that is too short", [7, 3, 2, 0, 1]],
])("refuses %s answer, and has no registers after three of them", (_name, bytes) => {
	const { poller, end, answer } = station();
	poller.poll();
	for (let turn = 0; turn < 4; turn++) answer(1);
	poller.poll();
	end(withCrc(bytes));
	poller.poll();
	end(withCrc(bytes));
	expect(poller.registers).not.toBeNull();
	end(withCrc(bytes));
	expect(poller.registers).toBeNull();
});

it("reads again after it was stopped while its request waited in the line's queue", () => {
	const { poller, sent, left, queue } = station();
	poller.poll();
	queue();
	poller.stop();
	expect(left).toHaveLength(1);
	poller.poll();
	expect(sent).toHaveLength(2);
});

it("an answer to a request from before the stop does not count", () => {
	const { poller, sent, client } = station();
	poller.poll();
	const before = client();
	poller.stop();
	poller.poll();
	before?.answer(Uint8Array.from(withCrc([7, 3, 108, ...new Array<number>(108).fill(0)])));
	before?.over();
	expect(sent).toHaveLength(2);
	expect(poller.registers).toBeNull();
});
