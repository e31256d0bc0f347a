import type { SerialOptions } from "board";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Pin, Port } from "../../../boards/esp32s3/pins.ts";
import Serial from "../../../boards/esp32s3/serial.ts";

/** The chip's UART: like the SDK's class, a FIFO of 128 bytes that refuses what does not fit. */
const uart = vi.hoisted(() => ({
	options: { onWritable: (_count: number) => {} } as Record<string, unknown> & {
		onWritable(count: number): void;
	},
	free: 0,
	line: [] as number[],
	/** Calls of the UART and the C functions, in order. */
	calls: [] as unknown[][],
	error: 0,
}));

vi.mock("mc/ffi", () => ({
	default: class {
		serial_line_configure(...parameters: number[]) {
			uart.calls.push(["configure", ...parameters]);
			return uart.error;
		}
		serial_line_direction(...parameters: number[]) {
			uart.calls.push(["direction", ...parameters]);
			return uart.error;
		}
	},
}));

vi.mock("embedded:io/serial", () => ({
	default: class {
		constructor(options: typeof uart.options) {
			uart.options = options;
			uart.calls.push(["open", options.port, options.baud]);
		}
		close() {
			uart.calls.push(["close"]);
		}
		write(bytes: Uint8Array) {
			if (bytes.length > uart.free) throw new Error("output full");
			uart.calls.push(["write", bytes.length]);
			uart.free -= bytes.length;
			uart.line.push(...bytes);
		}
	},
}));

const OPTIONS: SerialOptions = {
	port: 1,
	receive: 18,
	transmit: 17,
	baud: 9600,
	parity: "even",
	format: "buffer",
	onReadable: () => {},
};

/** Empties the FIFO. */
function drain(): void {
	uart.free = 128;
	uart.options.onWritable(uart.free);
}

const frame = (length: number) => Uint8Array.from({ length }, (_, i) => i);

describe("a frame on the ESP32-S3's serial port", () => {
	let serial: Serial;
	beforeEach(() => {
		uart.line = [];
		serial = new Serial(OPTIONS);
		drain();
	});

	it.each([1, 127, 128, 129, 255, 256, 261])(
		"of %d bytes leaves whole, in pieces that the FIFO takes",
		(length) => {
			serial.write(frame(length));
			for (let i = 0; i < 3; i++) drain();
			expect(uart.line).toEqual([...frame(length)]);
		},
	);

	it("a frame may be changed by its owner once it has been passed to the port", () => {
		const bytes = frame(200);
		serial.write(bytes);
		bytes.fill(0);
		drain();
		expect(uart.line).toEqual([...frame(200)]);
	});

	it("a frame may follow another immediately, as far as the FIFO has room", () => {
		serial.write(frame(100));
		serial.write(frame(100));
		expect(uart.line).toEqual([...frame(100), ...frame(28)]);
		drain();
		expect(uart.line).toEqual([...frame(100), ...frame(100)]);
	});

	it("a frame is refused while another is being sent or if it is too long for any bus", () => {
		serial.write(frame(200));
		expect(() => serial.write(frame(8))).toThrow("still sending");
		drain();
		expect(() => serial.write(frame(262))).toThrow("too long");
	});
});

describe("a port of the ESP32-S3", () => {
	beforeEach(() => {
		uart.calls = [];
		uart.error = 0;
	});

	it.each([
		["none", 0],
		["even", 2],
		["odd", 3],
	] as const)(
		"with parity %s is given it (%i of ESP-IDF) after the SDK has opened it as 8N1",
		(parity, code) => {
			new Serial({ ...OPTIONS, parity });
			expect(uart.calls.slice(0, 2)).toEqual([
				["open", 1, 9600],
				["configure", 1, code, 32, 1],
			]);
		},
	);

	it("the RS-485 port sets its direction pin before it sends, also when opened again", () => {
		for (const baud of [9600, 19200]) {
			uart.calls = [];
			const serial = new Serial({ ...OPTIONS, baud });
			drain();
			serial.write(frame(8));
			serial.close();
			expect(uart.calls.map(([call]) => call)).toEqual([
				"open",
				"configure",
				"direction",
				"write",
				"close",
			]);
			expect(uart.calls[2]).toEqual(["direction", 1, Pin.RS485_DIRECTION]);
		}
	});

	it("the M-Bus port has no direction pin, since its transceiver is full duplex", () => {
		new Serial({ ...OPTIONS, port: Port.MBUS });
		expect(uart.calls.map(([call]) => call)).toEqual(["open", "configure"]);
	});

	it("a port that cannot be configured is an error", () => {
		uart.error = -1;
		expect(() => new Serial(OPTIONS)).toThrow("cannot configure port 1");
	});
});
