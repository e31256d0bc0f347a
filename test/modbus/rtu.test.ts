import fc from "fast-check";
import PduServer from "modbus/pdu";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import RegisterModel from "registers/model";
import { BAUD_RATES } from "registers/settings";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import { Line, withCrc } from "../support/line.ts";

let line: Line;

function serve(unitId = 1, baud = 9600): void {
	line = new Line();
	const model = new RegisterModel();
	model.setByName("serialNumber", 12345678);
	model.setByName("modbusId", unitId);
	model.setByName("baudRate", BAUD_RATES.indexOf(baud) + 1);
	new RtuServer(line.port, clock, new RtuSettings(model), new PduServer(model));
}

/** A read of the serial number, and its answer. */
const READ = withCrc([1, 3, 0x40, 0x00, 0, 2]);
const ANSWER = withCrc([1, 3, 4, 0x12, 0x34, 0x56, 0x78]);

/** Microseconds that end a frame at 9600 baud, and that do not. */
const SILENCE = 4250;
const PAUSE = 1000;

beforeEach(() => serve());

describe("the Modbus RTU server", () => {
	it("opens its port with its baud rate and parity", () => {
		expect(line.options).toMatchObject({ baud: 9600, parity: "even", format: "buffer" });
	});

	it("answers a read of holding registers", () => {
		line.receive(READ);
		line.wait(SILENCE);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("answers a read of input registers with the same", () => {
		line.receive(withCrc([1, 4, 0x40, 0x00, 0, 2]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([withCrc([1, 4, 4, 0x12, 0x34, 0x56, 0x78])]);
	});

	for (const [baud, t35] of [
		[300, 128_333.4],
		[9600, 4010.5],
		[19200, 2005.3],
		[38400, 1750],
		[115200, 1750],
	])
		it(`waits for 3.5 characters of silence at ${baud} baud, and not much longer`, () => {
			serve(1, baud);
			const end = clock.microseconds;
			line.receive(READ);
			line.wait(200_000);
			expect(line.sent).toHaveLength(1);
			expect(line.sent[0].microseconds - end).toBeGreaterThanOrEqual(t35);
			expect(line.sent[0].microseconds - end).toBeLessThan(t35 + 251);
		});

	it("takes a frame in pieces that come before 1.5 characters of silence", () => {
		for (const byte of READ) {
			line.wait(PAUSE);
			line.receive([byte]);
		}
		line.wait(SILENCE);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("drops a frame with a silence of more than 1.5 characters inside, and answers the next", () => {
		line.receive(READ.slice(0, 4));
		line.wait(3750);
		line.receive(READ.slice(4, 5));
		line.receive(READ.slice(5));
		line.wait(SILENCE);
		expect(line.take()).toEqual([]);
		line.receive(READ);
		line.wait(SILENCE);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("is silent to a frame with a wrong CRC", () => {
		for (let i = 0; i < READ.length; i++)
			for (let bit = 0; bit < 8; bit++) {
				line.receive(READ.map((byte, at) => (at === i ? byte ^ (1 << bit) : byte)));
				line.wait(SILENCE);
			}
		expect(line.take()).toEqual([]);
	});

	it("is silent to a frame that is cut short, at any length", () => {
		for (let length = 1; length < READ.length; length++) {
			line.receive(READ.slice(0, length));
			line.wait(SILENCE);
		}
		expect(line.take()).toEqual([]);
	});

	it("is silent to a CRC with nothing before it", () => {
		for (const frame of [withCrc([]), withCrc([1])]) {
			line.receive(frame);
			line.wait(SILENCE);
		}
		expect(line.take()).toEqual([]);
	});

	it("is silent to 256 characters and more, and answers the next frame", () => {
		for (const length of [256, 257, 600, 5000]) {
			line.receive(withCrc(new Array(length - 2).fill(1)));
			line.wait(SILENCE);
			expect(line.take()).toHaveLength(length === 256 ? 1 : 0);
			line.receive(READ);
			line.wait(SILENCE);
			expect(line.take()).toEqual([ANSWER]);
		}
	});

	it("is silent to other units, to a broadcast read, and to unit IDs that are reserved", () => {
		for (const unit of [0, 2, 247, 248, 255]) {
			line.receive(withCrc([unit, 3, 0x40, 0x00, 0, 2]));
			line.wait(SILENCE);
		}
		expect(line.take()).toEqual([]);
	});

	it("answers under its own unit ID", () => {
		serve(247);
		line.receive(withCrc([247, 3, 0x40, 0x00, 0, 1]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([withCrc([247, 3, 2, 0x12, 0x34])]);
	});

	it("takes two requests glued together for one broken frame", () => {
		line.receive([...READ, ...READ]);
		line.wait(SILENCE);
		expect(line.take()).toEqual([]);
	});

	it("answers every good frame and no other, whatever comes and however it is cut", () => {
		const good = fc.record({
			kind: fc.constant("good" as const),
			bytes: fc.constantFrom(READ, withCrc([1, 4, 0x50, 0x02, 0, 6]), withCrc([1, 3, 0x80, 0, 0, 1])),
		});
		const bad = fc.record({
			kind: fc.constant("bad" as const),
			bytes: fc
				.uint8Array({ minLength: 1, maxLength: 300 })
				.map((bytes) => [...bytes])
				.filter((bytes) => withCrc(bytes.slice(0, -2)).join() !== bytes.join()),
		});
		const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.oneof(good, bad), cuts), { maxLength: 12 }), (frames) => {
				serve();
				for (const [{ kind, bytes }, sizes] of frames) {
					for (let at = 0, i = 0; at < bytes.length; i++) {
						const size = sizes[i % sizes.length];
						line.receive(bytes.slice(at, at + size));
						at += size;
						line.wait(PAUSE);
					}
					line.wait(SILENCE);
					const answers = line.take();
					expect(answers).toHaveLength(kind === "good" ? 1 : 0);
					if (kind === "good") {
						expect(answers[0].slice(0, 1)).toEqual([1]);
						expect(answers[0][1] & 0x7f).toBe(bytes[1]);
						expect(withCrc(answers[0].slice(0, -2))).toEqual(answers[0]);
					}
				}
			}),
			{ numRuns: 300 },
		);
	});
});

describe("a PDU", () => {
	/** Request and response without unit ID and CRC, as hexadecimal. */
	const cases: [string, string, string][] = [
		["reads one register", "03 4002 0001", "03 02 1113"],
		[
			"reads 13 registers to the block's end",
			"03 4000 000D",
			`03 1A 12345678 1113 0001 0006 3F800000 3F800000 3F800000 0005 0005`,
		],
		["refuses 0 registers", "03 4000 0000", "83 03"],
		["refuses 126 registers", "03 5000 007E", "83 03"],
		["refuses 2000 registers", "04 5000 07D0", "84 03"],
		["refuses 65535 registers", "03 5000 FFFF", "83 03"],
		["refuses 125 registers that leave the block", "03 5000 007D", "83 02"],
		["refuses a range across the block's end", "03 5036 0003", "83 02"],
		["refuses an unknown address", "03 0000 0001", "83 02"],
		["refuses the last address", "03 FFFF 0001", "83 02"],
		["refuses a range that wraps", "03 FFFF 0002", "83 02"],
		["refuses a read without a quantity", "03 4000", "83 03"],
		["refuses a read with a trailing byte", "03 4000 0002 00", "83 03"],
		["refuses a bare function code", "03", "83 03"],
		["writes one register and reads it back", "06 4010 0025", "06 4010 0025"],
		["writes two registers", "10 401F 0002 04 9995 0005", "10 401F 0002"],
		["writes several settings at once", "10 4032 0003 06 0001 0001 0003", "10 4032 0003"],
		["refuses to write half of a value of two registers", "06 401F 9995", "86 03"],
		["refuses to write its other half", "06 4020 0005", "86 03"],
		["refuses to write a half beside a whole", "10 4020 0002 04 0005 0030", "90 03"],
		["refuses to write what is read only", "06 4000 0001", "86 02"],
		["refuses to write a gap", "06 4025 0001", "86 02"],
		["refuses to write outside the blocks", "06 8000 0001", "86 02"],
		["refuses to write across a block's end", "10 4034 0002 04 0001 0001", "90 02"],
		["refuses a digit above 9", "06 4010 001A", "86 03"],
		["refuses a value below the range", "06 4010 0000", "86 03"],
		["refuses a value above the range", "06 4010 0031", "86 03"],
		["refuses unit ID 0", "06 4003 0000", "86 03"],
		["refuses unit ID 248", "06 4003 00F8", "86 03"],
		["refuses a negative value", "06 4003 FFFF", "86 03"],
		["refuses an S0 rate that is none", "10 400D 0002 04 41A00000", "90 03"],
		["takes the S0 rate of 0.01", "10 400D 0002 04 3C23D70A", "10 400D 0002"],
		["refuses an S0 rate that is no number", "10 400D 0002 04 7FC00000", "90 03"],
		["refuses to write nothing", "10 4010 0000 00", "90 03"],
		["refuses to write 124 registers", "10 4000 007C F8 0000", "90 03"],
		["refuses a byte count that is odd", "10 4010 0001 03 002500", "90 03"],
		["refuses a byte count that is not the quantity's", "10 4010 0001 04 00250025", "90 03"],
		["refuses a write that ends early", "10 4010 0001 02 00", "90 03"],
		["refuses a write with trailing bytes", "10 4010 0001 02 0025 00", "90 03"],
		["refuses a single write with a trailing byte", "06 4010 0025 00", "86 03"],
		["refuses a single write without a value", "06 4010", "86 03"],
		[
			"identifies itself by stream",
			"2B 0E 01 00",
			"2B 0E 01 81 00 00 03 00 05 416D626974 01 06 325055204354 02 04 312E3030",
		],
		["identifies itself from an object on", "2B 0E 01 02", "2B 0E 01 81 00 00 01 02 04 312E3030"],
		[
			"identifies itself by the extended stream, which holds no more",
			"2B 0E 03 80",
			"2B 0E 03 81 00 00 03 00 05 416D626974 01 06 325055204354 02 04 312E3030",
		],
		["identifies itself by one object", "2B 0E 04 01", "2B 0E 04 81 00 00 01 01 06 325055204354"],
		["refuses an object that it has not", "2B 0E 04 03", "AB 02"],
		["refuses an identification code that is none", "2B 0E 05 00", "AB 03"],
		["refuses an identification request of a wrong length", "2B 0E 01", "AB 03"],
		["echoes a diagnostics query", "08 0000 A537", "08 0000 A537"],
		["refuses other diagnostics", "08 0001 0000", "88 01"],
		["refuses a diagnostics query without a sub-function", "08", "88 03"],
		["refuses to read coils", "01 0000 0001", "81 01"],
		["refuses to read discrete inputs", "02 0000 0001", "82 01"],
		["refuses function code 0", "00", "80 01"],
		["refuses function code 0x2B 0x0D", "2B 0D", "AB 01"],
		["refuses a function code with the exception flag", "83 4000 0002", "83 01"],
	];
	const bytesOf = (text: string) => [...Buffer.from(text.replaceAll(" ", ""), "hex")];
	it("leaves everything as it was when one of several values is refused", () => {
		const ask = (request: string): number[][] => {
			line.receive(withCrc([1, ...bytesOf(request)]));
			line.wait(SILENCE);
			return line.take();
		};
		ask("10 4032 0003 06 0001 0001 0003");
		expect(ask("10 4032 0003 06 0000 0000 0004")).toEqual([withCrc([1, 0x90, 3])]);
		expect(ask("03 4032 0003")).toEqual([withCrc([1, ...bytesOf("03 06 0001 0001 0003")])]);
	});

	it("does a broadcast write and does not answer it", () => {
		line.receive(withCrc([0, ...bytesOf("06 4010 0025")]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([]);
		line.receive(withCrc([1, ...bytesOf("03 4010 0001")]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([withCrc([1, ...bytesOf("03 02 0025")])]);
	});

	it("answers a changed unit ID under the old one, and then listens to the new one", () => {
		line.receive(withCrc([1, ...bytesOf("06 4003 000A")]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([withCrc([1, ...bytesOf("06 4003 000A")])]);
		line.receive(withCrc([1, ...bytesOf("03 4003 0001")]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([]);
		line.receive(withCrc([10, ...bytesOf("03 4003 0001")]));
		line.wait(SILENCE);
		expect(line.take()).toEqual([withCrc([10, ...bytesOf("03 02 000A")])]);
	});

	it("opens its port anew with a changed baud rate and parity once the answer has gone out", () => {
		line.receive(withCrc([1, ...bytesOf("10 4003 0002 04 0001 000A")]));
		line.wait(SILENCE);
		expect(line.take()).toHaveLength(1);
		expect(line.options).toMatchObject({ baud: 9600 });
		line.wait(10_000);
		expect(line.options).toMatchObject({ baud: 115200, parity: "even" });
		line.receive(withCrc([1, ...bytesOf("06 4011 0003")]));
		line.wait(1750);
		expect(line.take()).toHaveLength(1);
		line.wait(2000);
		expect(line.options).toMatchObject({ baud: 115200, parity: "odd" });
	});

	for (const [name, request, response] of cases)
		it(name, () => {
			line.receive(withCrc([1, ...bytesOf(request)]));
			line.wait(SILENCE);
			expect(line.take()).toEqual([withCrc([1, ...bytesOf(response)])]);
		});
});
