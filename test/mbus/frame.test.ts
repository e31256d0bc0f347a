import FrameReceiver, { FrameKind } from "mbus/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../../testkit/line.ts";
import { long, NKE, OWN, REQ, SND, short } from "./support.ts";

const BIT_US = 1_000_000 / 2400;

let frames: FrameReceiver;
beforeEach(() => {
	frames = new FrameReceiver();
});

/**
 * The frames in characters without a gap: C- and A-field, of long frames also CI-field and data.
 */
function found(...characters: number[]): number[][] {
	return characters.flatMap((character) => {
		const kind = frames.push(character);
		if (kind === FrameKind.NONE) return [];
		const head = [frames.control, frames.address];
		if (kind === FrameKind.SHORT) return [head];
		return [[...head, frames.information, ...frames.bytes.subarray(frames.start, frames.end)]];
	});
}

describe("the frame receiver", () => {
	it("finds a short frame", () => {
		expect(found(...short(REQ, 5))).toEqual([[REQ, 5]]);
	});

	it("finds a long frame, from a control frame to the longest", () => {
		for (const length of [0, 1, 100, 252]) {
			const data = Array.from({ length }, (_, i) => (7 * i) & 0xff);
			expect(found(...long(SND, 5, 0x51, data))).toEqual([[SND, 5, 0x51, ...data]]);
		}
	});

	it("finds frames of every kind that follow one another without a gap", () => {
		expect(
			found(...short(NKE, 1), ...long(SND, 2, 0x50), ...long(SND, 3, 0x50), ...short(REQ, 4)),
		).toEqual([
			[NKE, 1],
			[SND, 2, 0x50],
			[SND, 3, 0x50],
			[REQ, 4],
		]);
	});

	it.each([
		"00",
		"FF",
		"E5",
		"E5 E5 E5",
		"16",
		"5B 01 5C 16",
		"10",
		"10 10",
		"68",
		"68 68",
		"68 05 10",
		"10 68 03",
	])("finds a short frame directly after %s", (noise) => {
		expect(found(...bytesOf(noise), ...short(REQ, OWN))).toEqual([[REQ, OWN]]);
	});

	it.each([
		"00",
		"FF",
		"E5",
		"E5 E5 E5",
		"16",
		"5B 01 5C 16",
		"10",
		"10 10",
		"68",
		"68 05",
		"10 68 03",
	])("finds a long frame directly after %s", (noise) => {
		expect(found(...bytesOf(noise), ...long(SND, OWN, 0x50, [9]))).toEqual([[SND, OWN, 0x50, 9]]);
	});

	it("loses a long frame after noise that makes it look like one with wrong lengths", () => {
		expect(found(...bytesOf("68 68"), ...long(SND, OWN, 0x50))).toEqual([]);
		frames.silence(33.1 * BIT_US, BIT_US);
		expect(found(...long(SND, OWN, 0x50))).toEqual([[SND, OWN, 0x50]]);
	});

	it("finds nothing inside or directly after a long frame with a wrong checksum", () => {
		const outer = long(SND, OWN, 0x51, short(REQ, OWN));
		outer[outer.length - 2] ^= 1;
		expect(found(...outer, ...short(REQ, OWN))).toEqual([]);
	});

	it.each([
		["first length", 1],
		["second length", 2],
		["second start", 3],
	])("finds nothing inside a long frame with a wrong %s", (_, at) => {
		const outer = long(SND, OWN, 0x51, short(REQ, OWN));
		outer[at] ^= 1;
		expect(found(...outer)).toEqual([]);
	});

	it("finds no frame inside a whole long frame", () => {
		const outer = long(0x08, OWN, 0x72, short(REQ, OWN));
		expect(found(...outer)).toEqual([[0x08, OWN, 0x72, ...short(REQ, OWN)]]);
	});

	it.each([0, 1, 2])("refuses a long frame of length %d", (length) => {
		expect(found(0x68, length, length, 0x68, ...[SND, OWN].slice(0, length), 0x54, 0x16)).toEqual(
			[],
		);
	});
});

describe("a silence", () => {
	/** Finds frames in a wrong long frame, `bits` bit times of silence and a good frame. */
	const afterWrong = (bits: number): number[][] => {
		const wrong = long(SND, OWN, 0x50);
		wrong[5] ^= 1;
		expect(found(...wrong)).toEqual([]);
		frames.silence(bits * BIT_US, BIT_US);
		return found(...short(REQ, OWN));
	};

	it("of 33 bit times ends a wrong frame", () => {
		expect(afterWrong(32.9)).toEqual([]);
		expect(afterWrong(33.1)).toEqual([[REQ, OWN]]);
	});

	it("inside a frame may last 33 bit times + 50 ms, at every place", () => {
		for (const frame of [short(REQ, OWN), long(SND, OWN, 0x50, [1])])
			for (let at = 1; at < frame.length; at++) {
				found(...frame.slice(0, at));
				frames.silence(33 * BIT_US + 49_900, BIT_US);
				expect(found(...frame.slice(at))).toHaveLength(1);
				found(...frame.slice(0, at));
				frames.silence(33 * BIT_US + 50_100, BIT_US);
				expect(found(...frame.slice(at))).toEqual([]);
				frames.silence(1_000_000, BIT_US);
			}
	});

	it("of a master's time-out lets its repeated frame be found, whatever was cut off before", () => {
		const frame = long(SND, OWN, 0x51, bytesOf("09 7C 01 54 02"));
		for (let length = 1; length < frame.length; length++) {
			found(...frame.slice(0, length));
			frames.silence(330 * BIT_US + 50_000, BIT_US);
			expect(found(...frame)).toHaveLength(1);
		}
	});
});
