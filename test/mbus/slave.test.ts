import { Outcome } from "registers/binding";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import {
	E5,
	long,
	NKE,
	OWN,
	REQ,
	SECONDARY,
	SND,
	select,
	short,
	TELEGRAM_LENGTH,
	TestSlave,
} from "./support.ts";

/** CI-fields of the baud rates (manual A1.2). */
const RATES: readonly [number, number][] = [
	[300, 0xb8],
	[600, 0xb9],
	[1200, 0xba],
	[2400, 0xbb],
	[4800, 0xbc],
	[9600, 0xbd],
];

const MINUTE_US = 60_000_000;

let slave: TestSlave;
beforeEach(() => {
	slave = new TestSlave();
});

const baud = (): number | undefined => slave.line.options?.baud;

/** Time from the last character of a frame to the first of the answer. */
function delayUs(frame: readonly number[]): number {
	slave.line.receive(frame);
	const end = clock.microseconds;
	slave.line.wait(2_000_000);
	const [{ microseconds }] = slave.line.sent;
	slave.line.take();
	// Until the last character of the answer has gone out.
	slave.line.wait(10_000_000);
	return microseconds - end;
}

describe("an answer", () => {
	it("of a new meter has 2400 baud and even parity", () => {
		expect(slave.line.options).toMatchObject({ baud: 2400, parity: "even" });
	});

	for (const [rate, information] of RATES)
		it(`begins within 11 bit times to 330 bit times + 50 ms at ${rate} baud`, () => {
			slave.ask(...long(SND, OWN, information));
			expect(baud()).toBe(rate);
			const bitUs = 1_000_000 / rate;
			const frames = [
				short(NKE, OWN),
				short(REQ, OWN),
				long(SND, OWN, 0x50),
				select(SECONDARY),
				short(REQ, 253),
			];
			for (const frame of frames) {
				expect(delayUs(frame)).toBeGreaterThanOrEqual(11 * bitUs);
				expect(delayUs(frame)).toBeLessThanOrEqual(330 * bitUs + 50_000);
			}
		});

	it("is left out if the request is read too late", () => {
		const bitUs = 1_000_000 / 2400;
		const latest = 330 * bitUs + 50_000;
		const lengths = (ageUs: number): number[] => {
			slave.line.wait(1_000_000);
			slave.line.receive(short(REQ, OWN), ageUs);
			slave.line.wait(1_000_000);
			return slave.line.take().map((answer) => answer.length);
		};
		expect(lengths(latest - 1000)).toEqual([TELEGRAM_LENGTH]);
		expect(lengths(latest + 1000)).toEqual([]);
	});

	it("waits for silence up to the latest moment allowed, and is then left out", () => {
		const bitUs = 1_000_000 / 2400;
		/**
		 * Sends a request, then `count` times noise; returns µs until the answer, if there is one.
		 */
		const answered = (count: number): number | undefined => {
			slave.line.receive(short(NKE, OWN));
			const end = clock.microseconds;
			for (let i = 0; i < count; i++) {
				slave.line.wait(5000);
				slave.line.receive([0x00]);
			}
			slave.line.wait(1_000_000);
			const at = slave.line.sent[0]?.microseconds;
			slave.line.take();
			return at === undefined ? undefined : at - end;
		};
		const latest = 330 * bitUs + 50_000;
		expect(answered(30)).toBeGreaterThan(150_000);
		expect(answered(30)).toBeLessThanOrEqual(latest);
		expect(answered(36)).toBeUndefined();
	});

	it("waits for the end of noise that came while nobody read the request", () => {
		slave.line.wait(1_000_000);
		slave.line.receive(short(REQ, OWN), 60_000);
		slave.line.receive([0x00], 20_000);
		expect(slave.line.sent).toEqual([]);
		slave.line.wait(500_000);
		expect(slave.line.take().map((answer) => answer.length)).toEqual([TELEGRAM_LENGTH]);
	});

	it("is the one to the last of two requests that nobody read in time", () => {
		slave.line.wait(1_000_000);
		slave.line.receive(short(REQ, OWN), 120_000);
		slave.line.receive(short(NKE, OWN), 5000);
		slave.line.wait(500_000);
		expect(slave.line.take()).toEqual([E5]);
	});

	it("does not begin while the previous one is still going out", () => {
		slave.line.receive(short(REQ, OWN));
		slave.line.wait(100_000);
		slave.line.receive(short(NKE, OWN));
		slave.line.wait(300_000);
		expect(slave.line.take().map((bytes) => bytes.length)).toEqual([250]);
		slave.line.wait(1_000_000);
		expect(slave.ask(...short(NKE, OWN))).toEqual([E5]);
	});
});

describe("a baud rate", () => {
	it.each(RATES)(
		"of %d is set by CI-field %x, acknowledged at the old one",
		(rate, information) => {
			slave.line.receive(long(SND, OWN, information));
			slave.line.wait(12_000);
			expect(baud()).toBe(2400);
			expect(slave.line.take()).toEqual([E5]);
			slave.line.wait(4750);
			expect(baud()).toBe(rate);
		},
	);

	it("is kept in the registers once a frame to any meter has come in at it", () => {
		slave.ask(...long(SND, OWN, 0xbd));
		expect(slave.value("mbusBaudRate")).toBe(4);
		expect(slave.ask(...short(NKE, 77))).toEqual([]);
		expect(slave.value("mbusBaudRate")).toBe(6);
		slave.line.wait(60 * MINUTE_US);
		expect(baud()).toBe(9600);
	});

	it("is given up for the old one after 10 minutes without a frame at it", () => {
		slave.ask(...long(SND, OWN, 0xbd));
		slave.line.wait(9.9 * MINUTE_US);
		expect(baud()).toBe(9600);
		slave.line.wait(0.2 * MINUTE_US);
		expect(baud()).toBe(2400);
		expect(slave.ask(...short(NKE, OWN))).toEqual([E5]);
	});

	it("holds while frames come in at it, although the register cannot keep it now", () => {
		slave.model.entrust({ admit: () => Outcome.BUSY, complete: () => {} });
		expect(slave.ask(...long(SND, OWN, 0xbd))).toEqual([E5]);
		for (let minutes = 0; minutes < 15; minutes += 5) {
			slave.line.wait(5 * MINUTE_US);
			expect(slave.lengths(...short(REQ, OWN))).toEqual([TELEGRAM_LENGTH]);
			expect(baud()).toBe(9600);
		}
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(2400);
	});

	it("is not kept because of noise, acknowledgements and answers of slaves", () => {
		slave.ask(...long(SND, OWN, 0xbd));
		for (let i = 0; i < 9; i++) {
			slave.line.wait(MINUTE_US);
			for (const bytes of [[0x10, 0x40], E5, long(0x08, 2, 0x72)]) slave.ask(...bytes);
		}
		slave.line.wait(MINUTE_US);
		expect(baud()).toBe(2400);
	});

	it("that is already in force is acknowledged, and stays", () => {
		expect(slave.ask(...long(SND, OWN, 0xbb))).toEqual([E5]);
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(2400);
	});

	it("is set by a broadcast, without an answer", () => {
		expect(slave.ask(...long(SND, 255, 0xbc))).toEqual([]);
		expect(baud()).toBe(4800);
	});

	it("is not confirmed by a frame that came in at the old one together with the change", () => {
		slave.ask(...long(SND, 255, 0xbc), ...short(NKE, 77));
		expect(baud()).toBe(4800);
		expect(slave.value("mbusBaudRate")).toBe(4);
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(2400);
	});

	it("is on trial even if the register was given another one before it could hold", () => {
		slave.line.receive(short(REQ, OWN));
		slave.line.wait(10_000);
		expect(slave.write("mbusBaudRate", 6)).toBe("DONE");
		expect(slave.ask(...long(SND, OWN, 0xbb))).toHaveLength(1);
		expect(baud()).toBe(2400);
		expect(slave.value("mbusBaudRate")).toBe(6);
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(9600);
	});

	it("may be changed again at once, and falls back to the one confirmed last", () => {
		slave.ask(...long(SND, OWN, 0xbd));
		slave.ask(...long(SND, OWN, 0xb8));
		expect(baud()).toBe(300);
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(9600);
	});

	it("that is set elsewhere in the meter holds at once, without a trial", () => {
		slave.ask(...long(SND, OWN, 0xbd));
		expect(slave.write("mbusBaudRate", 3)).toBe("DONE");
		expect(baud()).toBe(1200);
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(1200);
	});

	it("that is set elsewhere ends a trial, even if it is the one in the register", () => {
		slave.ask(...long(SND, OWN, 0xbd));
		expect(slave.write("mbusBaudRate", 4)).toBe("DONE");
		expect(baud()).toBe(2400);
	});

	it("that is set elsewhere holds after the answer in hand has gone out at the old one", () => {
		slave.line.receive(short(REQ, OWN));
		expect(slave.write("mbusBaudRate", 6)).toBe("DONE");
		slave.line.wait(10_000);
		expect(slave.line.take()).toHaveLength(1);
		// 250 characters of 11 bits at 2400 baud are 1.146 s.
		slave.line.wait(1_100_000);
		expect(baud()).toBe(2400);
		slave.line.wait(50_000);
		expect(baud()).toBe(9600);
		slave.line.receive(short(REQ, OWN));
		slave.line.wait(50_000);
		expect(slave.line.take()).toHaveLength(1);
		for (const code of [3, 6]) expect(slave.write("mbusBaudRate", code)).toBe("DONE");
		slave.line.wait(300_000);
		expect(baud()).toBe(9600);
		slave.line.receive(short(REQ, OWN));
		slave.line.wait(50_000);
		expect(slave.line.take()).toHaveLength(1);
		expect(slave.write("mbusBaudRate", 4)).toBe("DONE");
		slave.line.wait(200_000);
		expect(baud()).toBe(9600);
		slave.line.wait(100_000);
		expect(baud()).toBe(2400);
		slave.line.wait(11 * MINUTE_US);
		expect(baud()).toBe(2400);
	});

	it("must be one that the manual names", () => {
		for (const code of [0, 7, 10, 2.5]) expect(slave.write("mbusBaudRate", code)).toBe("BAD_VALUE");
	});
});
