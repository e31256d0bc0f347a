import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { Poller } from "../../../bench/live/poller.ts";
import { ErrorCode } from "../../../src/storage/error-code.ts";
import { Address, DataType } from "../../../testkit/addresses.ts";
import { withCrc } from "../../../testkit/line.ts";

const MEASUREMENTS = 0x5002;
const SETTINGS = 0x4003;
const ENERGIES = 0x6000;

/** Requests of a poll that reads everything for the first time. */
const FIRST_POLL = ["40030032", "50020036", "60000057", "70020001", "40260001"];

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
	const read: number[] = [];
	const poller = new Poller(
		line,
		7,
		() => 12.5,
		({ address }) => void read.push(address),
	);
	/** Registers of the meter; all others have the value of the answer. */
	const registers = new Map<number, number>([
		[Address.DATA_TYPE, DataType.FLOAT],
		[Address.ERROR_CODE, 0],
	]);
	const asked = (): { address: number; count: number } => {
		const request = Buffer.from(sent.at(-1) ?? "", "hex");
		return { address: request.readUInt16BE(2), count: request.readUInt16BE(4) };
	};
	/** The present turn ends with this answer. */
	const end = (answer?: number[]): void => {
		if (answer) client?.answer(Uint8Array.from(answer));
		client?.over();
	};
	/** Answers as the meter does. */
	const answer = (value: number): void => {
		const { address, count } = asked();
		const words = Array.from({ length: count }, (_, i) => registers.get(address + i) ?? value);
		end(withCrc([7, 3, 2 * count, ...words.flatMap((word) => [word >> 8, word & 0xff])]));
	};
	const refuse = (code: number): void => end(withCrc([7, 0x83, code]));
	/** Answers as a meter does that has stopped. */
	const answerStopped = (): void => {
		const { address } = asked();
		if (address === MEASUREMENTS || address === ENERGIES) refuse(4);
		else answer(0);
	};
	const turns = (count: number, act: () => void): void => {
		for (let turn = 0; turn < count; turn++) act();
	};
	const queue = (): void => {
		queued = true;
	};
	const parts = { poller, sent, left, read, registers, asked };
	return { ...parts, end, answer, refuse, answerStopped, turns, queue, client: () => client };
}

/** A station whose poller has read everything once, each register 1. */
function begun() {
	const all = station();
	all.poller.poll();
	all.turns(FIRST_POLL.length, () => all.answer(1));
	return all;
}

it("reads each block once, and has registers when it is sure of all", () => {
	const { poller, sent, answer, registers } = station();
	registers.clear();
	poller.poll();
	for (const value of [2, 1, 3, 4]) answer(value);
	expect(poller.registers).toBeNull();
	answer(2);
	expect(sent.map((frame) => frame.slice(4, 12))).toEqual(FIRST_POLL);
	const block = { meterSeconds: 12.5, integers: true };
	expect(poller.registers).toEqual({
		meterSeconds: 12.5,
		stopped: false,
		blocks: [
			{ ...block, address: 0x5002, words: "0001".repeat(54) },
			{ ...block, address: 0x6000, words: "0003".repeat(87) },
			{ ...block, address: 0x7002, words: "0004", integers: false },
			{ ...block, address: 0x4003, words: "0002".repeat(50), integers: false },
		],
	});
});

it("then reads measurements and data type each time and the others every fifth time", () => {
	const { poller, sent, answer, turns } = station();
	for (let poll = 1; poll <= 11; poll++) {
		poller.poll();
		turns(FIRST_POLL.length, () => answer(1));
	}
	const count = (address: string) =>
		sent.filter((frame) => frame.startsWith(`0703${address}`)).length;
	expect(["5002", "4003", "6000", "7002"].map(count)).toEqual([11, 3, 3, 3]);
	// The settings have the data type too.
	expect(count("4026")).toBe(9);
});

it("does not start another poll while it waits", () => {
	const { poller, sent, answer } = station();
	poller.poll();
	poller.poll();
	expect(sent).toHaveLength(1);
	answer(1);
	expect(sent).toHaveLength(2);
});

it("asks a meter that is silent for one block a poll", () => {
	const { poller, sent, end } = station();
	for (let poll = 0; poll < 3; poll++) {
		poller.poll();
		end();
	}
	expect(sent).toHaveLength(3);
	expect(poller.silent).toBe(true);
});

it.each([
	["another unit's", [8, 3, 2, 0, 1], true, null],
	["an exception", [7, 0x83, 2], false, 2],
	["a busy meter's", [7, 0x83, 6], false, 6],
	["one that is too short", [7, 3, 2, 0, 1], true, null],
])(
	"refuses %s answer, and has no registers after three of them",
	(_name, bytes, silent, refusal) => {
		const { poller, end, answer } = begun();
		poller.poll();
		end(withCrc(bytes));
		poller.poll();
		end(withCrc(bytes));
		expect(poller.registers).not.toBeNull();
		expect(poller).toMatchObject({ silent: false, refusal: null });
		poller.poll();
		end(withCrc(bytes));
		expect(poller.registers).toBeNull();
		expect(poller).toMatchObject({ silent, refusal });
		poller.poll();
		answer(1);
		expect(poller).toMatchObject({ silent: false, refusal: null });
	},
);

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
	before?.answer(Uint8Array.from(withCrc([7, 3, 100, ...new Array<number>(100).fill(0)])));
	before?.over();
	expect(sent).toHaveLength(2);
	expect(poller.registers).toBeNull();
});

describe("a meter that has stopped (manual 8.1)", () => {
	const wordsAt = ({ poller }: ReturnType<typeof station>, wanted: number) =>
		poller.registers?.blocks.find(({ address }) => address === wanted)?.words;

	it("is not silent: it has its settings, and no measurement and no energy", () => {
		const all = station();
		all.registers.set(Address.ERROR_CODE, ErrorCode.LOST);
		for (let poll = 0; poll < 12; poll++) {
			all.poller.poll();
			all.turns(6, all.answerStopped);
			expect(all.poller).toMatchObject({ silent: false, refusal: null });
			expect(all.poller.registers?.stopped).toBe(true);
		}
		expect(wordsAt(all, MEASUREMENTS)).toBe("");
		expect(wordsAt(all, ENERGIES)).toBe("");
		expect(wordsAt(all, SETTINGS)).toHaveLength(200);
	});

	it("loses the measurements and energies that were read before at once", () => {
		const all = begun();
		all.registers.set(Address.ERROR_CODE, ErrorCode.LOST);
		all.poller.poll();
		all.turns(2, all.answerStopped);
		expect(all.poller.registers?.stopped).toBe(true);
		expect(wordsAt(all, MEASUREMENTS)).toBe("");
		expect(wordsAt(all, ENERGIES)).toBe("");
	});

	it("is not one that refuses and has no such error", () => {
		const all = begun();
		all.poller.poll();
		all.turns(2, all.answerStopped);
		expect(all.poller.registers?.stopped).toBe(false);
		expect(wordsAt(all, MEASUREMENTS)).toBe("0001".repeat(54));
	});
});

it("registers are what they were, whenever the data type changes between two requests", () => {
	/** Requests from one reading of the data type to the next, in the first poll. */
	const least = 4;
	fc.assert(
		fc.property(fc.array(fc.integer({ min: least, max: 9 }), { minLength: 1 }), (spans) => {
			const { poller, sent, registers, answer } = station();
			const types = spans.flatMap((span, i) =>
				new Array<number>(span).fill(i % 2 ? DataType.INTEGER : DataType.FLOAT),
			);
			for (let answered = 0; answered < types.length; ) {
				poller.poll();
				for (; answered < sent.length; answered++) {
					// Each value tells the data type that it was sent with.
					const type = types[Math.min(answered, types.length - 1)] ?? 0;
					registers.set(Address.DATA_TYPE, type);
					answer(type);
				}
				for (const { address, integers, words } of poller.registers?.blocks ?? []) {
					if (address !== MEASUREMENTS && address !== ENERGIES) continue;
					const sentAs = Number.parseInt(words.slice(0, 4), 16);
					expect(sentAs).toBe(integers ? DataType.INTEGER : DataType.FLOAT);
				}
			}
		}),
	);
});
