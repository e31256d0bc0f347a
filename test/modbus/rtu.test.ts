import { catalogue } from "catalogue";
import fc from "fast-check";
import { modbusRuns } from "maps";
import PduServer from "modbus/pdu";
import ModbusRegisters from "modbus/registers";
import RtuServer from "modbus/rtu";
import RtuSettings from "modbus/settings";
import { BAUD_RATES } from "serial/line-settings";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import { bytesOf, Line, withCrc } from "../../testkit/line.ts";
import { TestModel } from "../../testkit/model.ts";

let line: Line;
let model: TestModel;

function serve(unitId = 1, baud = 9600): void {
	line = new Line();
	model = new TestModel();
	model.setByName("serialNumber", 12345678);
	model.setByName("modbusId", unitId);
	model.setByName("baudRate", BAUD_RATES.indexOf(baud) + 1);
	const settings = new RtuSettings(model);
	new RtuServer(
		line.port,
		clock,
		settings,
		new PduServer(new ModbusRegisters(model, modbusRuns)),
	).start();
}

/** A read of the serial number, and its answer. */
const READ = withCrc([1, 3, 0x40, 0x00, 0, 2]);
const ANSWER = withCrc([1, 3, 4, 0x12, 0x34, 0x56, 0x78]);

/** At 9600 baud, a silence that ends a frame, and one that does not. */
const SILENCE_US = 4250;
const PAUSE_US = 1000;

beforeEach(() => serve());

describe("the Modbus RTU server", () => {
	it("opens its port with its baud rate and parity", () => {
		expect(line.options).toMatchObject({ baud: 9600, parity: "even", format: "buffer" });
	});

	it("answers a read of holding registers", () => {
		line.receive(READ);
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("answers a read of input registers like one of holding registers", () => {
		line.receive(withCrc([1, 4, 0x40, 0x00, 0, 2]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([withCrc([1, 4, 4, 0x12, 0x34, 0x56, 0x78])]);
	});

	for (const [baud, t35Us] of [
		[300, 128_333.4],
		[9600, 4010.5],
		[19200, 2005.3],
		[38400, 1750],
		[115200, 1750],
	])
		it(`waits for 3.5 characters of silence at ${baud} baud, and not much longer`, () => {
			serve(1, baud);
			const endUs = clock.microseconds;
			line.receive(READ);
			line.wait(200_000);
			expect(line.sent).toHaveLength(1);
			expect(line.sent[0].microseconds - endUs).toBeGreaterThanOrEqual(t35Us);
			expect(line.sent[0].microseconds - endUs).toBeLessThan(t35Us + 251);
		});

	it("takes a frame in pieces less than 1.5 characters apart", () => {
		for (const byte of READ) {
			line.wait(PAUSE_US);
			line.receive([byte]);
		}
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("drops a frame with more than 1.5 characters of silence inside, and answers the next", () => {
		line.receive(READ.slice(0, 4));
		line.wait(3750);
		line.receive(READ.slice(4, 5));
		line.receive(READ.slice(5));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([]);
		line.receive(READ);
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("ignores a frame with a wrong CRC", () => {
		for (let i = 0; i < READ.length; i++)
			for (let bit = 0; bit < 8; bit++) {
				line.receive(READ.map((byte, at) => (at === i ? byte ^ (1 << bit) : byte)));
				line.wait(SILENCE_US);
			}
		expect(line.take()).toEqual([]);
	});

	it("ignores a frame that is cut short, at any length", () => {
		for (let length = 1; length < READ.length; length++) {
			line.receive(READ.slice(0, length));
			line.wait(SILENCE_US);
		}
		expect(line.take()).toEqual([]);
	});

	it("ignores a CRC without a function code", () => {
		for (const frame of [withCrc([]), withCrc([1])]) {
			line.receive(frame);
			line.wait(SILENCE_US);
		}
		expect(line.take()).toEqual([]);
	});

	it("ignores more than 256 characters, and answers the next frame", () => {
		for (const length of [256, 257, 600, 5000]) {
			line.receive(withCrc(new Array(length - 2).fill(1)));
			line.wait(SILENCE_US);
			expect(line.take()).toHaveLength(length === 256 ? 1 : 0);
			line.receive(READ);
			line.wait(SILENCE_US);
			expect(line.take()).toEqual([ANSWER]);
		}
	});

	it("ignores requests to other units and reserved unit IDs, and a broadcast read", () => {
		for (const unit of [0, 2, 247, 248, 255]) {
			line.receive(withCrc([unit, 3, 0x40, 0x00, 0, 2]));
			line.wait(SILENCE_US);
		}
		expect(line.take()).toEqual([]);
	});

	it("answers under its own unit ID", () => {
		serve(247);
		line.receive(withCrc([247, 3, 0x40, 0x00, 0, 1]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([withCrc([247, 3, 2, 0x12, 0x34])]);
	});

	it("ignores two requests without a silence between them", () => {
		line.receive([...READ, ...READ]);
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([]);
	});

	it("answers every good frame and no other, in whatever pieces", () => {
		const good = fc.record({
			kind: fc.constant("good" as const),
			bytes: fc.constantFrom(
				READ,
				withCrc([1, 4, 0x50, 0x02, 0, 6]),
				withCrc([1, 3, 0x80, 0, 0, 1]),
			),
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
						line.wait(PAUSE_US);
					}
					line.wait(SILENCE_US);
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

describe("a write by a client", () => {
	it("changes nothing if one of several values is refused", () => {
		const ask = (request: string): number[][] => {
			line.receive(withCrc([1, ...bytesOf(request)]));
			line.wait(SILENCE_US);
			return line.take();
		};
		ask("10 4032 0003 06 0001 0001 0003");
		expect(ask("10 4032 0003 06 0000 0000 0004")).toEqual([withCrc([1, 0x90, 3])]);
		expect(ask("03 4032 0003")).toEqual([withCrc([1, ...bytesOf("03 06 0001 0001 0003")])]);
	});

	it("is executed and not answered if it is broadcast", () => {
		line.receive(withCrc([0, ...bytesOf("06 4010 0025")]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([]);
		line.receive(withCrc([1, ...bytesOf("03 4010 0001")]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([withCrc([1, ...bytesOf("03 02 0025")])]);
	});

	it("of the unit ID is answered under the old one; requests then go to the new one", () => {
		line.receive(withCrc([1, ...bytesOf("06 4003 000A")]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([withCrc([1, ...bytesOf("06 4003 000A")])]);
		line.receive(withCrc([1, ...bytesOf("03 4003 0001")]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([]);
		line.receive(withCrc([10, ...bytesOf("03 4003 0001")]));
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([withCrc([10, ...bytesOf("03 02 000A")])]);
	});

	it("of baud rate and parity reopens the port when the answer has gone out", () => {
		line.receive(withCrc([1, ...bytesOf("10 4003 0002 04 0001 000A")]));
		line.wait(SILENCE_US);
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
});

describe("a write by buttons, Bluetooth or M-Bus", () => {
	const UNIT_10 = withCrc([10, 3, 0x40, 0x00, 0, 2]);

	it("of the unit ID holds at once", () => {
		model.write(catalogue.indexOf("modbusId"), 10);
		line.receive(READ);
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([]);
		line.receive(UNIT_10);
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([withCrc([10, 3, 4, 0x12, 0x34, 0x56, 0x78])]);
	});

	it("of baud rate and parity holds at once", () => {
		model.write(catalogue.indexOf("baudRate"), BAUD_RATES.indexOf(19200) + 1);
		expect(line.options).toMatchObject({ baud: 19200, parity: "even" });
		model.write(catalogue.indexOf("parity"), 3);
		expect(line.options).toMatchObject({ baud: 19200, parity: "odd" });
		line.receive(READ);
		line.wait(2250);
		expect(line.take()).toEqual([ANSWER]);
	});

	it("of the baud rate holds after an answer that is going out at the old one", () => {
		line.receive(READ);
		line.wait(SILENCE_US);
		expect(line.take()).toEqual([ANSWER]);
		model.write(catalogue.indexOf("baudRate"), 10);
		// Nine characters of 11 bits at 9600 baud are 10.3 ms.
		line.wait(9500);
		expect(line.options).toMatchObject({ baud: 9600 });
		line.wait(2000);
		expect(line.options).toMatchObject({ baud: 115200 });
	});

	it("of the same baud rate, or of one taken back in time, does not reopen the port", () => {
		const opened = line.options;
		model.write(catalogue.indexOf("baudRate"), 6);
		line.receive(READ);
		line.wait(SILENCE_US);
		model.write(catalogue.indexOf("baudRate"), 10);
		model.write(catalogue.indexOf("baudRate"), 6);
		line.wait(20_000);
		expect(line.options).toBe(opened);
	});
});
