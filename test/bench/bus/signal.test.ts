import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SerialSettings } from "../../../bench/bus/protocol.ts";
import { endOf, Receiver, type Transmission } from "../../../bench/bus/signal.ts";

const EVEN: SerialSettings = { baudRate: 1, parity: "even" };

/** The unit of time is a bit. */
function sent(bytes: readonly number[], start = 0, settings = EVEN, bitTime = 1): Transmission {
	return {
		start,
		bitTime,
		settings,
		bytes: Uint8Array.from(bytes),
		cutAt: Number.POSITIVE_INFINITY,
	};
}

function heard(transmissions: Transmission[], settings = EVEN): number[] {
	return new Receiver(settings, 1, 0).run(transmissions, Number.POSITIVE_INFINITY);
}

const anyBytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 20 });
const anySettings = fc
	.constantFrom("even" as const, "none" as const, "odd" as const)
	.map((parity) => ({
		baudRate: 1,
		parity,
	}));

describe("a character on the wire", () => {
	it.each([
		["even", 11],
		["odd", 11],
		["none", 10],
	] as const)("with parity %s takes %d bits", (parity, bits) => {
		expect(endOf(sent([0, 0], 5, { baudRate: 1, parity }))).toBe(5 + 2 * bits);
	});

	it("is read as it was sent, for every parity and bit clocks that differ by up to 2 %", () => {
		const clock = fc.double({ min: 0.98, max: 1.02, noNaN: true });
		fc.assert(
			fc.property(anyBytes, anySettings, clock, (bytes, settings, bitTime) => {
				expect(heard([sent(bytes, 3, settings, bitTime)], settings)).toEqual(bytes);
			}),
		);
	});

	it("is read the same in one go and bit by bit", () => {
		fc.assert(
			fc.property(
				anyBytes,
				anyBytes,
				fc.double({ min: 0, max: 40, noNaN: true }),
				(one, two, start) => {
					const transmissions = [sent(one), sent(two, start)];
					const receiver = new Receiver(EVEN, 1, 0);
					const pieces: number[] = [];
					for (let time = 0; time < 300; time += 0.7)
						pieces.push(...receiver.run(transmissions, time));
					expect(pieces).toEqual(heard(transmissions));
				},
			),
		);
	});

	it("is handed over once it has started, not before", () => {
		const receiver = new Receiver(EVEN, 1, 0);
		const transmissions = [sent([1, 2, 3], 10)];
		const counts = [9.9, 10, 20.9, 21.1, 32.1].map(
			(time) => receiver.run(transmissions, time).length,
		);
		expect(counts).toEqual([0, 1, 0, 1, 1]);
	});

	it("is cut with its sender: missing bits read as 1", () => {
		// 0x00 is cut after its start bit and four data bits.
		const transmission = sent([0x00, 0x00]);
		transmission.cutAt = 5;
		expect(heard([transmission])).toEqual([0xf0]);
	});
});

describe("the characters of two senders at once", () => {
	it("are read as the bits that both have at 1", () => {
		expect(heard([sent([0b1100, 0xff]), sent([0b1010, 0x55, 0x07])])).toEqual([0b1000, 0x55, 0x07]);
	});

	it("are read as one if their bits are the same", () => {
		expect(heard([sent([0xe5]), sent([0xe5], 0.3)])).toEqual([0xe5]);
	});

	it("give a byte that neither has sent if they start a bit apart", () => {
		// FF with even parity is 0 11111111 0 1. A bit later its start bit falls on the first
		// one's bit 0, and its parity on the stop bit.
		expect(heard([sent([0xff]), sent([0xff], 1)])).toEqual([0]);
		// With odd parity, 0 11111111 1 1, only the start bit of the second one shows.
		const odd: SerialSettings = { baudRate: 1, parity: "odd" };
		expect(heard([sent([0xff], 0, odd), sent([0xff], 1, odd)], odd)).toEqual([0xfe]);
	});

	it("are read as sent if one follows the other", () => {
		expect(heard([sent([1, 2]), sent([3], 22.5)])).toEqual([1, 2, 3]);
	});
});
